using System.Diagnostics;
using System.Text;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Tests.Playing;
using OmoBroadcast.Tests.Servers;
using StackExchange.Redis;

namespace OmoBroadcast.Tests.Webhooks;

/// <summary>One event never costs another.</summary>
public sealed class PoisonTests : IAsyncLifetime
{
    private WebhookFace webhooks = null!;

    public static TheoryData<string> StrangeTexts =>
        [
            "\\ufffe",
            "x\\uffff",
            "\\ufdd0",
            "\\ud83e",
            "\\udc00\\ud800",
            "\\u0000",
            "STOP\\ufffe!",
            new StringBuilder("a").Insert(1, "\\u0301\\u0323", 64 * 1024).ToString(),
            "\\udbff\\udffe",
        ];

    public async ValueTask InitializeAsync()
    {
        webhooks = await WebhookFace.OpenAsync();
        await Until.TrueAsync(async () =>
        {
            using var ready = await webhooks.Http.GetAsync("/health/ready");
            return ready.IsSuccessStatusCode;
        });
    }

    public async ValueTask DisposeAsync() => await webhooks.DisposeAsync();

    [Theory]
    [MemberData(nameof(StrangeTexts))]
    public async Task Whatever_one_customer_writes_another_is_heard(string escaped)
    {
        var body = LineJson.Body(
            LineJson.Text("odd", LineJson.User(1), "WORDS").Replace("WORDS", escaped, StringComparison.Ordinal),
            LineJson.Text("stop", LineJson.User(2), "退訂"),
            LineJson.Text("hi", LineJson.User(3), "hi")
        );
        var watch = Stopwatch.StartNew();
        Assert.Equal(200, await webhooks.PostAsync(body));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(1.9), $"{watch.Elapsed}");
        Assert.Contains(LineJson.Customer(2), (await webhooks.Get<Suppressions>().FindAsync([LineJson.Customer(2)], default)).Keys);
        Assert.Equal(["hi"], await webhooks.WordsAsync(3));
        Assert.Single(await webhooks.WordsAsync(1));
        Assert.Equal((0, 0), (await webhooks.Inbox.CountAsync(default), await webhooks.Inbox.QuarantinedCountAsync(default)));
    }

    [Fact]
    public async Task One_event_that_cannot_be_applied_is_set_aside_alone_and_can_be_tried_again()
    {
        // A key of the wrong kind where this customer's bucket should be: Redis is well, this event is not.
        var others = Enumerable.Range(2, 200).Where(user => Bucket(user) != Bucket(1)).Take(99).ToArray();
        Assert.Equal(200, await webhooks.PostAsync(LineJson.Text("e1", LineJson.User(1), "x")));
        using var redis = await ConnectionMultiplexer.ConnectAsync(webhooks.Redis.ConnectionString);
        var seen = await PoisonAsync(redis);
        var beside = others.Select(user => LineJson.Text($"o{user}", LineJson.User(user), user == others[50] ? "退訂" : "z"));
        Assert.Equal(200, await webhooks.PostAsync([LineJson.Text("e2", LineJson.User(1), "y"), .. beside]));
        foreach (var user in others)
            Assert.Single(await webhooks.WordsAsync(user));
        var stopped = await webhooks.Get<Suppressions>().FindAsync([LineJson.Customer(others[50])], default);
        Assert.Contains(LineJson.Customer(others[50]), stopped.Keys);
        await Until.TrueAsync(async () => await webhooks.Inbox.QuarantinedCountAsync(default) == 1);
        Assert.Equal(["e2"], Assert.Single(await webhooks.Inbox.QuarantinedAsync(10, default)).Call.OnlyEvents!);
        Assert.Equal(0, await webhooks.Inbox.CountAsync(default));

        await redis.GetDatabase().KeyDeleteAsync(seen);
        Assert.Equal(1, await webhooks.Inbox.RetryAsync(null, default));
        await Until.TrueAsync(async () =>
            await webhooks.Inbox.QuarantinedCountAsync(default) + await webhooks.Inbox.CountAsync(default) == 0
        );
        Assert.Equal(["x", "y"], await webhooks.WordsAsync(1));
    }

    private static async Task<RedisKey> PoisonAsync(ConnectionMultiplexer redis)
    {
        var seen = redis.GetServers()[0].Keys().First(key => key.ToString().Contains("seen:", StringComparison.Ordinal));
        await redis.GetDatabase().KeyDeleteAsync(seen);
        await redis.GetDatabase().StringSetAsync(seen, "poison");
        return seen;
    }

    private static int Bucket(int user) => OmoBroadcast.Storage.Redis.Keys.Bucket(LineJson.User(user));
}
