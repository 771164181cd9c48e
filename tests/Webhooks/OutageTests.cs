using System.Diagnostics;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Tests.Playing;
using OmoBroadcast.Tests.Servers;
using OmoBroadcast.Tests.Storage.Sql;
using StackExchange.Redis;

namespace OmoBroadcast.Tests.Webhooks;

/// <summary>Stores that come and go while webhooks arrive.</summary>
public sealed class OutageTests
{
    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task While_Redis_is_away_bodies_wait_in_SQL_and_are_replayed(DatabaseKind kind)
    {
        var database = kind == DatabaseKind.Sqlite ? "" : await MigratedDatabase.OnPostgresAsync();
        await using var webhooks = await WebhookFace.OpenAsync(database);
        await ReadyAsync(webhooks);
        Assert.Equal(200, await webhooks.PostAsync(LineJson.Text("before", LineJson.User(1), "before")));
        await webhooks.Redis.StopAsync();

        // Two may be of the same millisecond: then their ids order them.
        for (var n = 0; n < 20; n++)
        {
            var watch = Stopwatch.StartNew();
            Assert.Equal(200, await webhooks.PostAsync(LineJson.Text($"during{n:00}", LineJson.User(1), $"during {n}")));
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(1.9), $"{watch.Elapsed}");
        }

