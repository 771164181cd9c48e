using System.Globalization;
using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Texts;
using OmoBroadcast.Tests.Playing;

namespace OmoBroadcast.Tests.Teams;

/// <summary>Send now with a time filled in, and texts that a name makes too long.</summary>
public sealed class SendTimeTests(TeamsFixture open) : IClassFixture<TeamsFixture>
{
    // LINE takes 5,000; the variable has 17, and a name up to 20.
    private const int BeforeName = 4_983;

    private static readonly StaffMember Manager = new("44444444-4444-4444-8444-444444444444", "陳經理", Role.Manager, "信義店");

    private static string Day => TimeProvider.System.GetUtcNow().AddDays(2).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private TeamsFace Teams => open.Teams;

    [Fact]
    public async Task With_a_time_filled_in_send_now_asks_and_nothing_is_sent_before_the_answer()
    {
        await open.Customers.TakenAsync(Staff.Seller, 2);
        var before = open.Pushes;
        var preview = await PreviewAsync(Teams, Staff.Seller);
        var asks = await PressAsync(Teams, Staff.Seller, preview, Verbs.BroadcastSend, ("date", Day), ("time", "10:00"));
        Assert.Equal(Phrases.English["SendQuestion_Title"], CardReader.Title(asks));
        Assert.Contains($"{{{{DATE({Day}T02:00:00Z, SHORT)}}}}", asks.ToJsonString(), StringComparison.Ordinal);

        // Back, with what was typed; the button works again.
        var back = await PressAsync(Teams, Staff.Seller, asks, Verbs.BroadcastTimed);
        Assert.Contains($"\"value\":\"{Day}\"", back.ToJsonString(), StringComparison.Ordinal);
        asks = await PressAsync(Teams, Staff.Seller, back, Verbs.BroadcastSend, ("date", Day), ("time", "10:00"));
        var scheduled = await PressAsync(Teams, Staff.Seller, asks, Verbs.BroadcastSchedule);
        Assert.Equal("scheduled", State(scheduled));
        Assert.Contains($"{{{{DATE({Day}T02:00:00Z, SHORT)}}}}", scheduled.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(before, open.Pushes);

        preview = await PreviewAsync(Teams, Staff.Seller);
        asks = await PressAsync(Teams, Staff.Seller, preview, Verbs.BroadcastSend, ("date", Day), ("time", "10:00"));
        await PressAsync(Teams, Staff.Seller, asks, Verbs.BroadcastSend);
        await open.Stub.CallAsync(call => call.Method == "PUT" && State(call.Card) == "done");
        Assert.Equal(before + 2, open.Pushes);
    }

    [Theory]
    [InlineData("date", "2030-01-01")]
    [InlineData("time", "10:00")]
    public async Task A_time_half_filled_in_is_an_error_at_the_field(string field, string value)
    {
        await open.Customers.TakenAsync(Staff.Other, 1);
        var before = open.Pushes;
        var preview = await PreviewAsync(Teams, Staff.Other);
        var wrong = await PressAsync(Teams, Staff.Other, preview, Verbs.BroadcastSend, (field, value));
        Assert.Contains(Phrases.English["Invalid_schedule.when"], wrong.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains($"\"value\":\"{value}\"", wrong.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(before, open.Pushes);
    }

    [Fact]
    public async Task Submitting_for_approval_with_a_time_filled_in_asks_too()
    {
        await using var stub = await ConnectorStub.StartAsync();
        await using var teams = await TeamsFace.OpenAsync(stub, ("Omo:ApproveAbove", "1"));
        await teams.Get<StaffDirectory>().ReplaceAsync([Staff.Seller, Manager], default);
        for (var i = 1; i <= 2; i++)
            await teams.Customers.TakenAsync(new(TestAccounts.Line, $"U{i:x32}"), Staff.Seller);
        var preview = await PreviewAsync(teams, Staff.Seller);
        var asks = await PressAsync(teams, Staff.Seller, preview, Verbs.BroadcastSend, ("date", Day), ("time", "10:00"));
        Assert.Equal(Phrases.English["SendQuestion_Title"], CardReader.Title(asks));
        var awaiting = await PressAsync(teams, Staff.Seller, asks, Verbs.BroadcastSend);
        Assert.Equal("awaiting", State(awaiting));
        Assert.DoesNotContain($"DATE({Day}", awaiting.ToJsonString(), StringComparison.Ordinal);

        // Sent when it is approved, and that is shown.
        var data = CardReader.Buttons(awaiting).First(button => (string?)button["verb"] == Verbs.BroadcastWithdraw)["data"]!;
        var approve = Card.Button(Verbs.BroadcastApprove, "x", data.DeepClone().AsObject());
        var approved = (await teams.PressAsync(Manager, approve, "m1"))["value"]!.AsObject();
        Assert.Matches("Approved by [^\"]*, \\{\\{DATE\\(", approved.ToJsonString());
    }

    [Fact]
    public async Task Whom_a_long_name_makes_the_text_too_long_for_is_not_promised()
    {
        await using var stub = await ConnectorStub.StartAsync();
        await using var teams = await TeamsFace.OpenAsync(stub);
        string[] names = ["Ann", "王小明", new('a', 17), new('b', 18), new('c', 20)];
        foreach (var (i, name) in names.Index())
        {
            CustomerKey customer = new(TestAccounts.Line, $"U{i:x32}");
            await teams.Customers.TakenAsync(customer, Staff.Seller);
            await teams.Get<Conversations>().SetProfileAsync(customer, new(name, null));
        }

        var preview = await PreviewAsync(teams, Staff.Seller, new string('x', BeforeName) + "{{customer_name}}");
        Assert.Equal("3", CardReader.Large(preview));
        Assert.Contains("support this content", preview.ToJsonString(), StringComparison.Ordinal);
        await PressAsync(teams, Staff.Seller, preview, Verbs.BroadcastSend);
        var end = (await stub.CallAsync(call => call.Method == "PUT" && State(call.Card) == "done")).Card!["metadata"]!["omo"]!;
        Assert.Equal((5, 3, 2), ((int)end["chosen"]!, (int)end["accepted"]!, (int)end["skipped"]!));
    }

    private static async Task<JsonObject> PreviewAsync(TeamsFace teams, StaffMember who, string text = "嗨 {{customer_name}}")
    {
        var compose = await PressAsync(teams, who, (await teams.SayAsync(who, "broadcast")).Card!, Verbs.BroadcastCompose);
        return await PressAsync(teams, who, compose, Verbs.BroadcastCompose, ("text1", text));
    }

    private static async Task<JsonObject> PressAsync(
        TeamsFace teams,
        StaffMember who,
        JsonObject card,
        string verb,
        params (string, string)[] inputs
    )
    {
        var answer = await teams.PressAsync(who, card, verb, "the-card", inputs);
        Assert.True((string?)answer["type"] == "application/vnd.microsoft.card.adaptive", answer.ToJsonString());
        return answer["value"]!.AsObject();
    }

    private static string? State(JsonObject? card) => (string?)card?["metadata"]?["omo"]?["state"];
}
