using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Teams;
using OmoBroadcast.Tests.Playing;

namespace OmoBroadcast.Tests.Teams;

/// <summary>群發, from the typed command to the card that shows the end.</summary>
public sealed class BroadcastTests(TeamsFixture open) : IClassFixture<TeamsFixture>
{
    private TeamsFace Teams => open.Teams;

    [Fact]
    public async Task A_broadcast_goes_from_choosing_to_its_result_in_one_card()
    {
        var pushed = open.Pushes;
        var mine = await open.Customers.TakenAsync(Staff.Seller, 6);
        await Teams.Get<Conversations>().TagAsync(mine[0], ["VIP"], []);
        var choose = (await Teams.SayAsync(Staff.Seller, "broadcast")).Card!;
        var filtered = await PressAsync(choose, "broadcast.choose", ("tag", "VIP"), ("within", "24h"));
        Assert.Equal("1", CardReader.Large(filtered));
        var all = await PressAsync(filtered, "broadcast.choose");
        Assert.Equal("6", CardReader.Large(all));
        var preview = await WriteAsync(await PressAsync(all, "broadcast.compose"));
        var old = await PressAsync(choose, "broadcast.choose", ("tag", "VIP"));
        Assert.Contains("out of date", old.ToJsonString(), StringComparison.Ordinal);

        var presses = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => PressAsync(preview, "broadcast.send")));
        var campaign = (long)presses[0]["metadata"]!["omo"]!["campaign"]!;
        Assert.All(presses, press => Assert.Equal(campaign, (long)press["metadata"]!["omo"]!["campaign"]!));
        var end = await open.Stub.CallAsync(call => call.Method == "PUT" && State(call.Card) == "done");
        Assert.EndsWith("/activities/the-card", end.Path, StringComparison.Ordinal);
        var numbers = end.Card!["metadata"]!["omo"]!;
        Assert.Equal((6, 6, 0), ((int)numbers["chosen"]!, (int)numbers["accepted"]!, (int)numbers["waiting"]!));
        Assert.Equal(pushed + 6, open.Pushes);
        await NoneOpenAsync();
        await IsOnRecordAsync();
    }

    /// <summary>Wrongly, then well, then otherwise.</summary>
    private async Task<JsonObject> WriteAsync(JsonObject compose)
    {
        var wrong = await PressAsync(compose, "broadcast.compose", ("text1", "Hello {{nickname}}"), ("text2", "two"));
        Assert.Contains("There are braces", wrong.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("Hello {{nickname}}", wrong.ToJsonString(), StringComparison.Ordinal);
        var preview = await PressAsync(wrong, "broadcast.compose", ("text1", "Hello {{customer_name}}"), ("text2", "two"));
        Assert.Contains("Send now to 6", preview.ToJsonString(), StringComparison.Ordinal);
        var edit = await PressAsync(preview, "broadcast.compose");
        Assert.Contains("Hello {{customer_name}}", edit.ToJsonString(), StringComparison.Ordinal);
        return await PressAsync(edit, "broadcast.compose", ("text1", "Hi {{customer_name}}"));
    }

    /// <summary>With its recipients, for its sender alone.</summary>
    private async Task IsOnRecordAsync()
    {
        var records = (await Teams.SayAsync(Staff.Seller, "records")).Card!;
        var record = await PressAsync(records, "records.open");
        Assert.Equal("done", State(record));
        var recipients = await PressAsync(record, "records.recipients");
        Assert.Contains("1–6 of 6", recipients.ToJsonString(Plain), StringComparison.Ordinal);
        Assert.Contains(
            "No customers match",
            (await PressAsync(recipients, "records.recipients", ("state", "Refused"))).ToJsonString(),
            StringComparison.Ordinal
        );
        var others = await Teams.PressAsync(
            Staff.Other,
            CardReader.Buttons(records).First(button => (string?)button["verb"] == "records.open").DeepClone().AsObject(),
            "m1"
        );
        Assert.Contains("have access to it", others.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_time_is_checked_kept_and_can_be_cancelled()
    {
        await open.Customers.TakenAsync(Staff.Other, 2);
        var choose = (await Teams.SayAsync(Staff.Other, "群發")).Card!;
        var compose = await PressAsync(choose, "broadcast.compose", Staff.Other);
        var preview = await PressAsync(compose, "broadcast.compose", Staff.Other, ("text1", "嗨"));
        Assert.Contains(
            "Please enter a valid date",
            (await PressAsync(preview, "broadcast.schedule", Staff.Other)).ToJsonString(),
            StringComparison.Ordinal
        );
        var past = await PressAsync(preview, "broadcast.schedule", Staff.Other, ("date", "2020-01-01"), ("time", "10:00"));
        Assert.Contains("That time has already passed.", past.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("2020-01-01", past.ToJsonString(), StringComparison.Ordinal);
        var day = TimeProvider.System.GetUtcNow().AddDays(2).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        var scheduled = await PressAsync(past, "broadcast.schedule", Staff.Other, ("date", day), ("time", "10:00"));
        Assert.Equal("scheduled", State(scheduled));
        Assert.Contains($"{{{{DATE({day}T02:00:00Z, SHORT)}}}}", scheduled.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("out of date", (await PressAsync(preview, "broadcast.send", Staff.Other)).ToJsonString(), StringComparison.Ordinal);
        var asks = await PressAsync(scheduled, "broadcast.askCancel", Staff.Other);
        Assert.Equal(CardReader.Large(preview), CardReader.Large(asks));
        var cancelled = await PressAsync(asks, "broadcast.cancel", Staff.Other);
        Assert.Equal("cancelled", State(cancelled));
        Assert.Contains($"none of the {CardReader.Large(asks)}", cancelled.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("out of date", (await PressAsync(asks, "broadcast.cancel", Staff.Other)).ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("cancelled", State((await open.Stub.CallAsync(call => call.Method == "PUT" && State(call.Card) == "cancelled")).Card));
    }

    [Fact]
    public async Task Nobody_chosen_is_said_before_anything_is_written()
    {
        var choose = (await Teams.SayAsync(Staff.Seller, "broadcast")).Card!;
        var nobody = await PressAsync(choose, "broadcast.compose", ("name", "nobody is called this"));
        Assert.Contains("No customers would receive this", nobody.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_end_that_could_not_be_shown_is_shown_later()
    {
        var preview = await PreviewAsync();
        // A scheduled campaign, sent at once: whatever update comes first is refused.
        open.Stub.Next(500);
        Assert.NotNull(State(await PressAsync(preview, "broadcast.send", Staff.Other)));
        Assert.Equal("done", State((await open.Stub.CallAsync(call => call.Method == "PUT" && State(call.Card) == "done")).Card));
        await NoneOpenAsync();
    }

    [Fact]
    public async Task A_card_whose_conversation_is_gone_is_given_up()
    {
        var preview = await PreviewAsync();
        open.Stub.Next(403, """{"error":{"code":"BotNotInConversationRoster"}}""");
        await PressAsync(preview, "broadcast.send", Staff.Other);
        await NoneOpenAsync();
        var before = open.Stub.All.Count(call => call.Method == "PUT");
        // Given up, the card does not tell when the broadcast has ended.
        await Servers.Until.SeenAsync(
            "the broadcast to end",
            TimeSpan.FromSeconds(20),
            async () => State(await PressAsync((await Teams.SayAsync(Staff.Other, "records")).Card!, "records.open", Staff.Other)),
            state => state == "done"
        );
        Assert.Equal(before, open.Stub.All.Count(call => call.Method == "PUT"));
    }

    private async Task<JsonObject> PreviewAsync()
    {
        await open.Customers.TakenAsync(Staff.Other, 1);
        var compose = await PressAsync((await Teams.SayAsync(Staff.Other, "群發")).Card!, "broadcast.compose", Staff.Other);
        return await PressAsync(compose, "broadcast.compose", Staff.Other, ("text1", "嗨"));
    }

    private Task NoneOpenAsync() =>
        Servers.Until.SeenAsync(
            "no card to be open",
            TimeSpan.FromSeconds(20),
            async () => await Teams.Get<CampaignCards>().OpenAsync(TimeProvider.System.GetUtcNow(), default),
            cards => cards.Count == 0
        );

    private Task<JsonObject> PressAsync(JsonObject card, string verb, params (string, string)[] inputs) =>
        PressAsync(card, verb, Staff.Seller, inputs);

    private async Task<JsonObject> PressAsync(JsonObject card, string verb, StaffMember who, params (string, string)[] inputs)
    {
        var answer = await Teams.PressAsync(who, card, verb, "the-card", inputs);
        Assert.True((string?)answer["type"] == "application/vnd.microsoft.card.adaptive", answer.ToJsonString());
        return answer["value"]!.AsObject();
    }

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string? State(JsonObject? card) => (string?)card?["metadata"]?["omo"]?["state"];
}
