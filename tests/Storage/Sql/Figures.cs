using System.Diagnostics;
using System.Globalization;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.Storage.Sql;

/// <summary>How fast the ledger is by itself. Only when asked for: <c>-explicit only -class '*.Promises.Figures'
/// -showliveoutput</c>.</summary>
public sealed class Figures(ITestOutputHelper output)
{
    private TimeSpan cpu;
    private TimeSpan serverCpu;

    [Theory(Explicit = true)]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task Launch_claim_and_settle(DatabaseKind kind)
    {
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        var warm = await ledger.SendingAsync(Given.Singles(0, 2_000, "a"), Given.Batch(2_000, 5_000, "b"));
        await CycleAsync(ledger, RequestKind.Single);
        await CycleAsync(ledger, RequestKind.Batch);

        await AppendAsync(ledger, "batches of 500", 300_000, (from, count, cursor) => Given.Batch(from, count, cursor));
        var clock = new Stopwatch();
        Restart(clock);
        var sent = await CycleAsync(ledger, RequestKind.Batch);
        Say(kind, "claim+settle batches", sent, "requests", clock);

        var campaign = await AppendAsync(ledger, "singles", 100_000, (from, count, cursor) => Given.Singles(from, count, cursor));
        Restart(clock);
        sent = await CycleAsync(ledger, RequestKind.Single);
        Say(kind, "claim+settle singles", sent, "requests", clock);
        Restart(clock);
        await ledger.Deliveries.TallyAsync(campaign, default);
        Say(kind, "tally", 100_000, "requests", clock);
        Assert.NotEqual(warm, campaign);
    }

    /// <summary>
    /// What it costs to write down that calls begin, where no retry key is known: one second's requests claimed together, begun in blocks
    /// of 50 ms and settled every 20 ms, as a lane at that pace does, but without waiting; with and without the beginning, in turns.
    /// </summary>
    [Theory(Explicit = true)]
    [InlineData(DatabaseKind.Sqlite, 80)]
    [InlineData(DatabaseKind.Sqlite, 300)]
    [InlineData(DatabaseKind.Sqlite, 1_000)]
    [InlineData(DatabaseKind.Postgres, 80)]
    [InlineData(DatabaseKind.Postgres, 300)]
    [InlineData(DatabaseKind.Postgres, 1_000)]
    public async Task Beginning(DatabaseKind kind, int perSecond)
    {
        const int rounds = 6;
        await using var ledger = await LedgerFixture.OpenAsync(kind);
        for (var round = 0; round < 2 * rounds; round++)
        {
            await ledger.SendingAsync(Given.Singles(0, 10 * perSecond, $"{round}", retrySafe: false));
            var clock = new Stopwatch();
            Restart(clock);
            while (await ledger.ClaimAsync(perSecond) is { Count: > 0 } claimed)
            {
                if (round % 2 > 0)
                    foreach (var block in claimed.Chunk(perSecond / 20))
                        Assert.Equal(block.Length, (await ledger.Queue.BeginAsync(block, Given.Lease, default)).Count);
                foreach (var block in claimed.Chunk(perSecond / 50))
                    Assert.Empty(
                        await ledger.Settlements.SettleAsync([.. block.Select(request => request.Settled(SettledAs.Accepted))], default)
                    );
            }
            Say(kind, $"{perSecond}/s {(round % 2 > 0 ? "begun" : "claimed only")}", 10 * perSecond, "requests", clock);
        }
    }

    private async Task<long> AppendAsync(LedgerFixture ledger, string what, int deliveries, Func<int, int, string, LaunchPage> page)
    {
        const int size = 10_000;
        var pages = Enumerable.Range(0, deliveries / size).Select(number => page(number * size, size, $"{number}")).ToList();
        var campaign = await ledger.ScheduledAsync();
        var lease = (await ledger.Launches.BeginLaunchAsync(campaign.Id, "node", Given.Lease, Given.Now, default))!;
        var clock = new Stopwatch();
        Restart(clock);
        foreach (var one in pages)
        {
            Assert.True(await ledger.Launches.AppendAsync(lease, one, default));
            lease = lease with { Cursor = one.Cursor };
        }
        Say(ledger.Database.Kind, $"append {what}", deliveries, "deliveries", clock);
        Assert.True(await ledger.Launches.FinishLaunchAsync(lease, default));
        return campaign.Id;
    }

    private static async Task<int> CycleAsync(LedgerFixture ledger, RequestKind kind)
    {
        var sent = 0;
        while (true)
        {
            var claimed = await ledger.ClaimAsync(1_000, kind: kind);
            if (claimed.Count == 0)
                return sent;
            Assert.Empty(
                await ledger.Settlements.SettleAsync([.. claimed.Select(request => request.Settled(SettledAs.Accepted))], default)
            );
            sent += claimed.Count;
        }
    }

    private void Restart(Stopwatch clock)
    {
        cpu = Environment.CpuUsage.TotalTime;
        serverCpu = PostgresServer.SharedCpuTime();
        clock.Restart();
    }

    private void Say(DatabaseKind kind, string what, long count, string of, Stopwatch clock)
    {
        var elapsed = clock.Elapsed;
        var here = Environment.CpuUsage.TotalTime;
        var there = PostgresServer.SharedCpuTime();
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{kind, -9} {what, -24} {count / elapsed.TotalSeconds, 10:n0} {of}/s; CPU here {(here - cpu).TotalMicroseconds / count:n1} us, in the server {(there - serverCpu).TotalMicroseconds / count:n1} us each"
            )
        );
    }
}
