using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Tests.Playing;
using OmoBroadcast.Tests.Storage.Redis;

namespace OmoBroadcast.Tests.Teams;

/// <summary>A broadcast that needs a manager's word, and a manager's own to the whole store.</summary>
public sealed partial class ApprovalTests : IAsyncLifetime
{
    private static readonly StaffMember Manager = new("44444444-4444-4444-8444-444444444444", "陳經理", Role.Manager, "信義店");
    private static readonly StaffMember Second = new("55555555-5555-4555-8555-555555555555", "吳經理", Role.Manager, "信義店");
    private static readonly StaffMember Far = new("66666666-6666-4666-8666-666666666666", "台中經理", Role.Manager, "台中店");
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private ConnectorStub stub = null!;
    private TeamsFace teams = null!;

    public async ValueTask InitializeAsync()
    {
        stub = await ConnectorStub.StartAsync();
        teams = await TeamsFace.OpenAsync(stub, ("Omo:ApproveAbove", "2"));
        await teams.Get<StaffDirectory>().ReplaceAsync([Staff.Seller, Staff.Other, Staff.Administrator, Manager, Second, Far], default);
        foreach (var manager in (StaffMember[])[Manager, Second, Far])
            await teams.SayAsync(manager, "help");
    }

    public async ValueTask DisposeAsync()
    {
        await teams.DisposeAsync();
        await stub.DisposeAsync();
    }

    [Fact]
    public async Task Above_the_number_it_waits_for_a_manager_of_the_store_who_did_not_write_it_and_is_sent_once()
    {
        var asked = await AskAsync(Staff.Seller, 3);
        Assert.Equal("awaiting", State(asked));
        var told = await ToldAsync(Manager, Verbs.BroadcastReview);
        Assert.Contains("王店員 asks you to approve a broadcast. Expected recipients: 3", Text(told), StringComparison.Ordinal);
        Assert.NotNull(await ToldAsync(Second, Verbs.BroadcastReview));
        await NobodyElseHasASayAsync(asked);

        Assert.Equal("awaiting", State(await PressAsync(Staff.Seller, asked, Verbs.RecordsPage, Verbs.RecordsOpen)));
        var review = await PressAsync(Manager, told, Verbs.BroadcastReview);
        Assert.Contains("Approve (3)", Text(review), StringComparison.Ordinal);
        Assert.Contains("我是王店員", Text(review), StringComparison.Ordinal);

        var both = await Task.WhenAll(
            teams.PressAsync(Manager, review, Verbs.BroadcastApprove, "m1"),
            teams.PressAsync(Second, review, Verbs.BroadcastApprove, "m2")
        );
        Assert.All(both, answer => Assert.Equal("application/vnd.microsoft.card.adaptive", (string?)answer["type"]));
        await SentOnceAsync();
        var again = await teams.PressAsync(Manager, review, Verbs.BroadcastApprove, "m1");
        Assert.Contains("out of date", again.ToJsonString(Plain), StringComparison.Ordinal);
        Assert.Equal(3, Pushes.Count());
    }

    /// <summary>Whoever has no say learns nothing and moves nothing: its author, a colleague, a manager elsewhere, an
    /// administrator.</summary>
    private async Task NobodyElseHasASayAsync(JsonObject asked)
    {
        foreach (var nobody in (StaffMember[])[Staff.Seller, Staff.Other, Far, Staff.Administrator])
        {
            foreach (var verb in (string[])[Verbs.BroadcastReview, Verbs.BroadcastApprove, Verbs.BroadcastReturn])
            {
                var answer = (await teams.PressAsync(nobody, Button(verb, asked), "m1")).ToJsonString(Plain);
                Assert.DoesNotContain("王小", answer, StringComparison.Ordinal);
                var refusal = nobody == Staff.Administrator ? "Only sales managers" : "have access to it";
                Assert.Contains(refusal, answer, StringComparison.Ordinal);
            }
        }
    }

