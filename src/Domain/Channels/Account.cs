namespace OmoBroadcast.Domain.Channels;

/// <summary>An account as the house knows it; its secrets stay with the adapter.</summary>
/// <param name="SinglePerSecond">Requests a second to one recipient, where set lower than the platform's limit; 0 is no limit at all (measuring only).</param>
/// <param name="BatchPerSecond">The same for requests to several recipients.</param>
/// <param name="Waba">The WhatsApp business account a number belongs to; null on other channels.</param>
public sealed record Account(AccountKey Key, string Name, int? SinglePerSecond = null, int? BatchPerSecond = null, string? Waba = null);
