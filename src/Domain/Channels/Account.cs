namespace OmoBroadcast.Domain.Channels;

/// <summary>An account as the house knows it; its secrets stay with the adapter.</summary>
/// <param name="SinglePerSecond">Requests a second to one recipient, where set lower than the platform's limit; 0 is no limit at all
/// (measuring only).</param>
/// <param name="BatchPerSecond">The same for requests to several recipients.</param>
/// <param name="TemplateScope">Whose approved templates it may send; null where the platform has none.</param>
/// <param name="Handle">What customers find it by, such as an id or a number; null where not configured.</param>
public sealed record Account(
    AccountKey Key,
    string Name,
    int? SinglePerSecond = null,
    int? BatchPerSecond = null,
    string? TemplateScope = null,
    string? Handle = null
)
{
    /// <summary>What one recipient costs, as the operator knows it; null: not known. Where there are templates, of these only, as
    /// free messages cost nothing there.</summary>
    public Price? Price { get; init; }

    /// <summary>The link that opens a chat with the account with words filled in to be sent; null without a <see cref="Handle"/> or where
    /// there is no such link.</summary>
    public Uri? Link(string words) => Handle is { Length: > 0 } handle ? ChannelCatalog.Of(Key.Channel).Handle?.Link(handle, words) : null;
}

/// <param name="Currency">ISO 4217.</param>
public sealed record Price(decimal Amount, string Currency);
