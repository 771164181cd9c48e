using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OmoBroadcast.Adapters;
using OmoBroadcast.Broadcast;
using OmoBroadcast.Desks;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Storage;
using OmoBroadcast.Storage.Media;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Teams;
using OmoBroadcast.Tests.Broadcast;
using OmoBroadcast.Tests.Playing;
using OmoBroadcast.Tests.Servers;
using OmoBroadcast.Tests.Storage.Media;
using OmoBroadcast.Tests.Storage.Sql;
using OmoBroadcast.Webhooks;
using OmoBroadcast.Webhooks.Commands;

namespace OmoBroadcast.Tests.Webhooks;

/// <summary>From the built-in engines to servers, by the command line.</summary>
public sealed partial class MoveCommandTests : IAsyncLifetime
{
    private readonly TempFolder folder = new();
    private RedisServer redis = null!;
    private string database = null!;

    private string Left => Path.Combine(folder.Path, "left");

    public async ValueTask InitializeAsync()
    {
        redis = await RedisServer.StartAsync();
        database = await MigratedDatabase.OnPostgresAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await redis.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Everything_is_there_afterwards_and_only_there()
    {
        long campaign;
        string picture;
        await using (var before = await OpenAsync(("Omo:DataDir", Left)))
            (campaign, picture) = await WorkAsync(before);

        var said = await MoveAsync();
        Assert.Contains($"customers of {Line}: 2", said, StringComparison.Ordinal);
        Assert.Contains("media files: 2 copied, 0 in neither place", said, StringComparison.Ordinal);
        Assert.Contains(
            "has moved",
            (await Assert.ThrowsAsync<InvalidOperationException>(() => OpenAsync(("Omo:DataDir", Left)))).Message,
            StringComparison.Ordinal
        );

        await using var after = await OpenAsync([.. Servers]);
        await SeenAsync(after, campaign, picture);
        await GoesOnAsync(after, campaign);
    }

    [Fact]
    public async Task Run_again_it_changes_nothing_and_goes_nowhere_else()
    {
        await using (var before = await OpenAsync(("Omo:DataDir", Left)))
            await WorkAsync(before);
        await MoveAsync();
        Assert.Contains("The ledger is there already.", await MoveAsync(), StringComparison.Ordinal);
        var moved = database;
        database = await MigratedDatabase.OnPostgresAsync();
        Assert.Contains("was moved to ", (await Assert.ThrowsAsync<InvalidDataException>(MoveAsync)).Message, StringComparison.Ordinal);
        database = moved;
        await using (var after = await OpenAsync([.. Servers]))
            await after.Get<Holds>().HoldAsync(Line, HoldReason.Quota, TimeProvider.System.GetUtcNow().AddHours(1), "", default);
        Assert.Contains("not empty: ", (await Assert.ThrowsAsync<InvalidDataException>(MoveAsync)).Message, StringComparison.Ordinal);
    }

    [Theory, InlineData("新品到店"), InlineData("{{customer_name}}，新品到店")]
    public async Task Whose_conversation_was_closed_since_the_launch_gets_nothing_after_it(string words)
    {
        CustomerKey[] customers = [Sold.Customer(Line, 1), Sold.Customer(Line, 2), Sold.Customer(Line, 3)];
        long campaign;
        await using (var before = await OpenAsync(("Omo:DataDir", Left)))
        {
            var now = TimeProvider.System.GetUtcNow();
            await before.Get<StaffDirectory>().ReplaceAsync([Sold.Seller], default);
            await before.TakenAsync(customers, now.AddHours(-1));
            await before.Get<Holds>().HoldAsync(Line, HoldReason.Quota, now.AddHours(1), "", default);
            campaign = await before.ScheduleAsync(Audience.All, new Content([new OutboundMessage.Text(words)]));
            await before.LaunchedAsync(campaign);
            await before.Get<Conversations>().CloseAsync(customers[1], Sold.Seller.Id, now);
        }

        await MoveAsync();
        await using var after = await OpenAsync([.. Servers]);
        await after.LetGoAsync(Line);
        await after.EndedAsync(campaign);
        var deliveries = await after.DeliveriesAsync(campaign);
        Assert.Equal([customers[1].UserId], deliveries.Where(one => one.State == DeliveryState.Skipped).Select(one => one.Customer.UserId));
        Assert.Equal(2, deliveries.Count(one => one.State == DeliveryState.Accepted));
    }

    [Fact]
    public async Task A_redis_that_holds_customers_is_refused_before_anything_is_moved()
    {
        await using (
            var other = await OpenAsync(("Omo:DataDir", Path.Combine(folder.Path, "other")), ("Omo:Redis", redis.ConnectionString))
        )
            await other.TakenAsync([Sold.Customer(Line, 9)], TimeProvider.System.GetUtcNow());
        await using (var before = await OpenAsync(("Omo:DataDir", Left)))
            await WorkAsync(before);
        Assert.Contains(
            $"it holds 1 customers of {Line}",
            (await Assert.ThrowsAsync<InvalidDataException>(MoveAsync)).Message,
            StringComparison.Ordinal
        );
        await using var still = await OpenAsync(("Omo:DataDir", Left));
        Assert.NotNull(await still.Get<Conversations>().FindAsync(Sold.Customer(Line, 1)));
    }

    [Fact]
    public async Task What_is_missing_is_said()
    {
        Assert.Throws<InvalidDataException>(() => MoveCommand.Of(["move", "--from"]));
        Assert.Throws<InvalidDataException>(() => MoveCommand.Of(["move", "--redis", "x"]));
        Assert.Throws<InvalidDataException>(() => MoveCommand.Of(["move", "--from", "x", "--to", "y"]));
        Assert.Null(MoveCommand.Of(["--move"]));
        var empty = MoveCommand.Of(["move", "--from", folder.Path])!;
        await Assert.ThrowsAsync<InvalidDataException>(() => empty.RunAsync(Build, TextWriter.Null));
        Assert.False(Directory.Exists(Path.Combine(folder.Path, "present")));
        await (await OpenAsync(("Omo:DataDir", Left))).DisposeAsync();
        Assert.Contains(
            "--redis and --database",
            (
                await Assert.ThrowsAsync<InvalidDataException>(() =>
                    MoveCommand.Of(["move", "--from", Left])!.RunAsync(Build, TextWriter.Null)
                )
            ).Message,
            StringComparison.Ordinal
        );
    }

    private static AccountKey Line => TestAccounts.Line;

    private IReadOnlyList<(string, string)> Servers =>
        [("Omo:DataDir", Path.Combine(folder.Path, "servers")), ("Omo:Redis", redis.ConnectionString), ("Omo:Database", database)];

    private static async Task<TestHouse> OpenAsync(params IReadOnlyList<(string, string)> settings)
    {
        var channel = new ScriptedChannel(Line.Channel, RealLimits.Of(Line.Channel));
        var house = await TestHouse.OpenAsync(HouseSetup.Sending((channel, new Account(Line, "store"))) with { Settings = settings });
        await Until.TrueAsync(() => house.Get<Database>().IsAwakeAsync(default));
        await Until.TrueAsync(() => house.Get<RedisConnection>().IsAwakeAsync(default));
        return house;
    }

    /// <summary>Two customers, of whom one is bound and one wants no more, and a broadcast for next week with a picture.</summary>
    private static async Task<(long Campaign, string Picture)> WorkAsync(TestHouse house)
    {
        var (one, two, now) = (Sold.Customer(Line, 1), Sold.Customer(Line, 2), TimeProvider.System.GetUtcNow());
        await house.Get<StaffDirectory>().ReplaceAsync([Sold.Seller], default);
        await house.TakenAsync([one, two], now.AddHours(-1));
        await house.Get<Conversations>().TagAsync(one, ["VIP"], []);
        await house.Get<Bindings>().BindAsync(one, Sold.Seller, now, replace: false, default);
        await house.Get<Suppressions>().ApplyAsync([new SuppressionChange(two, SuppressionKind.Unsubscribed, true, now, "s1")], default);
        var kept = Assert.IsType<MediaResult.Ok>(
            await house.Get<MediaShelf>().KeepAsync(new MemoryStream(Samples.Png(40, 30)), "新品.png", default)
        );
        var content = new Content([new OutboundMessage.Text("新品到店 👋"), Media(kept.Item)]);
        return (await house.ScheduleAsync(Audience.All, content, TimeSpan.FromDays(7)), kept.Item.Id);
    }

    private static OutboundMessage.Media Media(MediaItem kept) =>
        new(kept.Kind, kept.Id, kept.FileName, kept.ContentType, kept.Size, kept.PreviewId);

    private static async Task SeenAsync(TestHouse house, long campaign, string picture)
    {
        var one = (await house.Get<Conversations>().FindAsync(Sold.Customer(Line, 1)))!;
        Assert.Equal(Sold.Seller.Id, one.Assignee);
        Assert.Equal(["VIP"], one.Tags);
        Assert.Equal(Sold.Seller.Id, (await house.Get<Bindings>().FindAsync(Sold.Customer(Line, 1), default))?.Staff);
        Assert.Single(await house.Get<Suppressions>().FindAsync([Sold.Customer(Line, 2)], default));
        var found = (await house.Get<Campaigns>().FindAsync(campaign, default))!;
        Assert.Equal((CampaignState.Scheduled, 2), (found.State, found.Content!.Messages.Count));
        await using var bytes = await house.Get<MediaShelf>().OpenAsync(picture, default);
        Assert.Equal(Samples.Png(40, 30).Length, bytes!.Length);
    }

    /// <summary>What is numbered goes on behind what there was.</summary>
    private static async Task GoesOnAsync(TestHouse house, long campaign)
    {
        var next = await house.ScheduleAsync(Audience.All);
        Assert.True(next > campaign);
        await Until.SeenAsync(
            "the end",
            TimeSpan.FromSeconds(20),
            () => house.Deliveries.TallyAsync(next, default),
            tally => tally is { Accepted: 1, Skipped: 1 }
        );
    }

    private async Task<string> MoveAsync()
    {
        var output = new StringWriter();
        await MoveCommand.Of(["move", "--from", Left, "--redis", redis.ConnectionString, "--database", database])!.RunAsync(Build, output);
        return output.ToString();
    }

    private WebApplication Build(IReadOnlyDictionary<string, string?> settings, FolderPermit permit)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = folder.Path });
        builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?>
            {
                ["Omo:DataDir"] = Path.Combine(folder.Path, "servers"),
                ["Omo:Accounts:0:Channel"] = "line",
                ["Omo:Accounts:0:Id"] = Line.Id,
                ["Omo:Accounts:0:Secrets:0"] = TestAccounts.LineSecret,
                ["Omo:Accounts:0:AccessToken"] = TestAccounts.LineToken,
            }
        );
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Services.AddSingleton(permit);
        builder.AddHouse().AddStore().AddAdapters().AddBroadcast().AddDesks().AddTeams().AddReception();
        builder.Logging.ClearProviders();
        return builder.Build();
    }
}
