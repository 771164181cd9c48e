using System.Diagnostics.Metrics;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Broadcast;

/// <summary>What the operator sees of the sending.</summary>
internal static class SendingMetrics
{
    private static readonly Meter Meter = new("OmoBroadcast.Broadcast");

    private static readonly Counter<long> Sends = Meter.CreateCounter<long>(
        "omo.request.calls",
        "{call}",
        "Calls made to a platform, by what became of them"
    );
    private static readonly Counter<long> Settlements = Meter.CreateCounter<long>(
        "omo.request.settlements",
        "{request}",
        "Results written to the ledger"
    );

    internal static readonly Counter<long> Late = Meter.CreateCounter<long>(
        "omo.request.late_settlements",
        "{request}",
        "Results that came after another node had taken the request over"
    );

    internal static readonly Counter<long> Swept = Meter.CreateCounter<long>(
        "omo.request.sweeps",
        "{request}",
        "Requests whose lease ran out"
    );

    internal static void Sent(AccountKey account, SendOutcome outcome) =>
        Sends.Add(1, new("channel", account.Channel.Value), new("outcome", outcome.GetType().Name.ToLowerInvariant()));

    internal static void Settled(SettledAs state) =>
        Settlements.Add(1, new KeyValuePair<string, object?>("state", state.ToString().ToLowerInvariant()));

    /// <summary>Queue depths and held accounts, as last counted by the sweeper.</summary>
    internal static void Watch(Func<IReadOnlyList<QueueDepth>> depths, Func<IReadOnlyList<Hold>> holds)
    {
        Meter.CreateObservableGauge(
            "omo.account.holds",
            () =>
                holds()
                    .Select(hold => new Measurement<long>(
                        1,
                        new("account", hold.Account.ToString()),
                        new("reason", hold.Reason.ToString())
                    )),
            "{account}",
            "Accounts that send nothing for now"
        );
        Meter.CreateObservableGauge(
            "omo.request.queue",
            () =>
                depths()
                    .SelectMany(depth =>
                        new Measurement<long>[]
                        {
                            new(
                                depth.Queued,
                                new("account", depth.Queue.Account.ToString()),
                                new("class", depth.Queue.Class.ToString()),
                                new("state", "queued")
                            ),
                            new(
                                depth.Claimed,
                                new("account", depth.Queue.Account.ToString()),
                                new("class", depth.Queue.Class.ToString()),
                                new("state", "claimed")
                            ),
                        }
                    ),
            "{request}",
            "Requests that wait or are under way"
        );
    }
}
