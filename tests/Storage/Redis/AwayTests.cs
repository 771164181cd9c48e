using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Settings;
using OmoBroadcast.Tests.Servers;
using StackExchange.Redis;

namespace OmoBroadcast.Tests.Storage.Redis;

/// <summary>Redis in all the ways it can be away: each is told quickly, and over by itself.</summary>
public sealed class AwayTests
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();
    private static readonly CustomerKey Customer = new(new(ChannelId.Line, "U0"), "U1");
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1.2);
    private int number;

    [Fact]
    public async Task Killed_and_started_again()
    {
        await using var server = await RedisServer.StartAsync();
        await using var redis = await Engines.ConnectAsync(server.ConnectionString);
        var conversations = On(redis);
        await ApplyAsync(conversations);

        await server.StopAsync();
        await AssertFailsSoonAsync(conversations);
        Assert.False(await redis.IsAwakeAsync(CancellationToken.None));
        await server.RestartAsync();

        await AssertBackAsync(redis, conversations);
        Assert.Equal(2, (await conversations.TranscriptAsync(Customer, 10)).Count);
    }

    [Fact]
    public async Task Away_when_we_start()
    {
        await using var server = await RedisServer.StartAsync();
        await server.StopAsync();
        var began = Stopwatch.GetTimestamp();
        await using var redis = await Engines.ConnectAsync(server.ConnectionString);
        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(3));
        var conversations = On(redis);
        await AssertFailsSoonAsync(conversations);

        await server.RestartAsync();
        await AssertBackAsync(redis, conversations);
    }

    [Fact]
    public async Task Before_it_is_started()
    {
        await using var redis = new RedisConnection(new StorageOptions { Redis = "127.0.0.1:1" }, NullLogger<RedisConnection>.Instance);
        await AssertFailsSoonAsync(On(redis));
        Assert.False(await redis.IsAwakeAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Holding_the_connection_and_answering_nothing()
    {
        await using var server = await RedisServer.StartAsync();
        await using var redis = await Engines.ConnectAsync(server.ConnectionString);
        var conversations = On(redis);
        await ApplyAsync(conversations);

        server.Freeze();
        await AssertFailsSoonAsync(conversations);
        // From the first on, all fail at once: nothing piles up.
        var began = Stopwatch.GetTimestamp();
        for (var attempt = 0; attempt < 10_000; attempt++)
            await Assert.ThrowsAsync<RedisConnectionException>(() => ApplyAsync(conversations));
        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(2));
        Assert.False(await redis.IsAwakeAsync(CancellationToken.None));

        server.Thaw();
        await AssertBackAsync(redis, conversations);
    }

    [Fact]
    public async Task Having_forgotten_all_scripts()
    {
        await using var server = await RedisServer.StartAsync();
        await using var redis = await Engines.ConnectAsync(server.ConnectionString);
        var conversations = On(redis);
        await ApplyAsync(conversations);
        await server.CommandAsync("SCRIPT", "FLUSH");

        var many = Enumerable.Range(0, 100).Select(at => Told.Message(Customer with { UserId = $"U{at}" }, $"many{at}", Now)).ToArray();
        Assert.All(await conversations.ApplyAsync(many, false, CancellationToken.None), applied => Assert.True(applied.Fresh));
        await server.CommandAsync("SCRIPT", "FLUSH");
        Assert.Equal(Transition.Done, await conversations.TakeAsync(Customer, "S", Now));
    }

    [Fact]
    public async Task Out_of_memory()
    {
        await using var server = await RedisServer.StartAsync();
        await using var redis = await Engines.ConnectAsync(server.ConnectionString);
        var conversations = On(redis);
        await ApplyAsync(conversations);

        await server.CommandAsync("CONFIG", "SET", "maxmemory", "1mb");
        await AssertFailsSoonAsync(() =>
            conversations.ApplyAsync([Told.Message(Customer, "kept out", Now)], false, CancellationToken.None)
        );
        await server.CommandAsync("CONFIG", "SET", "maxmemory", "0");
        // What was refused left no trace.
        Assert.True((await conversations.ApplyAsync([Told.Message(Customer, "kept out", Now)], false, CancellationToken.None))[0].Fresh);
    }

    [Fact]
    public async Task Read_only()
    {
        await using var server = await RedisServer.StartAsync();
        await using var redis = await Engines.ConnectAsync(server.ConnectionString);
        var conversations = On(redis);
        await ApplyAsync(conversations);

        await server.CommandAsync("REPLICAOF", "127.0.0.1", "1");
        await AssertFailsSoonAsync(conversations);
        await server.CommandAsync("REPLICAOF", "NO", "ONE");
        await AssertBackAsync(redis, conversations);
    }

    [Fact]
    public async Task Loading_its_data()
    {
        await using var server = await RedisServer.StartAsync(
            true,
            "--key-load-delay",
            "5000",
            "--loading-process-events-interval-bytes",
            "1024"
        );
        await using var redis = await Engines.ConnectAsync(server.ConnectionString);
        var conversations = On(redis);
        await conversations.ApplyAsync(
            [.. Enumerable.Range(0, 100).Select(at => Told.Message(Customer with { UserId = $"U{at}" }, $"many{at}", Now))],
            false,
            CancellationToken.None
        );
        await server.StopAsync();
        var restarting = server.RestartAsync();
        while (!restarting.IsCompleted)
            await AssertFailsSoonAsync(conversations, mayBeBack: () => server.IsReady);

        await AssertBackAsync(redis, conversations);
        Assert.Equal(
            100,
            await conversations.CountPendingAsync(Customer.Account, CancellationToken.None)
                + await conversations.CountMineAsync(Customer.Account, "S", CancellationToken.None)
        );
    }

    private static Conversations On(RedisConnection redis) => new(redis, TimeProvider.System, SuppressionWords.Default);

    private Task<IReadOnlyList<EventResult>> ApplyAsync(Conversations conversations) =>
        conversations.ApplyAsync([Told.Message(Customer, $"e{number++}", Now)], false, CancellationToken.None);

    private async Task AssertFailsSoonAsync(Conversations conversations, Func<bool>? mayBeBack = null)
    {
        await AssertFailsSoonAsync(() => ApplyAsync(conversations), mayBeBack);
        await AssertFailsSoonAsync(() => conversations.TakeAsync(Customer, "S", Now), mayBeBack);
    }

    private static async Task AssertFailsSoonAsync(Func<Task> command, Func<bool>? mayBeBack = null)
    {
        var began = Stopwatch.GetTimestamp();
        var failure = await Record.ExceptionAsync(command);
        if (failure is null && mayBeBack?.Invoke() == true)
            return;
        Assert.True(failure is RedisException or TimeoutException, failure?.ToString() ?? "It succeeded");
        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, Soon);
    }

    private static async Task AssertBackAsync(RedisConnection redis, Conversations conversations)
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                Assert.True(
                    (await conversations.ApplyAsync([Told.Message(Customer, "back" + began, Now)], false, CancellationToken.None))[0].Fresh
                );
                Assert.True(await redis.IsAwakeAsync(CancellationToken.None));
                return;
            }
            catch (Exception exception)
                when (exception is RedisException or TimeoutException && Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(5))
            {
                await Until.NextLookAsync();
            }
        }
    }
}