        Assert.Equal(20, await webhooks.Inbox.CountAsync(default));
        await ReadyTextAsync(webhooks, 503, "redis");
        await webhooks.Redis.RestartAsync();
        await Until.TrueAsync(async () => await webhooks.Inbox.CountAsync(default) == 0);
        Assert.Equal(["before", .. Enumerable.Range(0, 20).Select(n => $"during {n}")], await webhooks.WordsAsync(1));
        Assert.Equal(200, await webhooks.PostAsync(LineJson.Text("after", LineJson.User(1), "after")));
        await ReadyAsync(webhooks);
    }

    [Fact]
    public async Task While_Redis_holds_the_line_but_is_silent_the_answer_is_still_in_time()
    {
        await using var webhooks = await WebhookFace.OpenAsync();
        await ReadyAsync(webhooks);
        Assert.Equal(200, await webhooks.PostAsync(LineJson.Text("before", LineJson.User(1), "before")));
        webhooks.Redis.Freeze();
        try
        {
            var watch = Stopwatch.StartNew();
            var answers = await Task.WhenAll(
                Enumerable.Range(0, 50).Select(n => webhooks.PostAsync(LineJson.Text($"f{n}", LineJson.User(1), $"f{n}")))
            );
            Assert.All(answers, status => Assert.Equal(200, status));
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(1.9), $"{watch.Elapsed}");
        }
        finally
        {
            webhooks.Redis.Thaw();
        }

        await Until.TrueAsync(async () => await webhooks.Inbox.CountAsync(default) == 0);
        await Until.TrueAsync(async () => (await webhooks.WordsAsync(1)).Count == 51);
    }

    [Fact]
    public async Task With_both_away_it_says_so_and_the_platform_may_come_again()
    {
        await using var postgres = await PostgresServer.StartAsync();
        await using var webhooks = await WebhookFace.OpenAsync(await postgres.CreateDatabaseAsync());
        await ReadyAsync(webhooks);
        await webhooks.Redis.StopAsync();
        await postgres.StopAsync();
        var watch = Stopwatch.StartNew();
        Assert.Equal(503, await webhooks.PostAsync(LineJson.Text("e1", LineJson.User(1), "x")));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(1.9), $"{watch.Elapsed}");
        await ReadyTextAsync(webhooks, 503, "redis", "database");
        using (var live = await webhooks.Http.GetAsync("/health/live"))
            Assert.Equal(200, (int)live.StatusCode);

        await postgres.RestartAsync();
        await webhooks.Redis.RestartAsync();
        await Until.TrueAsync(async () => await webhooks.PostAsync(LineJson.Text("e1", LineJson.User(1), "x")) == 200);
        await Until.TrueAsync(async () => (await webhooks.WordsAsync(1)).Count == 1);
    }

    [Fact]
    public async Task An_opt_out_while_SQL_is_away_is_not_acknowledged_and_yet_not_lost()
    {
        await using var postgres = await PostgresServer.StartAsync();
        await using var webhooks = await WebhookFace.OpenAsync(await postgres.CreateDatabaseAsync());
        await ReadyAsync(webhooks);
        await postgres.StopAsync();
        Assert.Equal(
            503,
            await webhooks.PostAsync(
                LineJson.Text("e1", LineJson.User(1), "取消訂閱"),
                LineJson.Event("e2", LineJson.User(2), """ "type":"unfollow" """)
            )
        );
        await postgres.RestartAsync();
        await Until.TrueAsync(async () =>
        {
            var found = await webhooks.Get<Suppressions>().FindAsync([LineJson.Customer(1), LineJson.Customer(2)], default);
            return found.Count == 2
                && found[LineJson.Customer(1)].Single() == SuppressionKind.Unsubscribed
                && found[LineJson.Customer(2)].Single() == SuppressionKind.Blocked;
        });
    }

    [Fact]
    public async Task A_body_that_cannot_be_applied_is_set_aside_and_holds_up_nobody()
    {
        await using var webhooks = await WebhookFace.OpenAsync();
        await ReadyAsync(webhooks);
        using var redis = await ConnectionMultiplexer.ConnectAsync(webhooks.Redis.ConnectionString);

        // A key of the wrong kind where this customer's bucket should be: Redis is well, these events are not.
        Assert.Equal(200, await webhooks.PostAsync(LineJson.Text("e1", LineJson.User(1), "x")));
        var key = redis.GetServers()[0].Keys().First(key => key.ToString().Contains("seen:", StringComparison.Ordinal));
        await redis.GetDatabase().KeyDeleteAsync(key);
        await redis.GetDatabase().StringSetAsync(key, "poison");
        Assert.Equal(200, await webhooks.PostAsync(LineJson.Text("e2", LineJson.User(1), "y")));
        await Until.TrueAsync(async () =>
            await webhooks.Inbox.CountAsync(default) == 0 && webhooks.Logs.Contains("is set aside", StringComparison.Ordinal)
        );

        var others = Enumerable.Range(2, 40).ToList();
        Assert.Equal(200, await webhooks.PostAsync(LineJson.Text("e3", LineJson.User(others.First(Elsewhere)), "z")));
        Assert.Equal(["z"], await webhooks.WordsAsync(others.First(Elsewhere)));
        Assert.Equal(0, await webhooks.Inbox.CountAsync(default));

        bool Elsewhere(int user) => Keys(user) != Keys(1);
        static int Keys(int user) => OmoBroadcast.Storage.Redis.Keys.Bucket(LineJson.User(user));
    }

    [Fact]
    public async Task It_starts_without_its_stores_and_finds_them_by_itself()
    {
        await using var postgres = await PostgresServer.StartAsync();
        var database = await postgres.CreateDatabaseAsync();
        await postgres.StopAsync();
        await using var redis = await RedisServer.StartAsync();
        await redis.StopAsync();
        await using var webhooks = await WebhookFace.OpenAsync(database, redis: redis);
        Assert.Equal(503, await webhooks.PostAsync(LineJson.Text("e1", LineJson.User(1), "x")));
        await ReadyTextAsync(webhooks, 503);
        await redis.RestartAsync();
        await postgres.RestartAsync();
        await ReadyAsync(webhooks);
        Assert.Equal(200, await webhooks.PostAsync(LineJson.Text("e1", LineJson.User(1), "x")));
        await Until.TrueAsync(async () => (await webhooks.WordsAsync(1)).SequenceEqual(["x"]));
    }

    private static Task ReadyAsync(WebhookFace webhooks) =>
        Until.TrueAsync(async () =>
        {
            using var ready = await webhooks.Http.GetAsync("/health/ready");
            return ready.IsSuccessStatusCode;
        });

    /// <summary>It is looked at in the background.</summary>
    private static async Task ReadyTextAsync(WebhookFace webhooks, int status, params string[] words) =>
        await Until.SeenAsync(
            $"/health/ready to answer {status}",
            TimeSpan.FromSeconds(5),
            () => HealthReport.AskAsync(webhooks.Http),
            report => report.Status == status && words.All(report.Away.Contains)
        );
}
