using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Tests.Servers;
using OmoBroadcast.Tests.Storage.Redis;

namespace OmoBroadcast.Tests.Survival;

/// <summary>A shop outgrows the built-in engines while a broadcast is half sent.</summary>
[Collection(nameof(ThirdLane))]
public sealed class Moving
{
    private const int PerSecond = 120;
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_shop_with_half_a_broadcast_sent_moves_to_servers_and_goes_on()
    {
        await using var trial = await Trial.OpenAsync(EnginePair.Embedded, 300, PerSecond, keyless: 20);
        await using var redis = await RedisServer.StartAsync();
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        await trial.RunAsync(async () =>
        {
            await trial.LimitAsync(PerSecond);
            var card = await trial.House.Seller.BroadcastAsync(trial.ToEachByName);
            Assert.True(await trial.ReachedAsync(100, Soon));
            await trial.Node.TerminateAsync(Installation.Stop);
            Assert.True(await trial.ReachedAsync() < trial.Everybody);

            var move = trial.House.Move(redis, database);
            await KilledAsync(move, "What waits");
            await KilledAsync(move, "records: ");
            trial.Say(await EndedAsync(move));
            await NoLongerStartsAsync(trial.House.LaunchAsBefore(), "has moved to servers");

            await trial.RestartAsync();
            await Invariants.HoldAsync(trial, await trial.House.Seller.FinalAsync(card, Soon));
            await AssertTheirsAsync(trial, redis);
        });
    }

    [Fact]
    public async Task A_shop_with_half_a_broadcast_sent_comes_home_from_servers_and_goes_on()
    {
        await using var trial = await Trial.OpenAsync(EnginePair.Servers, 300, PerSecond, keyless: 20);
        await trial.RunAsync(async () =>
        {
            await trial.LimitAsync(PerSecond);
            var card = await trial.House.Seller.BroadcastAsync(trial.ToEachByName);
            Assert.True(await trial.ReachedAsync(100, Soon));
            await trial.Node.TerminateAsync(Installation.Stop);
            Assert.True(await trial.ReachedAsync() < trial.Everybody);

            var move = trial.House.MoveHome();
            await KilledAsync(move, "What waits");
            await KilledAsync(move, "records: ");
            await NoLongerStartsAsync(trial.House.LaunchAsBefore(), "has moved to ");
            trial.Say(await EndedAsync(move));
            await NoLongerStartsAsync(trial.House.LaunchAsBefore(), "has moved to ");

            await trial.RestartAsync();
            await Invariants.HoldAsync(trial, await trial.House.Seller.FinalAsync(card, Soon));
            Assert.False(File.Exists(Path.Combine(trial.House.Home, "moving.txt")));
        });
    }

    /// <summary>Breaks it off as soon as it says this.</summary>
    private static async Task KilledAsync(Func<Child> move, string at)
    {
        await using var moving = move();
        await Until.TrueAsync(() => Task.FromResult(moving.HasExited || moving.Output.Contains(at, StringComparison.Ordinal)));
        Assert.Contains(at, moving.Output, StringComparison.Ordinal);
        if (!moving.HasExited)
            await moving.KillAsync();
    }

    private static async Task<string> EndedAsync(Func<Child> move)
    {
        await using var moving = move();
        await moving.WaitForExitAsync(TimeSpan.FromMinutes(2));
        Assert.True(moving.ExitCode == 0, moving.Output);
        return moving.Output;
    }

    private static async Task NoLongerStartsAsync(ServiceProcess before, string why)
    {
        await using (before)
        {
            await before.WaitForExitAsync(Soon);
            Assert.Equal(1, before.ExitCode);
            Assert.Contains(why, before.Output, StringComparison.Ordinal);
        }
    }

    private static async Task AssertTheirsAsync(Trial trial, RedisServer redis)
    {
        await using var present = await Engines.ConnectAsync(redis.ConnectionString);
        var conversations = new Conversations(present, TimeProvider.System, SuppressionWords.Default);
        var account = new AccountKey(ChannelId.Line, trial.House.Account.Destination);
        foreach (var user in trial.Eligible)
            Assert.Equal(trial.House.Seller.StaffId, (await conversations.FindAsync(new(account, user)))?.Assignee, ignoreCase: true);
    }
}
