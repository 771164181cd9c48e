using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Hosting;
using Npgsql;
using OmoBroadcast.Broadcast.Clock;
using OmoBroadcast.Storage.Rounds;
using OmoBroadcast.Tests.House;
using OmoBroadcast.Tests.Playing;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.Webhooks;

/// <summary>A service that is started before its engines are there, and one that is told to end before they are.</summary>
public sealed class StartTests
{
    /// <summary>Longer than Quartz tries by itself before it gives up for good.</summary>
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(12);

    [Fact]
    [Long]
    public async Task Long_before_its_database_and_then_the_clock_runs_too_and_the_log_is_short()
    {
        await using var postgres = await PostgresServer.StartAsync();
        var database = await postgres.CreateDatabaseAsync();
        await using var redis = await RedisServer.StartAsync();
        await postgres.StopAsync();
        await redis.StopAsync();
        await using var webhooks = await WebhookFace.OpenAsync(database, redis: redis);
        await BothAreAwayForLongAsync(webhooks);
        AssertShort(webhooks);

        await redis.RestartAsync();
        await postgres.RestartAsync();
        await IsReadyAsync(webhooks);

        // What is due wakes us: a trigger that has fired is gone.
        webhooks.Get<LaunchTimetable>().Note(4711, TimeProvider.System.GetUtcNow().AddSeconds(2));
        await TriggersAsync(database, 1);
        await TriggersAsync(database, 0);
        var goesOn = $"Sending from line:{TestAccounts.LineId} goes on";
        await Until.TrueAsync(() => Task.FromResult(Warnings(webhooks, "Sending from").Count == 1 && Count(webhooks, goesOn) == 1));
        AssertShort(webhooks);
    }

    private static Task IsReadyAsync(WebhookFace webhooks) =>
        Until.SeenAsync(
            "/health/ready to answer 200",
            TimeSpan.FromSeconds(15),
            () => HealthReport.AskAsync(webhooks.Http),
            report => report.Status == 200,
            () => webhooks.Logs
        );

    private static Task BothAreAwayForLongAsync(WebhookFace webhooks) =>
        Until.SeenAsync(
            "both to be away for long",
            Long * 2,
            () => HealthReport.AskAsync(webhooks.Http),
            report =>
                report.Status == 503
                && report.ReasonOf("database") == "refused"
                && report.ReasonOf("redis") == "refused"
                && report.SinceOf("database") < TimeProvider.System.GetUtcNow() - Long
        );

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Told_to_end_before_its_engines_are_there_it_ends_quietly(bool silent)
    {
        using var folder = new TempFolder();
        // Takes connections and says nothing: the start itself is still waiting.
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = silent ? ((IPEndPoint)listener.LocalEndpoint).Port : 9;
        await using var service = ServiceProcess.Launch("service", Installation.NewAddress(), Settings(folder.Path, port));
        using var held = silent ? await listener.AcceptTcpClientAsync().WaitAsync(TimeSpan.FromSeconds(40)) : null;
        if (!silent)
            await Until.SeenAsync(
                "it to have begun",
                TimeSpan.FromSeconds(40),
                () => Task.FromResult(service.Output),
                output => output.Contains("Application started", StringComparison.Ordinal)
            );
        await service.TerminateAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(0, service.ExitCode);
        AssertQuiet(service.Output, silent);
    }

    [Fact]
    public void Whatever_works_in_the_background_ends_quietly() =>
        Assert.Empty(
            from room in new[]
            {
                typeof(Worker),
                typeof(LaunchTimetable),
                typeof(OmoBroadcast.Teams.TeamsOptions),
                typeof(OmoBroadcast.Webhooks.Commands.ServiceRunner),
            }
            from type in room.Assembly.GetTypes()
            where type.IsSubclassOf(typeof(BackgroundService)) && type != typeof(Worker) && !type.IsSubclassOf(typeof(Worker))
            select type.Name
        );

    private static Dictionary<string, string> Settings(string folder, int port) =>
        new()
        {
            ["Omo__DataDir"] = folder,
            ["Omo__Accounts__0__Channel"] = "whatsapp",
            ["Omo__Accounts__0__Id"] = "1",
            ["Omo__Accounts__0__Secrets__0"] = "x",
            ["Omo__Accounts__0__AccessToken"] = "x",
            ["Omo__Accounts__0__VerifyToken"] = "x",
            ["Omo__Accounts__0__Waba"] = "1",
            ["Omo__Accounts__0__BaseUrl"] = "http://127.0.0.1:9",
            ["Omo__Staff__0__Id"] = Guid.NewGuid().ToString(),
            ["Omo__Staff__0__Name"] = "A",
            ["Omo__Staff__0__Role"] = "salesperson",
            ["Omo__Staff__0__Store"] = "x",
            ["Omo__Redis"] = "127.0.0.1:9",
            ["Omo__Database"] = $"Host=127.0.0.1;Port={port};Username=omo;Password=x",
        };

    private static void AssertQuiet(string output, bool cutShort)
    {
        var bad = output
            .Split('\n')
            .Where(line =>
                line.Contains("\"LogLevel\":\"Error\"", StringComparison.Ordinal)
                || line.Contains("\"LogLevel\":\"Critical\"", StringComparison.Ordinal)
            );
        // Why the engines cannot be written to is told; of a start that was cut short the host says so itself.
        Assert.All(bad, line =>
            Assert.True(
                line.Contains("EngineFaults", StringComparison.Ordinal)
                    || (cutShort && line.Contains("Hosting failed to start", StringComparison.Ordinal)),
                line
            )
        );
        Assert.DoesNotContain("\"Critical\"", output, StringComparison.Ordinal);
        Assert.DoesNotContain("nhandled", output, StringComparison.Ordinal);
    }

    private static void AssertShort(WebhookFace webhooks)
    {
        Assert.Single(Warnings(webhooks, "Sending from"));
        var warnings = Warnings(webhooks, "");
        Assert.True(warnings.Count < 12, string.Join('\n', warnings));
        // An engine that is away needs no trace.
        Assert.DoesNotMatch("(?m)^(Warning|Error|Critical) .*\\n +at ", webhooks.Logs);
    }

    private static List<string> Warnings(WebhookFace webhooks, string words) =>
        [
            .. webhooks
                .Logs.Split('\n')
                .Where(line =>
                    (
                        line.StartsWith("Warning ", StringComparison.Ordinal)
                        || line.StartsWith("Error ", StringComparison.Ordinal)
                        || line.StartsWith("Critical ", StringComparison.Ordinal)
                    ) && line.Contains(words, StringComparison.Ordinal)
                ),
        ];

    private static int Count(WebhookFace webhooks, string words) =>
        webhooks.Logs.Split('\n').Count(line => line.Contains(words, StringComparison.Ordinal));

    private static Task TriggersAsync(string database, long count) =>
        Until.TrueAsync(async () =>
        {
            await using var connection = new NpgsqlConnection(database);
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand("select count(*) from qrtz_triggers where trigger_name = '4711'", connection);
            return (long)(await command.ExecuteScalarAsync())! == count;
        });
}
