using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Tests.Broadcast;

/// <summary>The least that pure rules need.</summary>
internal static class Stub
{
    public static readonly AccountKey Account = new(ChannelId.Line, "U0");

    public static readonly ChannelLimits Limits = new()
    {
        MessagesPerRequest = 5,
        TextLength = 5_000,
        RecipientsPerRequest = 500,
        SinglePerSecond = 2_000,
        BatchPerSecond = 200,
        RetryKeyLifetime = TimeSpan.FromHours(24),
        IsRecipientId = id => id != "?",
    };

    public static ClaimedRequest Request(
        int recipients = 1,
        int attempts = 1,
        bool uncertain = false,
        DateTimeOffset? firstAttempt = null
    ) =>
        new(
            Guid.CreateVersion7(DateTimeOffset.UnixEpoch),
            1,
            Account,
            recipients == 1 ? RequestKind.Single : RequestKind.Batch,
            RequestClass.Staff,
            [.. Enumerable.Range(0, recipients).Select(i => $"U{i}")],
            null,
            attempts,
            uncertain,
            firstAttempt,
            DateTimeOffset.MaxValue,
            7,
            RetrySafe: true
        );
}

/// <summary>A channel that only has limits.</summary>
internal sealed class StubChannel : IChannel
{
    public ChannelId Id => ChannelId.Line;

    public ChannelLimits Limits => Stub.Limits;

    public WebhookReading Read(WebhookRequest request) => new WebhookReading.Refused(400, "not here");

    public Task<SendOutcome> SendAsync(Outbound outbound, CancellationToken cancellationToken) =>
        Task.FromResult<SendOutcome>(new SendOutcome.Accepted(null));
}
