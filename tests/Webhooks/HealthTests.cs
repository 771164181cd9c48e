using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.Webhooks;

/// <summary>What the operator's balancer and log are told of engines that answer and take nothing.</summary>
public sealed class HealthTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    [Theory]
    [InlineData("outOfMemory", "CONFIG SET maxmemory 1mb", "CONFIG SET maxmemory 0")]
    [InlineData("readOnly", "REPLICAOF 127.0.0.1 1", "REPLICAOF NO ONE")]
    public async Task A_Redis_that_answers_and_takes_nothing(string reason, string harm, string mend)
    {
        await using var house = await House.OpenAsync();
        await SeenAsync(house, 200);
        await CommandAsync(house, harm);
        var report = await SeenAsync(house, 503);
        Assert.Equal(["redis"], report.Away);
        Assert.Equal((reason, "all"), (report.ReasonOf("redis"), (string?)report.Body["role"]));
        Assert.InRange(report.SinceOf("redis")!.Value, TimeProvider.System.GetUtcNow() - Soon, TimeProvider.System.GetUtcNow());
        using (var metrics = await house.Http.GetAsync("/metrics"))
            Assert.Matches("omo_engine_unwritable\\{[^}]*engine=\"redis\"[^}]*\\} 1", await metrics.Content.ReadAsStringAsync());

        // Webhooks meanwhile wait in SQL, and it says how many.
        for (var n = 0; n < 3; n++)
            Assert.Equal(200, await house.PostAsync(House.Text($"e{n}", House.User(1), $"{n}")));
        await SeenAsync(house, 503, seen => seen.InboxWaiting == 3);
        await CommandAsync(house, mend);
        await SeenAsync(house, 200, within: Soon);
        report = await SeenAsync(house, 200, seen => seen.InboxWaiting == 0);
        Assert.Null(report.ReasonOf("redis"));
        await House.UntilAsync(async () => (await house.WordsAsync(1)).Count == 3);
        Assert.Equal(1, Lines(house, "Omo:Redis: the redis cannot be written to"));
        Assert.Equal(1, Lines(house, "Omo:Redis: the redis can be written to again"));
    }

    [Fact]
    public async Task A_reason_that_changes_is_told_once_each_with_its_key_and_without_the_secret()
    {
        await using var redis = await RedisServer.StartAsync(false, "--requirepass", "right");
        await using var house = await House.OpenAsync(
            "Host=127.0.0.1;Port=1;Username=omo;Password=canary-database",
            redis: redis,
            more: ("Omo:Redis", redis.ConnectionString + ",password=canary-redis")
        );
        var report = await SeenAsync(house, 503, seen => seen.ReasonOf("redis") == "passwordWrong");
        Assert.Equal(["clock", "database", "redis"], report.Away);
        Assert.Equal("refused", report.ReasonOf("database"));
        await redis.StopAsync();
        await SeenAsync(house, 503, seen => seen.ReasonOf("redis") == "refused");
        Assert.Equal(1, Lines(house, "Omo:Redis: the redis cannot be written to: PasswordWrong"));
        Assert.Equal(1, Lines(house, "Omo:Redis: the redis cannot be written to: Refused"));
        Assert.Equal(1, Lines(house, "Omo:Database: the database cannot be written to: Refused"));
        Assert.DoesNotContain("canary-redis", house.Logs, StringComparison.Ordinal);
        Assert.DoesNotContain("canary-database", house.Logs, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_set_aside_is_shown()
    {
        await using var house = await House.OpenAsync();
        await SeenAsync(house, 200);
        await house.Inbox.AddAsync(
            new(new("gone"), new Dictionary<string, string>(), "{}"u8.ToArray(), TimeProvider.System.GetUtcNow(), null),
            default
        );
        var report = await SeenAsync(house, 200, seen => seen.Quarantined == 1);
        Assert.Equal(0, report.InboxWaiting);
        using var metrics = await house.Http.GetAsync("/metrics");
        Assert.Matches("omo_inbox_quarantined(\\{[^}]*\\})? 1", await metrics.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Asking_asks_no_engine()
    {
        await using var house = await House.OpenAsync();
        await SeenAsync(house, 200);
        house.Redis.Freeze();
        try
        {
            // However many ask, and however long an engine takes to say nothing.
            var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => HealthReport.AskAsync(house.Http)))
                .WaitAsync(TimeSpan.FromSeconds(2));
            Assert.Equal(200, answers.Length);
            Assert.Equal("silent", (await SeenAsync(house, 503)).ReasonOf("redis"));
        }
        finally
        {
            house.Redis.Thaw();
        }

        await SeenAsync(house, 200);
    }

    [Fact]
    public async Task A_database_that_has_become_read_only()
    {
        var server = await PostgresServer.SharedAsync();
        var database = await server.CreateDatabaseAsync();
        await using var house = await House.OpenAsync(database);
        await SeenAsync(house, 200);
        var name = new Npgsql.NpgsqlConnectionStringBuilder(database).Database!;
        await server.MakeReadOnlyAsync(name, true);
        var report = await SeenAsync(house, 503);
        Assert.Contains("database", report.Away);
        Assert.Equal("readOnly", report.ReasonOf("database"));
        await server.MakeReadOnlyAsync(name, false);
        await SeenAsync(house, 200);
        Assert.Equal(1, Lines(house, "Omo:Database: the database cannot be written to"));
    }

    private static int Lines(House house, string words) =>
        house.Logs.Split('\n').Count(line => line.Contains(words, StringComparison.Ordinal));

    private static async Task CommandAsync(House house, string line)
    {
        var words = line.Split(' ');
        await house.Redis.CommandAsync(words[0], [.. words.Skip(1)]);
    }

    private static Task<HealthReport> SeenAsync(House house, int status, Func<HealthReport, bool>? also = null, TimeSpan? within = null) =>
        Until.SeenAsync(
            $"/health/ready to answer {status}",
            within ?? (status == 200 ? TimeSpan.FromSeconds(20) : Soon),
            () => HealthReport.AskAsync(house.Http),
            report => report.Status == status && also?.Invoke(report) != false
        );
}