    /// <summary>To three, in their seller's name; the sender was told and the audit log says it, both once.</summary>
    private async Task SentOnceAsync()
    {
        Assert.Equal("done", State((await stub.CallAsync(call => call.Method == "PUT" && State(call.Card) == "done")).Card));
        Assert.Equal(3, Pushes.Count());
        Assert.All(Pushes, push => Assert.Contains("我是王店員，信義店", push, StringComparison.Ordinal));
        await Servers.Until.SeenAsync(
            "its sender to be told",
            TimeSpan.FromSeconds(30),
            () =>
                Task.FromResult(
                    stub.All.Count(call =>
                        call.Path.Contains(Staff.Seller.Id, StringComparison.Ordinal)
                        && call.Body.Contains("approved your broadcast", StringComparison.Ordinal)
                    )
                ),
            told => told == 1
        );
        var lines = await teams
            .Get<AuditLog>()
            .PageAsync(new(DateTimeOffset.UnixEpoch) { Act = Verbs.BroadcastApprove }, null, 100, default);
        Assert.Single(lines, line => line.Outcome == AuditOutcome.Done);
    }

    [Fact]
    public async Task Sent_back_it_is_a_draft_again_with_the_managers_words_and_taken_back_it_cannot_be_approved()
    {
        await AskAsync(Staff.Seller, 3);
        var told = await ToldAsync(Manager, Verbs.BroadcastReview);
        var review = await PressAsync(Manager, told, Verbs.BroadcastReview);
        var tooLong = await PressAsync(Manager, review, Verbs.BroadcastReturn, ("words", new string('長', 201)));
        Assert.Contains("Up to 200 characters", Text(tooLong), StringComparison.Ordinal);
        Assert.Contains(new string('長', 201), Text(tooLong), StringComparison.Ordinal);
        Assert.True(Leads(await PressAsync(Manager, tooLong, Verbs.BroadcastReturn, ("words", "請補上 *時間*")), Verbs.TeamOpen));

        var back = await ToldAsync(Staff.Seller, Verbs.BroadcastPreview);
        var draft = await PressAsync(Staff.Seller, back, Verbs.BroadcastPreview);
        Assert.Contains("Sent back. 陳經理: 請補上", Text(draft), StringComparison.Ordinal);
        var edit = await PressAsync(Staff.Seller, draft, Verbs.BroadcastCompose);
        Assert.Contains("{{staff_name}}", Text(edit), StringComparison.Ordinal);
        var changed = await PressAsync(Staff.Seller, edit, Verbs.BroadcastCompose, ("text1", "週六兩點見"));
        var asked = await PressAsync(Staff.Seller, changed, Verbs.BroadcastSend);
        Assert.Equal("awaiting", State(asked));

        // The former review is of what is no more.
        Assert.Contains("out of date", Text(await PressAsync(Manager, review, Verbs.BroadcastApprove)), StringComparison.Ordinal);
        var second = await PressAsync(Manager, await ToldAsync(Manager, Verbs.BroadcastReview), Verbs.BroadcastReview);
        var mine = await PressAsync(Staff.Seller, asked, Verbs.BroadcastWithdraw);
        Assert.Contains("Submit for approval (3)", Text(mine), StringComparison.Ordinal);
        var late = await teams.PressAsync(Manager, second, Verbs.BroadcastApprove, "m1");
        Assert.Contains("have access to it", late.ToJsonString(Plain), StringComparison.Ordinal);
        Assert.Empty(Pushes);
    }

    [Fact]
    public async Task What_is_approved_is_what_was_asked_for_and_not_what_stands_there_since()
    {
        await AskAsync(Staff.Seller, 3);
        var review = await PressAsync(Manager, await ToldAsync(Manager, Verbs.BroadcastReview), Verbs.BroadcastReview);
        await teams.Get<Database>().ExecuteAsync("update campaigns set content = replace(content, '嗨', '哼') where state = 7", default);
        await PressAsync(Manager, review, Verbs.BroadcastApprove);
        Assert.Equal(
            "awaiting",
            State(await PressAsync(Staff.Seller, (await teams.SayAsync(Staff.Seller, "records")).Card!, Verbs.RecordsOpen))
        );
        Assert.Empty(Pushes);
    }

