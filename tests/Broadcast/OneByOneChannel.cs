using System.Collections.Concurrent;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Tests.Broadcast;

/// <summary>A platform that takes messages one by one, knows no retry key and reports later; it answers as it is told, and notes what it
/// was sent.</summary>
internal sealed class OneByOneChannel : IChannel
{
    public ConcurrentQueue<(string User, int Part, string Words, DateTimeOffset At)> Sent { get; } = new();

    /// <summary>What to answer to a call; null accepts it.</summary>
    public Func<Outbound, SendOutcome?> Answer { get; set; } = _ => null;

    public ChannelId Id => ChannelId.Instagram;

    public ChannelLimits Limits { get; set; } =
        new()
        {
            MessagesPerRequest = 1,
            TextLength = 1_000,
            RecipientsPerRequest = 1,
            SinglePerSecond = 500,
            BatchPerSecond = 500,
            RetryKeyLifetime = null,
            Reports = true,
            NamesEchoes = false,
            IsRecipientId = id => id.Length > 0,
        };

    public WebhookReading Read(WebhookRequest request) => new WebhookReading.Refused(400, "not here");

    public Task<SendOutcome> SendAsync(Outbound outbound, CancellationToken cancellationToken)
    {
        var outcome = Answer(outbound);
        if (outcome is null or SendOutcome.Accepted or SendOutcome.Unknown)
            Sent.Enqueue(
                (
                    outbound.Recipients.Single(),
                    outbound.Part,
                    ((OutboundMessage.Text)outbound.Content.Messages[outbound.Part]).Words,
                    TimeProvider.System.GetUtcNow()
                )
            );
        return Task.FromResult(outcome ?? new SendOutcome.Accepted(outbound.Correlation.ToString()));
    }
}
