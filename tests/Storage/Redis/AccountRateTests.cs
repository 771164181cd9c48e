using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Tests.Servers;
using StackExchange.Redis;

namespace OmoBroadcast.Tests.Storage.Redis;

public sealed class AccountRateTests(Engines engines)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task No_sliding_second_has_more_slots_than_the_limit_and_almost_all_are_given(Engine engine)
    {
        await using var other = await Engines.ConnectAsync(engines[engine].Configuration);
        AccountRate[] nodes = [new(engines[engine]), new(other)];
        await Task.WhenAll(
            new[] { 7, 50, 200, 1000, 2000 }.Select(async perSecond =>
            {
                var slots = await SlotsAsync(nodes, Guid.NewGuid().ToString(), perSecond, TimeSpan.FromSeconds(3));
                AssertPace(slots, perSecond);
                var used = (slots.Count - 1) / ((slots[^1] - slots[0]) / 1e6) / perSecond;
                Assert.True(used >= 0.97, $"{used:P1} of {perSecond}/s");
            })
        );
    }

    [Fact]
    public async Task A_flush_or_a_restart_without_the_last_writes_makes_no_burst()
    {
        await using var server = await RedisServer.StartAsync(appendOnly: true);
        await using var one = await Engines.ConnectAsync(server.ConnectionString);
        await using var two = await Engines.ConnectAsync(server.ConnectionString);
        var collecting = SlotsAsync([new(one), new(two)], "flushed", 400, TimeSpan.FromSeconds(4));
        await Wait(700);
        await server.CommandAsync("FLUSHALL");
        await Wait(700);
        // Every second to disk: what was written last is gone.
        await server.RestartAsync();
        var slots = await collecting;

        AssertPace(slots, 400);
        Assert.True(slots.Count > 400, $"{slots.Count} slots");
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Unused_slots_are_lost_and_none_lies_far_ahead(Engine engine)
    {
        var rate = new AccountRate(engines[engine]);
        var key = Guid.NewGuid().ToString();
        var first = await rate.ReserveAsync(key, 100, 1000, None);
        Assert.Equal(0, first.Count);
        Assert.InRange(first.Delay, TimeSpan.Zero, TimeSpan.FromMilliseconds(11));
        await Wait(600);

        var grant = await rate.ReserveAsync(key, 100, 1000, None);
        Assert.InRange(grant.Count, 20, 25);
        Assert.Equal(TimeSpan.Zero, grant.Delay);
        Assert.Equal(10.25, grant.Interval.TotalMilliseconds, 0.001);
        Assert.Equal(0, (await rate.ReserveAsync(key, 100, 1000, None)).Count - 1, 1.0);
        Assert.Equal(5, (await rate.ReserveAsync(key, 0, 5, None)).Count);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task After_a_push_back_nothing_is_given_until_its_end(Engine engine)
    {
        var rate = new AccountRate(engines[engine]);
        var key = Guid.NewGuid().ToString();
        await rate.ReserveAsync(key, 100, 1, None);
        await rate.PushBackAsync(key, TimeSpan.FromMilliseconds(900));
        await rate.PushBackAsync(key, TimeSpan.FromMilliseconds(100));

        var refused = await rate.ReserveAsync(key, 100, 10, None);
        Assert.Equal(0, refused.Count);
        Assert.InRange(refused.Delay.TotalMilliseconds, 500, 651);
        var end = refused.ServerMicroseconds + refused.Delay.TotalMicroseconds + AccountRate.Reach.TotalMicroseconds;

        await Wait(refused.Delay.TotalMilliseconds + 30);
        var granted = await rate.ReserveAsync(key, 100, 10, None);
        Assert.InRange(granted.Count, 1, 10);
        Assert.InRange(granted.ServerMicroseconds + granted.Delay.TotalMicroseconds, end - 2, end + 2);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_server_whose_clock_was_set_back_gives_slots_again(Engine engine)
    {
        var rate = new AccountRate(engines[engine]);
        var key = Guid.NewGuid().ToString();
        var before = await rate.ReserveAsync(key, 100, 1, None);
        var ahead = FormattableString.Invariant($"{before.ServerMicroseconds + 600_000_000}.00|0");
        await engines[engine].AskAsync(database => database.StringSetAsync(Keys.Pace(key), ahead));

        // What it gave out before may still lie ahead, as after a restart; not ten minutes.
        var again = await rate.ReserveAsync(key, 100, 1, None);
        Assert.InRange(again.Delay.TotalMilliseconds, 0, 300);
    }

    /// <summary>All slots that four callers are given, as instants of the server's clock.</summary>
    private static async Task<List<double>> SlotsAsync(AccountRate[] nodes, string key, int perSecond, TimeSpan duration)
    {
        var slots = new List<double>();
        var began = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(caller =>
                    Task.Run(async () =>
                    {
                        var random = new Random(caller);
                        while (TimeProvider.System.GetElapsedTime(began) < duration)
                        {
                            try
                            {
                                var grant = await nodes[caller % nodes.Length].ReserveAsync(key, perSecond, random.Next(1, 40), None);
                                lock (slots)
                                    for (var number = 0; number < grant.Count; number++)
                                        slots.Add(
                                            grant.ServerMicroseconds
                                                + grant.Delay.TotalMicroseconds
                                                + (number * grant.Interval.TotalMicroseconds)
                                        );
                                await Wait(grant.Count == 0 ? grant.Delay.TotalMilliseconds : 5);
                            }
                            catch (Exception exception) when (exception is RedisException or TimeoutException)
                            {
                                await Wait(20);
                            }
                        }
                    })
                )
        );
        slots.Sort();
        return slots;
    }

    private static void AssertPace(List<double> slots, int perSecond)
    {
        var window = (TimeSpan.FromSeconds(1) + AccountRate.Jitter).TotalMicroseconds;
        for (int from = 0, to = 0; from < slots.Count; from++)
        {
            while (to < slots.Count && slots[to] < slots[from] + window)
                to++;
            Assert.True(to - from <= perSecond, $"{to - from} slots within {window} us, limit {perSecond}");
        }
    }

    /// <summary>The server's clock is a real one.</summary>
    private static Task Wait(double milliseconds) => Until.PassedAsync(TimeSpan.FromMilliseconds(Math.Max(milliseconds, 1)));
}