    [Fact]
    public async Task Where_there_is_no_other_manager_that_is_said_at_the_button_and_up_to_the_number_nobody_is_asked()
    {
        await teams.Get<StaffDirectory>().ReplaceAsync([Staff.Seller, Staff.Other, Manager, Far], default);
        var preview = await PreviewAsync(Manager, 3);
        Assert.Contains(
            "your store has no other. Please choose fewer.",
            Text(await PressAsync(Manager, preview, Verbs.BroadcastSend)),
            StringComparison.Ordinal
        );
        var few = await PreviewAsync(Staff.Other, 2);
        Assert.Contains("Send now to 2", Text(few), StringComparison.Ordinal);
        await PressAsync(Staff.Other, few, Verbs.BroadcastSend);
        await stub.CallAsync(call => call.Method == "PUT" && State(call.Card) == "done");
        Assert.Equal(2, Pushes.Count());
    }

    [Fact]
    public async Task What_has_grown_beyond_the_number_when_its_time_comes_is_asked_for_then()
    {
        var preview = await PreviewAsync(Staff.Seller, 1);
        var day = TimeProvider.System.GetUtcNow().AddDays(2).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        var scheduled = await PressAsync(Staff.Seller, preview, Verbs.BroadcastSchedule, ("date", day), ("time", "10:00"));
        Assert.Equal("scheduled", State(scheduled));
        await teams.Customers.TakenAsync(Staff.Seller, 2);
        await teams.Get<Database>().ExecuteAsync("update campaigns set due_at = 1 where state = 1", default);
        var told = await ToldAsync(Manager, Verbs.BroadcastReview);
        Assert.Contains("Expected recipients: 3", Text(told), StringComparison.Ordinal);
        Assert.Empty(Pushes);
        await PressAsync(Manager, await PressAsync(Manager, told, Verbs.BroadcastReview), Verbs.BroadcastApprove);
        await stub.CallAsync(call => call.Method == "PUT" && State(call.Card) == "done");
        Assert.Equal(3, Pushes.Count());
    }

    [Fact]
    public async Task Taken_back_the_card_stays_the_preview_whatever_is_drawn_meanwhile()
    {
        var asked = await AskAsync(Staff.Seller, 3);
        // The worker has seen it awaiting.
        await stub.CallAsync(call => call.Method == "PUT" && State(call.Card) == "awaiting");
        await PressAsync(Staff.Seller, asked, Verbs.BroadcastWithdraw);
        // Two others are followed to their ends: after that it has been looked at more than once.
        for (var other = 0; other < 2; other++)
        {
            await PressAsync(Staff.Other, await PreviewAsync(Staff.Other, 1), Verbs.BroadcastSend);
            await stub.CallAsync(call => call.Method == "PUT" && State(call.Card) == "done");
        }

        Assert.DoesNotContain(stub.All, call => call.Method == "PUT" && State(call.Card) == "draft");
    }

    [Fact]
    public async Task A_manager_reaches_the_customers_of_the_whole_store_each_in_the_name_of_who_serves_them()
    {
        foreach (var who in (StaffMember[])[Staff.Seller, Staff.Other, Manager, Far])
            await teams.Customers.TakenAsync(who);
        var choose = (await teams.SayAsync(Manager, "broadcast")).Card!;
        Assert.Equal("1", CardReader.Large(choose));
        var store = await PressAsync(Manager, choose, Verbs.BroadcastChoose, ("whose", "store"));
        Assert.Equal("3", CardReader.Large(store));
        Assert.Contains("matching, of everyone at 信義店", Text(store), StringComparison.Ordinal);
        var picking = await PressAsync(Manager, store, Verbs.BroadcastPick, ("whose", "store"));
        Assert.Contains("1–3 of 3", Text(picking), StringComparison.Ordinal);
        await ASalespersonHasNoStoreToChooseAsync();

        var compose = await PressAsync(Manager, store, Verbs.BroadcastCompose, ("whose", "store"));
        var preview = await PressAsync(Manager, compose, Verbs.BroadcastCompose, ("text1", "我是{{staff_name}}（{{store_name|店}}）"));
        Assert.Contains("Whose customers: The whole store", Text(preview), StringComparison.Ordinal);
        await PressAsync(Manager, preview, Verbs.BroadcastSend);
        var review = await PressAsync(Second, await ToldAsync(Second, Verbs.BroadcastReview), Verbs.BroadcastReview);
        await PressAsync(Second, review, Verbs.BroadcastApprove);
        await stub.CallAsync(call => call.Method == "PUT" && State(call.Card) == "done");
        Assert.Equal(
            ["我是李店員（信義店）", "我是王店員（信義店）", "我是王店員（信義店）", "我是陳經理（信義店）"],
            Pushes.Order(StringComparer.Ordinal)
        );
    }

