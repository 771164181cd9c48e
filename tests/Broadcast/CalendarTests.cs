using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OmoBroadcast.Broadcast;
using OmoBroadcast.Broadcast.Clock;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage;
using OmoBroadcast.Storage.Rounds;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.Broadcast;

/// <summary>Jobs by the calendar: kept by Quartz beside the launches.</summary>
public sealed class CalendarTests
{
    [Fact]
    public async Task What_was_missed_while_no_node_was_up_is_made_up_for()
    {
        using var folder = new TempFolder();
        using (var first = await StartAsync(folder))
        {
            await NotedAsync(first);
            Assert.Equal(0, first.Services.GetRequiredService<DoneTimes>().Count);
            await MissedAsync(first, "WAITING");
            await first.StopAsync();
        }

        await DoneAsync(folder);
    }

    /// <summary>A node of a version that lacks the class takes the trigger, and Quartz sets it aside for good.</summary>
    [Fact]
    public async Task What_a_node_of_an_older_version_could_not_load_is_done_again()
    {
        using var folder = new TempFolder();
        using (var first = await StartAsync(folder))
        {
            await NotedAsync(first);
            await MissedAsync(first, "ERROR");
            await first.StopAsync();
        }

        await DoneAsync(folder);
    }

    // As if the job's time had come and gone an hour ago.
    private static Task MissedAsync(IHost host, string state) =>
        host
            .Services.GetRequiredService<Database>()
            .ExecuteAsync(
                "update qrtz_triggers set next_fire_time = @at, trigger_state = @state where trigger_name = 'counted'",
                default,
                ("at", TimeProvider.System.GetUtcNow().AddHours(-1).Ticks),
                ("state", state)
            );

    private static async Task DoneAsync(TempFolder folder)
    {
        using var host = await StartAsync(folder);
        var done = host.Services.GetRequiredService<DoneTimes>();
        await Until.SeenAsync("it to be done", TimeSpan.FromSeconds(40), () => Task.FromResult(done.Count), count => count == 1);
        await host.StopAsync();
    }

    [Fact]
    public async Task A_node_that_starts_anew_leaves_its_time_as_it_is()
    {
        using var folder = new TempFolder();
        using var first = await StartAsync(folder);
        var noted = await NotedAsync(first);
        await first.StopAsync();
        first.Dispose();
        using var second = await StartAsync(folder);
        Assert.Equal(noted, await NotedAsync(second));
        await second.StopAsync();
    }

    private static async Task<long> NotedAsync(IHost host)
    {
        var timetable = host.Services.GetRequiredService<LaunchTimetable>();
        await Until.SeenAsync("the clock", TimeSpan.FromSeconds(20), () => Task.FromResult(timetable.IsAwake), awake => awake);
        await using var connection = await host.Services.GetRequiredService<Database>().OpenAsync(default);
        await using var command = connection.CreateCommand();
        command.CommandText = "select next_fire_time from qrtz_triggers where trigger_name = 'counted' and trigger_group = 'calendar'";
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static async Task<IHost> StartAsync(TempFolder folder)
    {
        var builder = Host.CreateApplicationBuilder(
            new HostApplicationBuilderSettings { ContentRootPath = folder.Path, DisableDefaults = true }
        );
        builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?> { ["Omo:DataDir"] = Path.Combine(folder.Path, "data") }
        );
        builder.Logging.ClearProviders();
        builder.AddStore();
        builder.Services.AddSingleton(new Roster([], [])).AddSingleton<DoneTimes>().AddJob<CountedJob>();
        builder.AddBroadcast();
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }

    private sealed class DoneTimes
    {
        private int count;

        public int Count => Volatile.Read(ref count);

        public void Add() => Interlocked.Increment(ref count);
    }

    private sealed class CountedJob(DoneTimes done) : CalendarJob("Counting", TimeSpan.FromHours(3))
    {
        public override Task RunAsync(CancellationToken cancellationToken)
        {
            done.Add();
            return Task.CompletedTask;
        }
    }
}
