namespace OmoBroadcast.Domain.Channels;

/// <summary>One person on one account. The same person on another account is another customer: platforms do not tell.</summary>
public readonly record struct CustomerKey(AccountKey Account, string UserId)
{
    public override string ToString() => $"{Account}/{UserId}";

    /// <summary>Reads what <see cref="ToString"/> wrote. Throws <see cref="FormatException"/> on anything else.</summary>
    public static CustomerKey Parse(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        return slash > 0
            ? new(AccountKey.Parse(text[..slash]), text[(slash + 1)..])
            : throw new FormatException($"'{text}' is not channel:account/user");
    }
}
