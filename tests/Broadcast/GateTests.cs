using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using OmoBroadcast.Broadcast.Dispatching;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Settings;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.Broadcast;

/// <summary>Only lower bounds: a busy machine makes a gate slower, never faster.</summary>
public sealed class GateTests : IAsyncLifetime
{
    private RedisServer server = null!;
    private RedisConnection redis = null!;
    private AccountRate rate = null!;

    public async ValueTask InitializeAsync()
    {
        server = await RedisServer.StartAsync(appendOnly: false);
        redis = new RedisConnection(new StorageOptions { Redis = server.ConnectionString }, NullLogger<RedisConnection>.Instance);
        await redis.StartAsync(default);
        rate = new AccountRate(redis);
    }

    public async ValueTask DisposeAsync()
    {
        await redis.DisposeAsync();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Nobody_passes_faster_than_the_pace()
    {
        var gate = new Gate(rate, "a", 200, TimeProvider.System);
        await gate.PassAsync(100, default);
        var begun = Stopwatch.GetTimestamp();
        for (var left = 60; left > 0; left--)
            await gate.PassAsync(left, default);
        Assert.True(Stopwatch.GetElapsedTime(begun) > TimeSpan.FromMilliseconds((60 * 5) - 25));
    }

    [Fact]
    public async Task Two_gates_share_one_pace()
    {
        Gate[] gates = [new(rate, "b", 200, TimeProvider.System), new(rate, "b", 200, TimeProvider.System)];
        foreach (var gate in gates)
            await gate.PassAsync(1, default);
        var begun = Stopwatch.GetTimestamp();
        await Task.WhenAll(
            gates.Select(async gate =>
            {
                for (var left = 30; left > 0; left--)
                    await gate.PassAsync(left, default);
            })
        );
        Assert.True(Stopwatch.GetElapsedTime(begun) > TimeSpan.FromMilliseconds((59 * 5) - 25));
    }

    [Fact]
    public async Task A_push_back_stops_every_gate_of_the_account()
    {
        Gate[] gates = [new(rate, "c", 1_000, TimeProvider.System), new(rate, "c", 1_000, TimeProvider.System)];
        var begun = Stopwatch.GetTimestamp();
        await gates[0].PushBackAsync(TimeSpan.FromMilliseconds(400));
        foreach (var gate in gates)
            await gate.PassAsync(1, default);
        Assert.True(Stopwatch.GetElapsedTime(begun) > TimeSpan.FromMilliseconds(400 - 25));
    }

    [Fact]
    public async Task A_gate_pushed_back_for_longer_than_a_lease_is_not_waited_at()
    {
        var gate = new Gate(rate, "late", 100, TimeProvider.System);
        await gate.PushBackAsync(TimeSpan.FromMinutes(10));
        var deadline = TimeProvider.System.GetTimestamp() + (TimeProvider.System.TimestampFrequency / 5);
        Assert.False(await gate.PassAsync(1, new CancellationTokenSource(TimeSpan.FromMinutes(1), TimeProvider.System).Token, deadline));
        Assert.True(TimeProvider.System.GetTimestamp() > deadline);
    }

    [Fact]
    public async Task A_throttled_gate_goes_on_more_slowly()
    {
        var gate = new Gate(rate, "f", 100, TimeProvider.System);
        await gate.PushBackAsync(TimeSpan.Zero);
        await gate.PassAsync(20, default);
        var begun = Stopwatch.GetTimestamp();
        for (var left = 20; left > 0; left--)
            await gate.PassAsync(left, default);
        // 20 slots at 60 a second, of which little comes back in a third of one.
        Assert.True(Stopwatch.GetElapsedTime(begun) > TimeSpan.FromMilliseconds(20 * 10 * 1.3));
    }

    [Fact]
    public async Task Answers_that_are_long_on_their_way_push_no_two_slots_together()
    {
        Gate[] gates = [new(rate, "g", 200, TimeProvider.System), new(rate, "g", 200, TimeProvider.System)];
        foreach (var gate in gates)
            await gate.PassAsync(1, default);
        using var over = new CancellationTokenSource();
        var stalls = Task.Run(() => StallAsync(over.Token));
        var slots = await Task.WhenAll(gates.Select(gate => Task.Run(() => SlotsAsync(gate, 220))));
        await over.CancelAsync();
        await stalls;

        var sorted = slots.SelectMany(some => some).Order().ToList();
        var most = sorted
            .Select((slot, at) => sorted.Skip(at).TakeWhile(other => other < slot + TimeProvider.System.TimestampFrequency).Count())
            .Max();
        Assert.True(most <= 200, $"{most} slots in one second");
    }

    /// <summary>Redis stands still now and then while a grant is asked for: each such answer comes later than it was given.</summary>
    private async Task StallAsync(CancellationToken over)
    {
        using var beat = Beat.Every(TimeSpan.FromMilliseconds(45));
        for (var frozen = false; !over.IsCancellationRequested || frozen; frozen = !frozen)
        {
            if (frozen)
                server.Thaw();
            else
                server.Freeze();
            await beat.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    private static async Task<IReadOnlyList<long>> SlotsAsync(Gate gate, int count)
    {
        var slots = new List<long>();
        for (var left = count; left > 0; left--)
        {
            await gate.PassAsync(Math.Min(left, 12), default);
            slots.Add(gate.Slot);
        }

        return slots;
    }

    [Fact]
    public async Task A_late_slot_is_thrown_away()
    {
        var clock = new LateClock();
        var gate = new Gate(rate, "h", 100, clock);
        await gate.PassAsync(10, default);
        var first = gate.Slot;
        // The process stands still for a tenth of a second: about ten slots have passed meanwhile.
        clock.Late += TimeSpan.FromMilliseconds(100).Ticks * (TimeProvider.System.TimestampFrequency / TimeSpan.TicksPerSecond);
        await gate.PassAsync(10, default);
        Assert.True(
            TimeProvider.System.GetElapsedTime(first, gate.Slot) > TimeSpan.FromMilliseconds(100 - 35),
            $"{TimeProvider.System.GetElapsedTime(first, gate.Slot)}"
        );
    }

    [Fact]
    public async Task A_call_that_leaves_later_than_its_slot_lasts_costs_one_slot_more()
    {
        var gate = new Gate(rate, "i", 100, TimeProvider.System);
        await gate.PassAsync(20, default);
        var freq = TimeProvider.System.TimestampFrequency;
        for (var late = 0; late < 5; late++)
            gate.Leaves(TimeProvider.System.GetTimestamp() - (freq / 10));
        gate.Leaves(TimeProvider.System.GetTimestamp());
        var before = gate.Slot;
        await gate.PassAsync(20, default);
        Assert.True(
            TimeProvider.System.GetElapsedTime(before, gate.Slot) > TimeSpan.FromMilliseconds((6 * 10) - 2),
            $"{TimeProvider.System.GetElapsedTime(before, gate.Slot)}"
        );
    }

    /// <summary>A process that stands still: its timestamps jump.</summary>
    private sealed class LateClock : TimeProvider
    {
        public long Late { get; set; }

        public override long GetTimestamp() => System.GetTimestamp() + Late;
    }

    [Fact]
    public async Task Without_a_limit_redis_is_not_asked()
    {
        await server.StopAsync();
        await new Gate(rate, "d", 0, TimeProvider.System).PassAsync(1, default);
    }

    [Fact]
    public async Task While_redis_is_away_nobody_passes()
    {
        await server.StopAsync();
        var failure = await Record.ExceptionAsync(async () => await new Gate(rate, "e", 100, TimeProvider.System).PassAsync(1, default));
        Assert.True(OmoBroadcast.Storage.Outages.Outage.Is(failure!));
    }
}
