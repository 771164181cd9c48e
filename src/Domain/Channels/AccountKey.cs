namespace OmoBroadcast.Domain.Channels;

/// <summary>One official account, page or number. <paramref name="Id"/> is what the platform's webhook calls it.</summary>
public readonly record struct AccountKey(ChannelId Channel, string Id)
{
    public override string ToString() => $"{Channel}:{Id}";

    /// <summary>Reads what <see cref="ToString"/> wrote. Throws <see cref="FormatException"/> on anything else.</summary>
    public static AccountKey Parse(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 ? new(new(text[..colon]), text[(colon + 1)..]) : throw new FormatException($"'{text}' is not channel:account");
    }
}