    /// <summary>Whatever a card says.</summary>
    private async Task ASalespersonHasNoStoreToChooseAsync()
    {
        await teams.Customers.TakenAsync(Staff.Seller);
        var choose = (await teams.SayAsync(Staff.Seller, "broadcast")).Card!;
        var own = await PressAsync(Staff.Seller, choose, Verbs.BroadcastChoose, ("whose", "store"));
        Assert.Equal("2", CardReader.Large(own));
        Assert.DoesNotContain("\"id\":\"whose\"", Text(own), StringComparison.Ordinal);
    }

    private IEnumerable<string> Pushes =>
        stub
            .All.Where(call => call.Path.EndsWith("/message/push", StringComparison.Ordinal))
            .Select(call => (string)call.Json["messages"]![0]!["text"]!);

    private async Task<JsonObject> AskAsync(StaffMember who, int count)
    {
        var preview = await PreviewAsync(who, count);
        Assert.Contains("a sales manager of your store has to approve it first", Text(preview), StringComparison.Ordinal);
        return await PressAsync(who, preview, Verbs.BroadcastSend);
    }

    private async Task<JsonObject> PreviewAsync(StaffMember who, int count)
    {
        await teams.Customers.TakenAsync(who, count);
        var compose = await PressAsync(who, (await teams.SayAsync(who, "broadcast")).Card!, Verbs.BroadcastCompose);
        return await PressAsync(
            who,
            compose,
            Verbs.BroadcastCompose,
            ("text1", "嗨，我是{{staff_name}}，{{store_name}} {{customer_name}}")
        );
    }

    private async Task<JsonObject> ToldAsync(StaffMember who, string verb) =>
        (
            await stub.CallAsync(call =>
                call.Method == "POST"
                && call.Path.Contains(who.Id, StringComparison.Ordinal)
                && CardReader.Buttons(call.Card).Any(button => (string?)button["verb"] == verb)
            )
        ).Card!;

    private async Task<JsonObject> PressAsync(StaffMember who, JsonObject card, string verb, params (string, string)[] inputs)
    {
        var answer = await teams.PressAsync(who, card, verb, "the-card", inputs);
        Assert.True((string?)answer["type"] == "application/vnd.microsoft.card.adaptive", answer.ToJsonString(Plain));
        return answer["value"]!.AsObject();
    }

    private async Task<JsonObject> PressAsync(StaffMember who, JsonObject card, string first, string second) =>
        await PressAsync(who, await PressAsync(who, card, first), second);

    private static JsonObject Button(string verb, JsonObject card) =>
        Card.Button(
            Verbs.Find(verb)!,
            "x",
            new JsonObject { ["campaign"] = (long)card["metadata"]!["omo"]!["campaign"]!, ["version"] = 3 }
        );

    private static string Text(JsonObject card) => card.ToJsonString(Plain);

    private static string? State(JsonObject? card) => (string?)card?["metadata"]?["omo"]?["state"];

    private static bool Leads(JsonObject card, Verb to) => CardReader.Buttons(card).Any(button => (string?)button["verb"] == to.Name);
}
