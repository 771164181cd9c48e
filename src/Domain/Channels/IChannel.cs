namespace OmoBroadcast.Domain.Channels;

/// <summary>All that the rest of the house knows of a chat platform.</summary>
public interface IChannel
{
    ChannelId Id { get; }

    ChannelLimits Limits { get; }

    /// <summary>
    /// Authenticates and understands one webhook call. Pure: the same bytes give the same reading, nothing is written or fetched.
    /// Never throws: what cannot be understood is kept raw, what cannot be trusted is refused.
    /// </summary>
    WebhookReading Read(WebhookRequest request);

    /// <summary>
    /// Makes one HTTP call, at most once, and says what became of it. Throws only <see cref="OperationCanceledException"/>,
    /// and only when the token was cancelled before the first byte left; after that the answer is <see cref="SendOutcome.Unknown"/>.
    /// </summary>
    Task<SendOutcome> SendAsync(Outbound outbound, CancellationToken cancellationToken);
}
