using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using OmoBroadcast.Storage.Rounds;
using OmoBroadcast.Tests.Playing;
using OmoBroadcast.Tests.Servers;
using OmoBroadcast.Tests.Teams;

namespace OmoBroadcast.Tests.Storage.Rounds;

/// <summary>The loop that all rounds share.</summary>
public sealed class RoundTests : IDisposable
{
    private readonly FakeTimeProvider time = new(new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task It_looks_at_once_and_then_by_the_clock_and_ends_in_order()
    {
        var (host, round) = Open();
        using var _ = host;
        await host.StartAsync();
        Assert.True(round.Begun);
        await LooksAsync(round, 1);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, round.Looks);
        time.Advance(TimeSpan.FromSeconds(1));
        await LooksAsync(round, 2);
        await host.StopAsync();
        Assert.True(round.Ended);
    }

    [Fact]
    public async Task News_end_the_wait_and_none_is_lost()
    {
        var (host, round) = Open();
        using var _ = host;
        await host.StartAsync();
        await LooksAsync(round, 1);
        for (var looks = 2; looks < 5; looks++)
        {
            round.Signal.Nudge();
            await LooksAsync(round, looks);
        }

        await host.StopAsync();
    }

    [Fact]
    public async Task A_failure_is_told_once_and_stands_in_health_until_it_goes_on()
    {
        var (host, round) = Open();
        using var _ = host;
        var records = host.Services.GetRequiredService<RoundRecords>();
        round.Wrong = new InvalidOperationException("broken");
        await host.StartAsync();
        var begun = time.GetUtcNow();
        await LooksAsync(round, 1);
        await GoesOnAsync(round, from: 2, to: 5);
        await Until.SeenAsync("the fault", TimeSpan.FromSeconds(10), () => Task.FromResult(records.Failing), failing => failing.Count == 1);
        Assert.Equal(new RoundFault("counting", "InvalidOperationException", begun), records.Failing[0]);
        Assert.Equal(1, Count("Warning", "Counting pauses"));
        round.Wrong = null;
        await GoesOnAsync(round, from: 6, to: 9);
        await Until.SeenAsync(
            "the word",
            TimeSpan.FromSeconds(10),
            () => Task.FromResult(Count("Information", "Counting goes on")),
            told => told == 1
        );
        Assert.Empty(records.Failing);
        await host.StopAsync();
    }

    private async Task GoesOnAsync(CountingRound round, int from, int to)
    {
        for (var looks = from; looks <= to; looks++)
        {
            time.Advance(TimeSpan.FromSeconds(2));
            await LooksAsync(round, looks);
        }
    }

    [Fact]
    public async Task That_an_engine_is_away_is_no_warning_since_the_watch_tells_it()
    {
        var (host, round) = Open();
        using var _ = host;
        round.Wrong = new TimeoutException();
        await host.StartAsync();
        await Until.SeenAsync(
            "the word",
            TimeSpan.FromSeconds(10),
            () => Task.FromResult(Count("Information", "Counting pauses: ")),
            told => told == 1
        );
        Assert.Equal(0, Count("Warning", "Counting"));
        await host.StopAsync();
    }

    [Fact]
    public void Its_name_is_its_types() => Assert.Equal("counting", new CountingRound().Name);

    private readonly LogKeeper logs = new();

    public void Dispose() => logs.Dispose();

    private int Count(string level, string words) =>
        logs
            .Text.Split('\n')
            .Count(line => line.StartsWith(level, StringComparison.Ordinal) && line.Contains(words, StringComparison.Ordinal));

    private static Task LooksAsync(CountingRound round, int looks) =>
        Until.SeenAsync("a look", TimeSpan.FromSeconds(10), () => Task.FromResult(round.Looks), seen => seen >= looks);

    private (IHost Host, CountingRound Round) Open()
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.AddProvider(logs);
        builder.Services.AddSingleton<TimeProvider>(time).AddRound<CountingRound>();
        var host = builder.Build();
        return (host, host.Services.GetRequiredService<CountingRound>());
    }

    private sealed class CountingRound() : Round("Counting", TimeSpan.FromSeconds(2))
    {
        private int looks;

        public RoundSignal Signal { get; } = new();

        public Exception? Wrong { get; set; }

        public bool Begun { get; private set; }

        public bool Ended { get; private set; }

        public int Looks => Volatile.Read(ref looks);

        public override bool Listens => true;

        public override Task NewsAsync(CancellationToken cancellationToken) => Signal.WaitAsync(cancellationToken);

        public override Task BeginAsync(CancellationToken cancellationToken)
        {
            Begun = true;
            return Task.CompletedTask;
        }

        public override Task LookAsync(CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref looks);
            return Wrong is { } wrong ? Task.FromException(wrong) : Task.CompletedTask;
        }

        public override Task EndAsync()
        {
            Ended = true;
            return Task.CompletedTask;
        }
    }
}
