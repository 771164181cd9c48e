using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Tests.Playing;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.Teams;

/// <summary>Redis loses everything while customers wait for an answer, and is put together again.</summary>
public sealed class ToldAgainTests
{
    [Fact]
    public async Task Whoever_was_told_is_not_told_again_and_whoever_was_not_is()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var stub = await ConnectorStub.StartAsync();
        await using var teams = await OpenAsync(stub, redis);
        await teams.SayAsync(Staff.Seller, "help");
        var (told, missed) = (await teams.Customers.TakenAsync(Staff.Seller), await teams.Customers.TakenAsync(Staff.Seller));
        await teams.Customers.WriteAsync(told, "word 1");
        await teams.Customers.WriteAsync(missed, "word 2");
        await stub.CallAsync(call => Tells(call, "word 1"));
        await stub.CallAsync(call => Tells(call, "word 2"));
        await GoneAsync(redis, "*}journal");
        await GoneAsync(redis, "*}unread");
        await teams.Get<Database>().ExecuteAsync("delete from notice_cards where user_id = @user", default, ("user", missed.UserId));

        Assert.Equal("OK", (string?)await redis.CommandAsync("FLUSHALL"));
        await Until.TrueAsync(() => Task.FromResult(stub.All.Count(call => Tells(call, "word 2")) == 2));
        await GoneAsync(redis, "*}unread");
        Assert.Equal(1, stub.All.Count(call => Tells(call, "word 1")));
        // What comes next is told as ever.
        await teams.Customers.WriteAsync(told, "word 3");
        await stub.CallAsync(call => call.Body.Contains("word 3", StringComparison.Ordinal));
    }

    private static bool Tells(ConnectorCall call, string words) =>
        call.Method == "POST" && call.Body.Contains(words, StringComparison.Ordinal);

    private static Task GoneAsync(RedisServer redis, string keys) =>
        Until.SeenAsync(
            keys,
            TimeSpan.FromSeconds(20),
            async () => ((string[]?)await redis.CommandAsync("KEYS", keys))!.Length,
            count => count == 0
        );

    private static async Task<TeamsFace> OpenAsync(ConnectorStub stub, RedisServer redis)
    {
        var house = await TestHouse.OpenAsync(
            new()
            {
                Environment = "Development",
                Redis = redis.ConnectionString,
                Settings = [.. TestAccounts.LineSettings(new Uri(stub.Address, "line")), ("Omo:Teams:AllowAnonymous", "true")],
            }
        );
        await house.Get<StaffDirectory>().ReplaceAsync([Staff.Seller], default);
        return new(house, stub);
    }
}
