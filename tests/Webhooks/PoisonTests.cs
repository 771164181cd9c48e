using System.Diagnostics;
using System.Text;
using OmoBroadcast.Storage.Sql;
using StackExchange.Redis;

namespace OmoBroadcast.Tests.Webhooks;

/// <summary>One event never costs another.</summary>
public sealed class PoisonTests : IAsyncLifetime
{
    private House house = null!;

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
        house = await House.OpenAsync();
        await House.UntilAsync(async () =>
        {
            using var ready = await house.Http.GetAsync("/health/ready");
            return ready.IsSuccessStatusCode;
        });
    }

    public async ValueTask DisposeAsync() => await house.DisposeAsync();

    [Theory]
    [MemberData(nameof(StrangeTexts))]
    public async Task Whatever_one_customer_writes_another_is_heard(string escaped)
    {
        var body = House.Body(
            House.Text("odd", House.User(1), "WORDS").Replace("WORDS", escaped, StringComparison.Ordinal),
            House.Text("stop", House.User(2), "退訂"),
            House.Text("hi", House.User(3), "hi")
        );
        var watch = Stopwatch.StartNew();
        Assert.Equal(200, await house.PostAsync(body));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(1.9), $"{watch.Elapsed}");
        Assert.Contains(House.Customer(2), (await house.Get<Suppressions>().FindAsync([House.Customer(2)], default)).Keys);
        Assert.Equal(["hi"], await house.WordsAsync(3));
        Assert.Single(await house.WordsAsync(1));
        Assert.Equal((0, 0), (await house.Inbox.CountAsync(default), await house.Inbox.QuarantinedCountAsync(default)));
    }

    [Fact]
    public async Task One_event_that_cannot_be_applied_is_set_aside_alone_and_can_be_tried_again()
    {
        // A key of the wrong kind where this customer's bucket should be: Redis is well, this event is not.
        var others = Enumerable.Range(2, 200).Where(user => Bucket(user) != Bucket(1)).Take(99).ToArray();
        Assert.Equal(200, await house.PostAsync(House.Text("e1", House.User(1), "x")));
        using var redis = await ConnectionMultiplexer.ConnectAsync(house.Redis.ConnectionString);
        var seen = redis.GetServers()[0].Keys().First(key => key.ToString().Contains("seen:", StringComparison.Ordinal));
        await redis.GetDatabase().KeyDeleteAsync(seen);
        await redis.GetDatabase().StringSetAsync(seen, "poison");

        Assert.Equal(
            200,
            await house.PostAsync([
                House.Text("e2", House.User(1), "y"),
                .. others.Select(user => House.Text($"o{user}", House.User(user), user == others[50] ? "退訂" : "z")),
            ])
        );
        foreach (var user in others)
            Assert.Single(await house.WordsAsync(user));
        Assert.Contains(
            House.Customer(others[50]),
            (await house.Get<Suppressions>().FindAsync([House.Customer(others[50])], default)).Keys
        );
        await House.UntilAsync(async () => await house.Inbox.QuarantinedCountAsync(default) == 1);
        Assert.Equal(["e2"], Assert.Single(await house.Inbox.QuarantinedAsync(10, default)).Call.OnlyEvents!);
        Assert.Equal(0, await house.Inbox.CountAsync(default));

        await redis.GetDatabase().KeyDeleteAsync(seen);
        Assert.Equal(1, await house.Inbox.RetryAsync(null, default));
        await House.UntilAsync(async () => await house.Inbox.QuarantinedCountAsync(default) + await house.Inbox.CountAsync(default) == 0);
        Assert.Equal(["x", "y"], await house.WordsAsync(1));
    }

    private static int Bucket(int user) => OmoBroadcast.Storage.Redis.Keys.Bucket(House.User(user));
}
