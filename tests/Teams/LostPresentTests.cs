using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Tests.Broadcast;
using OmoBroadcast.Tests.Playing;
using OmoBroadcast.Tests.Servers;
using OmoBroadcast.Tests.Storage.Redis;
using Engines = OmoBroadcast.Tests.Broadcast.Engines;

namespace OmoBroadcast.Tests.Teams;

/// <summary>Redis loses what it holds after the button was pressed and before the launch: who was to be reached, nobody can say any more,
/// and that is said.</summary>
public sealed class LostPresentTests : IAsyncLifetime
{
    private const long Far = 9_000_000_000_000;

    private static readonly StaffMember Manager = new("44444444-4444-4444-8444-444444444444", "陳經理", Role.Manager, "信義店");
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private ConnectorStub stub = null!;
    private Engines engines = null!;
    private TeamsFace teams = null!;

    public async ValueTask InitializeAsync() => stub = await ConnectorStub.StartAsync();

    public async ValueTask DisposeAsync()
    {
        if (teams is not null)
            await teams.DisposeAsync();
        if (engines is not null)
            await engines.DisposeAsync();
        await stub.DisposeAsync();
    }

    [Theory]
    [InlineData(EnginePair.Embedded)]
    [InlineData(EnginePair.Servers)]
    public async Task Sent_and_lost_before_its_launch_it_waits_and_is_told_and_goes_on_to_whom_is_there_then(EnginePair pair)
    {
        await OpenAsync(pair);
        var preview = await PreviewAsync(3);
        // As if the node that launches it stood still.
        await SqlAsync($"update campaigns set launch_until = {Far}");
        await PressAsync(Staff.Seller, preview, Verbs.BroadcastSend);
        await LoseAsync();
        await SqlAsync("update campaigns set launch_until = 0");

        var paused = await PressAsync(Staff.Seller, await ToldAsync(), Verbs.RecordsOpen);
        Assert.Equal("paused", State(paused));
        Assert.Empty(Pushes);

        // Lost once more between the press and the launch, it is told once more.
        await SqlAsync($"update campaigns set launch_until = {Far}");
        await PressAsync(Staff.Seller, paused, Verbs.BroadcastResume);
        await LoseAsync();
        await SqlAsync("update campaigns set launch_until = 0");
        paused = await PressAsync(Staff.Seller, await ToldAsync(), Verbs.RecordsOpen);
        Assert.Equal("paused", State(paused));

        await teams.Customers.TakenAsync(Staff.Seller, 2);
        await PressAsync(Staff.Seller, paused, Verbs.BroadcastResume);
        await stub.CallAsync(call => call.Method == "PUT" && State(call.Card) == "done");
        Assert.Equal(2, Pushes.Count());
    }

    [Theory]
    [InlineData(EnginePair.Embedded)]
    [InlineData(EnginePair.Servers)]
    public async Task Scheduled_and_lost_before_its_time_it_waits_and_is_told_even_if_some_are_back(EnginePair pair)
    {
        await OpenAsync(pair);
        Assert.Equal("scheduled", State(await ScheduleAsync(await PreviewAsync(3))));
        await LoseAsync();
        await teams.Customers.TakenAsync(Staff.Seller, 1);
        await SqlAsync("update campaigns set due_at = 1 where state = 1");
        Assert.Equal("paused", State(await PressAsync(Staff.Seller, await ToldAsync(), Verbs.RecordsOpen)));
        Assert.Empty(Pushes);
    }

    [Theory]
    [InlineData(EnginePair.Embedded)]
    [InlineData(EnginePair.Servers)]
    public async Task Scheduled_and_nothing_lost_it_is_sent_to_whom_is_there_then(EnginePair pair)
    {
        await OpenAsync(pair);
        // While a slow disk is at it, a write may else wait two seconds for its turn behind the answer.
        if (engines.Redis is not null)
            await engines.Redis.CommandAsync("CONFIG", "SET", "appendfsync", "always");
        await ScheduleAsync(await PreviewAsync(1));
        await teams.Customers.TakenAsync(Staff.Seller, 1);
        if (engines.Redis is { } redis)
            await redis.RestartAsync();
        await SqlAsync("update campaigns set due_at = 1 where state = 1");
        await stub.CallAsync(call => call.Method == "PUT" && State(call.Card) == "done");
        Assert.Equal("2 accepted", await EndedAsync());
        Assert.Equal(2, Pushes.Count());
        Assert.Empty(await teams.Get<CampaignNotices>().TakeAsync(TimeProvider.System.GetUtcNow(), default));
    }

