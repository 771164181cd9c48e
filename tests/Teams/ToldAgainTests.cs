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
        await GoneAsync(redis, "*}journal");
        await ToldAsync(stub, redis, 0, "word 1", "word 2");
        await teams.Get<Database>().ExecuteAsync("delete from notice_cards where user_id = @user", default, ("user", missed.UserId));

        var before = stub.All.Count;
        Assert.Equal("OK", (string?)await redis.CommandAsync("FLUSHALL"));
        await ToldAsync(stub, redis, before, "word 2");
        Assert.DoesNotContain(stub.All.Skip(before), call => call.Body.Contains("word 1", StringComparison.Ordinal));
        // What comes next is told as ever.
        await teams.Customers.WriteAsync(told, "word 3");
        await ToldAsync(stub, redis, before, "word 3");
    }

    /// <summary>Each of these words stands on a card by now, and there is nobody to tell of anything.</summary>
    private static async Task ToldAsync(ConnectorStub stub, RedisServer redis, int before, params string[] words)
    {
        foreach (var word in words)
            await Until.SeenAsync(
                word,
                TimeSpan.FromSeconds(40),
                () => Task.FromResult(stub.All.Skip(before).Count(call => call.Body.Contains(word, StringComparison.Ordinal))),
                count => count > 0
            );
        await GoneAsync(redis, "*}unread");
    }

    private static Task GoneAsync(RedisServer redis, string keys) =>
        Until.SeenAsync(
            keys,
            TimeSpan.FromSeconds(40),
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
