using Microsoft.Extensions.Logging;
using OmoBroadcast.Broadcast.Planning;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Outages;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Rounds;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Broadcast.Dispatching;

/// <summary>Runs a lane for every account and kind of request this node sends, and passes nudges on to them.</summary>
public sealed class Dispatcher : Worker
{
    private readonly IReadOnlyList<Lane> lanes;
    private readonly Nudges nudges;

    public Dispatcher(Roster roster, Lanes opening, Node node, BroadcastOptions options, ILogger<Dispatcher> log)
    {
        nudges = node.Nudges;
        lanes =
        [
            .. from account in roster.Accounts
            let spell = new OutageLog(log, $"Sending from {account.Key}", node.Clock)
            from kind in Enum.GetValues<RequestKind>()
            select Open(roster[account.Key.Channel], account, kind, spell),
        ];

        Lane Open(IChannel channel, Account account, RequestKind kind, OutageLog outage) =>
            opening.Open(
                new(account.Key, kind, channel.Limits, options.MaxInFlight, node.Clock) { Log = log, Spell = outage },
                channel,
                SendingSpeed.Of(account, channel.Limits, kind)
            );
    }

    protected override async Task WorkAsync(CancellationToken stoppingToken)
    {
        using var listening = nudges.Listen(PassOn);
        await Task.WhenAll(lanes.Select(lane => Task.Run(() => lane.RunAsync(stoppingToken), CancellationToken.None)));
    }

    public override void Dispose()
    {
        foreach (var lane in lanes)
            lane.Dispose();
        base.Dispose();
    }

    private void PassOn(string topic)
    {
        foreach (var lane in lanes)
        {
            if (topic == Topics.Work(lane.Account))
                lane.Nudge();
            else if (Topics.StopOf(topic) is { } campaign)
                lane.Stop(campaign);
        }
    }
}
