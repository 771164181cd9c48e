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

    public Dispatcher(Roster roster, DispatchTools tools, BroadcastOptions options, ILogger<Dispatcher> log)
    {
        nudges = tools.Node.Nudges;
        lanes =
        [
            .. from account in roster.Accounts
            let spell = new OutageLog(log, $"Sending from {account.Key}", tools.Node.Clock)
            from kind in Enum.GetValues<RequestKind>()
            select Open(roster[account.Key.Channel], account, kind, spell),
        ];

        Lane Open(IChannel channel, Account account, RequestKind kind, OutageLog outage) =>
            new(
                new(account.Key, kind, channel.Limits, options.MaxInFlight, tools.Node.Clock) { Log = log, Spell = outage },
                tools.Supply,
                new Caller(channel, tools, log),
                new Gate(tools.Pace, $"{account.Key}:{kind}", SendingSpeed.Of(account, channel.Limits, kind), tools.Node.Clock),
                new ChangeWatch(tools.Feeds.Of(account.Key), tools.Supply, new Queues(channel.Limits.RetryKeyLifetime is null))
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