    [Theory]
    [InlineData(EnginePair.Embedded)]
    [InlineData(EnginePair.Servers)]
    public async Task Asked_for_and_lost_before_a_manager_signs_it_it_waits_and_is_told(EnginePair pair)
    {
        await OpenAsync(pair, ("Omo:ApproveAbove", "2"));
        Assert.Equal("awaiting", State(await PressAsync(Staff.Seller, await PreviewAsync(3), Verbs.BroadcastSend)));
        await LoseAsync();
        var review = (
            await stub.CallAsync(call =>
                call.Path.Contains(Manager.Id, StringComparison.Ordinal)
                && CardReader.Buttons(call.Card).Any(button => (string?)button["verb"] == Verbs.BroadcastReview)
            )
        ).Card!;
        await PressAsync(Manager, await PressAsync(Manager, review, Verbs.BroadcastReview), Verbs.BroadcastApprove);
        Assert.Equal("paused", State(await PressAsync(Staff.Seller, await ToldAsync(), Verbs.RecordsOpen)));
        Assert.Empty(Pushes);
    }

    private IEnumerable<ConnectorCall> Pushes =>
        stub.All.Where(call =>
            call.Path.EndsWith("/message/push", StringComparison.Ordinal)
            || call.Path.EndsWith("/message/multicast", StringComparison.Ordinal)
        );

    private async Task OpenAsync(EnginePair pair, params (string, string)[] settings)
    {
        engines = await Engines.OpenAsync(pair);
        teams = await TeamsFace.OpenAsync(
            stub,
            "Development",
            [
                ("Omo:Teams:AllowAnonymous", "true"),
                ("Omo:Redis", engines.Redis?.ConnectionString ?? ""),
                ("Omo:Database", engines.Database),
                .. settings,
            ]
        );
        await teams.Get<StaffDirectory>().ReplaceAsync([Staff.Seller, Staff.Other, Staff.Administrator, Manager], default);
        await teams.SayAsync(Manager, "help");
    }

    private async Task LoseAsync()
    {
        await using var redis = await StackExchange.Redis.ConnectionMultiplexer.ConnectAsync(
            $"{teams.Get<OmoBroadcast.Storage.Redis.RedisConnection>().Configuration},allowAdmin=true"
        );
        Assert.Equal("OK", (string?)await redis.GetDatabase().ExecuteAsync("FLUSHALL"));
    }

    /// <summary>How its recipients ended.</summary>
    private async Task<string> EndedAsync()
    {
        var campaign = Assert.Single(await teams.Get<Campaigns>().ListAsync(Staff.Seller.Id, null, 0, 10, default)).Id;
        var ended = await teams.Get<DeliveryReports>().DeliveriesAsync(campaign, DeliveryFilter.All, 0, 10, default);
        return ended.All(one => one.State == DeliveryState.Accepted) ? $"{ended.Count} accepted" : string.Join('\n', ended);
    }

    private Task SqlAsync(string sql) => teams.Get<Database>().ExecuteAsync(sql, default);

    private async Task<JsonObject> PreviewAsync(int count)
    {
        await teams.Customers.TakenAsync(Staff.Seller, count);
        var compose = await PressAsync(Staff.Seller, (await teams.SayAsync(Staff.Seller, "broadcast")).Card!, Verbs.BroadcastCompose);
        return await PressAsync(Staff.Seller, compose, Verbs.BroadcastCompose, ("text1", "嗨 {{customer_name}}"));
    }

    private Task<JsonObject> ScheduleAsync(JsonObject preview) =>
        PressAsync(
            Staff.Seller,
            preview,
            Verbs.BroadcastSchedule,
            ("date", TimeProvider.System.GetUtcNow().AddDays(2).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
            ("time", "10:00")
        );

    /// <summary>What the sender is told of the loss.</summary>
    private async Task<JsonObject> ToldAsync() =>
        (
            await stub.CallAsync(call =>
                call.Method == "POST"
                && call.Path.Contains(Staff.Seller.Id, StringComparison.Ordinal)
                && call.Card?.ToJsonString(Plain).Contains("customer data in Redis was lost", StringComparison.Ordinal) == true
            )
        ).Card!;

    private async Task<JsonObject> PressAsync(StaffMember who, JsonObject card, string verb, params (string, string)[] inputs)
    {
        var answer = await teams.PressAsync(who, card, verb, "the-card", inputs);
        Assert.True((string?)answer["type"] == "application/vnd.microsoft.card.adaptive", answer.ToJsonString(Plain));
        return answer["value"]!.AsObject();
    }

    private static string? State(JsonObject? card) => (string?)card?["metadata"]?["omo"]?["state"];
}
