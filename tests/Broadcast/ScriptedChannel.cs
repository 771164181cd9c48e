using System.Collections.Concurrent;
using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Tests.Broadcast;

/// <summary>A platform with the limits it is given, that answers as it is told and notes each call whose first byte left. It asks at the
/// last moment, as the adapters do.</summary>
internal sealed class ScriptedChannel(ChannelId id, ChannelLimits limits) : IChannel
{
    public ConcurrentQueue<Outbound> Calls { get; } = new();

    /// <summary>What to answer to a call; null accepts it.</summary>
    public Func<Outbound, SendOutcome?> Answer { get; set; } = _ => null;

    /// <summary>What a call waits for before its first byte: a connection.</summary>
    public Func<Outbound, Task> Connection { get; set; } = _ => Task.CompletedTask;

    public ChannelId Id => id;

    public ChannelLimits Limits => limits;

    public IEnumerable<string> Reached => Calls.SelectMany(call => call.Recipients);

    public WebhookReading Read(WebhookRequest request) => new WebhookReading.Refused(400, "not here");

    public async Task<SendOutcome> SendAsync(Outbound outbound, CancellationToken cancellationToken)
    {
        await Connection(outbound);
        if (outbound.Onset?.Invoke() == false)
            return new SendOutcome.Unavailable("the right is gone");
        Calls.Enqueue(outbound);
        return Answer(outbound) ?? new SendOutcome.Accepted(outbound.Correlation.ToString());
    }
}
