using System.Globalization;
using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Texts;
using OmoBroadcast.Tests.Playing;

namespace OmoBroadcast.Tests.Teams;

/// <summary>Pressed while the store's send window is shut. It is shut today and opens tomorrow, by the clock of the client's
/// zone.</summary>
public sealed class SendWindowTests : IAsyncLifetime
{
    private static readonly StaffMember Manager = new("44444444-4444-4444-8444-444444444444", "陳經理", Role.Manager, Staff.Seller.Store);

    private static readonly DateTime Today = TimeZoneInfo
        .ConvertTime(TimeProvider.System.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById("Asia/Taipei"))
        .Date;

    private ConnectorStub stub = null!;
    private TeamsFace teams = null!;

    private static string Tomorrow => Today.AddDays(1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Opening => $"{{{{DATE({Tomorrow}T01:00:00Z, SHORT)}}}} {{{{TIME({Tomorrow}T01:00:00Z)}}}}";

    public async ValueTask InitializeAsync()
    {
        stub = await ConnectorStub.StartAsync();
        teams = await TeamsFace.OpenAsync(
            stub,
            ("Omo:SendWindow:Hours", "Mon-Sun 09:00-21:30"),
            ("Omo:SendWindow:Zone", "Asia/Taipei"),
            ("Omo:SendWindow:Closed", Today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))
        );
        await teams.Get<StaffDirectory>().ReplaceAsync([Staff.Seller, Manager], default);
        await teams.Customers.TakenAsync(Staff.Seller, 2);
        await teams.Customers.TakenAsync(Manager, 1);
    }

    public async ValueTask DisposeAsync()
    {
        await teams.DisposeAsync();
        await stub.DisposeAsync();
    }

    [Fact]
    public async Task A_salespersons_broadcast_waits_for_the_opening_after_a_question()
    {
        var asks = await PressAsync(Staff.Seller, await PreviewAsync(Staff.Seller), Verbs.BroadcastSend);
        Assert.Equal(Phrases.English["SendQuestion_Title"], CardReader.Title(asks));
        Assert.Contains(Opening, asks.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Phrases.English["Button_SendAnyway"], asks.ToJsonString(), StringComparison.Ordinal);
        // Whoever presses what is not on their card is refused at the desk.
        var forged = await teams.PressAsync(Staff.Seller, Anyway(asks), Verbs.BroadcastAnyway, "the-card", ("reason", "now!"));
        Assert.True(((string?)forged["value"])?.Length > 0, forged.ToJsonString());
        Assert.Equal("draft", State(await PressAsync(Staff.Seller, asks, Verbs.BroadcastTimed)) ?? "draft");

        var scheduled = await PressAsync(Staff.Seller, asks, Verbs.BroadcastSchedule);
        Assert.Equal("scheduled", State(scheduled));
        Assert.Contains($"{{{{DATE({Tomorrow}T01:00:00Z, SHORT)}}}}", scheduled.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain(stub.All, call => call.Path is "/line/v2/bot/message/push" or "/line/v2/bot/message/multicast");
    }

    [Fact]
    public async Task A_time_within_it_is_not_asked_about_and_one_outside_is()
    {
        var preview = await PreviewAsync(Staff.Seller);
        var asks = await PressAsync(Staff.Seller, preview, Verbs.BroadcastSchedule, ("date", Tomorrow), ("time", "22:00"));
        Assert.Equal(Phrases.English["SendQuestion_Title"], CardReader.Title(asks));
        Assert.Contains($"{{{{DATE({Tomorrow}T14:00:00Z, SHORT)}}}}", asks.ToJsonString(), StringComparison.Ordinal);
        var back = await PressAsync(Staff.Seller, asks, Verbs.BroadcastTimed);
        Assert.Contains("\"value\":\"22:00\"", back.ToJsonString(), StringComparison.Ordinal);
        var scheduled = await PressAsync(Staff.Seller, back, Verbs.BroadcastSchedule, ("date", Tomorrow), ("time", "21:29"));
        Assert.Equal("scheduled", State(scheduled));
    }

    [Fact]
    public async Task A_manager_sends_it_anyway_with_a_reason_that_stays_with_it()
    {
        var preview = await PreviewAsync(Manager);
        Assert.Contains(Opening, preview.ToJsonString(), StringComparison.Ordinal);
        var asks = await PressAsync(Manager, preview, Verbs.BroadcastSend);
        asks = await PressAsync(Manager, asks, Verbs.BroadcastAnyway, ("reason", " "));
        Assert.Contains(Phrases.English["Invalid_window.why"], asks.ToJsonString(), StringComparison.Ordinal);
        asks = await PressAsync(Manager, asks, Verbs.BroadcastAnyway, ("reason", new string('x', 101)));
        Assert.Contains(Phrases.English.Say("Invalid_window.reason", 100), asks.ToJsonString(), StringComparison.Ordinal);

        await PressAsync(Manager, asks, Verbs.BroadcastAnyway, ("reason", "The sale begins *tonight*"));
        var done = (await stub.CallAsync(call => call.Method == "PUT" && State(call.Card) == "done")).Card!;
        Assert.Equal(1, (int)done["metadata"]!["omo"]!["accepted"]!);
        Assert.Contains("The sale begins", done.ToJsonString(), StringComparison.Ordinal);
    }

    // As the button of a manager's card would be.
    private static JsonObject Anyway(JsonObject asks)
    {
        var card = asks.DeepClone().AsObject();
        var button = CardReader.Buttons(card).First(one => (string?)one["verb"] == Verbs.BroadcastSchedule.Name);
        button["verb"] = Verbs.BroadcastAnyway.Name;
        return card;
    }

    private async Task<JsonObject> PreviewAsync(StaffMember who)
    {
        var compose = await PressAsync(who, (await teams.SayAsync(who, "broadcast")).Card!, Verbs.BroadcastCompose);
        return await PressAsync(who, compose, Verbs.BroadcastCompose, ("text1", "新品到店"));
    }

    private async Task<JsonObject> PressAsync(StaffMember who, JsonObject card, string verb, params (string, string)[] inputs)
    {
        var answer = await teams.PressAsync(who, card, verb, "the-card", inputs);
        Assert.True((string?)answer["type"] == "application/vnd.microsoft.card.adaptive", answer.ToJsonString());
        return answer["value"]!.AsObject();
    }

    private static string? State(JsonObject? card) => (string?)card?["metadata"]?["omo"]?["state"];
}
