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

    /// <summary>The same for what anybody could have written; null for what is no key.</summary>
    public static CustomerKey? TryParse(string text)
    {
        try
        {
            return text.Length is > 0 and <= 200 ? Parse(text) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
