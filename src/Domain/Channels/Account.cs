namespace OmoBroadcast.Domain.Channels;

/// <summary>An account as the house knows it; its secrets stay with the adapter.</summary>
/// <param name="SinglePerSecond">Requests a second to one recipient, where set lower than the platform's limit; 0 is no limit at all
/// (measuring only).</param>
/// <param name="BatchPerSecond">The same for requests to several recipients.</param>
/// <param name="Waba">The WhatsApp business account a number belongs to; null on other channels.</param>
/// <param name="Handle">What customers find it by: a LINE id such as <c>@shop</c>, a WhatsApp number in international digits; null where
/// not configured.</param>
public sealed record Account(
    AccountKey Key,
    string Name,
    int? SinglePerSecond = null,
    int? BatchPerSecond = null,
    string? Waba = null,
    string? Handle = null
)
{
    /// <summary>What one recipient costs, as the operator knows it; null: not known. On WhatsApp of a template only, as free messages cost
    /// nothing there.</summary>
    public Price? Price { get; init; }

    /// <summary>The link that opens a chat with the account with words filled in to be sent; null without a <see cref="Handle"/> or where
    /// there is no such link.</summary>
    public Uri? Link(string words) =>
        Handle is not { Length: > 0 } handle ? null
        : Key.Channel == ChannelId.Line
            ? new Uri($"https://line.me/R/oaMessage/{Uri.EscapeDataString(handle)}/?{Uri.EscapeDataString(words)}")
        : Key.Channel == ChannelId.WhatsApp ? new Uri($"https://wa.me/{handle.TrimStart('+')}?text={Uri.EscapeDataString(words)}")
        : null;
}

/// <param name="Currency">ISO 4217.</param>
public sealed record Price(decimal Amount, string Currency);
