using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Tests.Playing;
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
        await using var webhooks = await WebhookFace.OpenAsync();
        await SeenAsync(webhooks, 200);
        await CommandAsync(webhooks, harm);
        var report = await SeenAsync(webhooks, 503);
        Assert.Equal(["redis"], report.Away);
        Assert.Equal((reason, "all"), (report.ReasonOf("redis"), (string?)report.Body["role"]));
        Assert.InRange(report.SinceOf("redis")!.Value, TimeProvider.System.GetUtcNow() - Soon, TimeProvider.System.GetUtcNow());
        using (var metrics = await webhooks.Http.GetAsync("/metrics"))
            Assert.Matches("omo_engine_unwritable\\{[^}]*engine=\"redis\"[^}]*\\} 1", await metrics.Content.ReadAsStringAsync());

        // Webhooks meanwhile wait in SQL, and it says how many.
        for (var n = 0; n < 3; n++)
            Assert.Equal(200, await webhooks.PostAsync(LineJson.Text($"e{n}", LineJson.User(1), $"{n}")));
        await SeenAsync(webhooks, 503, seen => seen.InboxWaiting == 3);
        await CommandAsync(webhooks, mend);
        await SeenAsync(webhooks, 200, within: Soon);
        report = await SeenAsync(webhooks, 200, seen => seen.InboxWaiting == 0);
        Assert.Null(report.ReasonOf("redis"));
        await Until.TrueAsync(async () => (await webhooks.WordsAsync(1)).Count == 3);
        Assert.Equal(1, Lines(webhooks, "Omo:Redis: the redis cannot be written to"));
        Assert.Equal(1, Lines(webhooks, "Omo:Redis: the redis can be written to again"));
    }

    [Fact]
    public async Task A_reason_that_changes_is_told_once_each_with_its_key_and_without_the_secret()
    {
        await using var redis = await RedisServer.StartAsync(false, "--requirepass", "right");
        await using var webhooks = await WebhookFace.OpenAsync(
            "Host=127.0.0.1;Port=1;Username=omo;Password=canary-database",
            redis: redis,
            more: ("Omo:Redis", redis.ConnectionString + ",password=canary-redis")
        );
        var report = await SeenAsync(webhooks, 503, seen => seen.ReasonOf("redis") == "passwordWrong");
        Assert.Equal(["clock", "database", "redis"], report.Away);
        Assert.Equal("refused", report.ReasonOf("database"));
        await redis.StopAsync();
        await SeenAsync(webhooks, 503, seen => seen.ReasonOf("redis") == "refused");
        Assert.Equal(1, Lines(webhooks, "Omo:Redis: the redis cannot be written to: PasswordWrong"));
        Assert.Equal(1, Lines(webhooks, "Omo:Redis: the redis cannot be written to: Refused"));
        Assert.Equal(1, Lines(webhooks, "Omo:Database: the database cannot be written to: Refused"));
        Assert.DoesNotContain("canary-redis", webhooks.Logs, StringComparison.Ordinal);
        Assert.DoesNotContain("canary-database", webhooks.Logs, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_set_aside_is_shown()
    {
        await using var webhooks = await WebhookFace.OpenAsync();
        await SeenAsync(webhooks, 200);
        await webhooks.Inbox.AddAsync(
            new(new("gone"), new Dictionary<string, string>(), "{}"u8.ToArray(), TimeProvider.System.GetUtcNow(), null),
            default
        );
        var report = await SeenAsync(webhooks, 200, seen => seen.Quarantined == 1);
        Assert.Equal(0, report.InboxWaiting);
        using var metrics = await webhooks.Http.GetAsync("/metrics");
        Assert.Matches("omo_inbox_quarantined(\\{[^}]*\\})? 1", await metrics.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Asking_asks_no_engine()
    {
        await using var webhooks = await WebhookFace.OpenAsync();
        await SeenAsync(webhooks, 200);
        webhooks.Redis.Freeze();
        try
        {
            // However many ask, and however long an engine takes to say nothing.
            var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => HealthReport.AskAsync(webhooks.Http)))
                .WaitAsync(TimeSpan.FromSeconds(2));
            Assert.Equal(200, answers.Length);
            Assert.Equal("silent", (await SeenAsync(webhooks, 503)).ReasonOf("redis"));
        }
        finally
        {
            webhooks.Redis.Thaw();
        }

        await SeenAsync(webhooks, 200);
    }

    [Fact]
    public async Task A_database_that_has_become_read_only()
    {
        var server = await PostgresServer.SharedAsync();
        var database = await server.CreateDatabaseAsync();
        await using var webhooks = await WebhookFace.OpenAsync(database);
        await SeenAsync(webhooks, 200);
        var name = new Npgsql.NpgsqlConnectionStringBuilder(database).Database!;
        await server.MakeReadOnlyAsync(name, true);
        var report = await SeenAsync(webhooks, 503);
        Assert.Contains("database", report.Away);
        Assert.Equal("readOnly", report.ReasonOf("database"));
        await server.MakeReadOnlyAsync(name, false);
        await SeenAsync(webhooks, 200);
        Assert.Equal(1, Lines(webhooks, "Omo:Database: the database cannot be written to"));
    }

    private static int Lines(WebhookFace webhooks, string words) =>
        webhooks.Logs.Split('\n').Count(line => line.Contains(words, StringComparison.Ordinal));

    private static async Task CommandAsync(WebhookFace webhooks, string line)
    {
        var words = line.Split(' ');
        await webhooks.Redis.CommandAsync(words[0], [.. words.Skip(1)]);
    }

    private static Task<HealthReport> SeenAsync(
        WebhookFace webhooks,
        int status,
        Func<HealthReport, bool>? also = null,
        TimeSpan? within = null
    ) =>
        Until.SeenAsync(
            $"/health/ready to answer {status}",
            within ?? (status == 200 ? TimeSpan.FromSeconds(20) : Soon),
            () => HealthReport.AskAsync(webhooks.Http),
            report => report.Status == status && also?.Invoke(report) != false
        );
}
