namespace OmoBroadcast.Domain.Channels;

/// <summary>What a platform allows, as far as the rest of the house must know before it calls.</summary>
public sealed record ChannelLimits
{
    /// <summary>Message objects in one request.</summary>
    public required int MessagesPerRequest { get; init; }

    /// <summary>Length of one text, in UTF-16 code units.</summary>
    public required int TextLength { get; init; }

    /// <summary>Recipients of one request when all get the same content; 1 where the platform has no such call.</summary>
    public required int RecipientsPerRequest { get; init; }

    /// <summary>Requests a second to one recipient each.</summary>
    public required int SinglePerSecond { get; init; }

    /// <summary>Requests a second to several recipients each.</summary>
    public required int BatchPerSecond { get; init; }

    /// <summary>
    /// How long a request may be repeated under its own key without a second message, or null where the platform has no such key:
    /// there a lost answer stays unknown.
    /// </summary>
    public required TimeSpan? RetryKeyLifetime { get; init; }

    /// <summary>Says whether an id can be sent to at all; a malformed one would refuse a whole batch.</summary>
    public required Func<string, bool> IsRecipientId { get; init; }
}
