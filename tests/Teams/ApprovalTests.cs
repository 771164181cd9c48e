using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Teams.Cards;
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
    private House house = null!;
    private int customers;

    public async ValueTask InitializeAsync()
    {
        stub = await ConnectorStub.StartAsync();
        house = await House.StartAsync(stub, "Development", ("Omo:Teams:AllowAnonymous", "true"), ("Omo:ApproveAbove", "2"));
        await house.Get<StaffDirectory>().ReplaceAsync([House.Seller, House.Other, House.Administrator, Manager, Second, Far], default);
        foreach (var manager in (StaffMember[])[Manager, Second, Far])
            await house.SayAsync(manager, "help");
    }

    public async ValueTask DisposeAsync()
    {
        await house.DisposeAsync();
        await stub.DisposeAsync();
    }

    [Fact]
    public async Task Above_the_number_it_waits_for_a_manager_of_the_store_who_did_not_write_it_and_is_sent_once()
    {
        var asked = await AskAsync(House.Seller, 3);
        Assert.Equal("awaiting", State(asked));
        var told = await ToldAsync(Manager, Verbs.BroadcastReview);
        Assert.Contains("王店員 asks you to approve a broadcast. Expected recipients: 3", Text(told), StringComparison.Ordinal);
        Assert.NotNull(await ToldAsync(Second, Verbs.BroadcastReview));

        // Whoever has no say learns nothing and moves nothing: its author, a colleague, a manager elsewhere, an administrator.
        foreach (var nobody in (StaffMember[])[House.Seller, House.Other, Far, House.Administrator])
        {
            foreach (var verb in (string[])[Verbs.BroadcastReview, Verbs.BroadcastApprove, Verbs.BroadcastReturn])
            {
                var answer = await house.PressAsync(nobody, Button(verb, asked), "m1");
                Assert.DoesNotContain("王小", answer.ToJsonString(Plain), StringComparison.Ordinal);
                Assert.Contains(
                    nobody == House.Administrator ? "Only sales managers" : "have access to it",
                    answer.ToJsonString(Plain),
                    StringComparison.Ordinal
                );
            }
        }

        Assert.Equal("awaiting", State(await PressAsync(House.Seller, asked, Verbs.RecordsPage, Verbs.RecordsOpen)));
        var review = await PressAsync(Manager, told, Verbs.BroadcastReview);
        Assert.Contains("Approve (3)", Text(review), StringComparison.Ordinal);
        Assert.Contains("我是王店員", Text(review), StringComparison.Ordinal);

        var both = await Task.WhenAll(
            house.PressAsync(Manager, review, Verbs.BroadcastApprove, "m1"),
            house.PressAsync(Second, review, Verbs.BroadcastApprove, "m2")
        );
        Assert.All(both, answer => Assert.Equal("application/vnd.microsoft.card.adaptive", (string?)answer["type"]));
        Assert.Equal("done", State((await stub.CallAsync(call => call.Method == "PUT" && State(call.Card) == "done")).Card));
        Assert.Equal(3, Pushes.Count());
        Assert.All(Pushes, push => Assert.Contains("我是王店員，信義店", push, StringComparison.Ordinal));
        await Servers.Until.SeenAsync(
            "its sender to be told",
            TimeSpan.FromSeconds(30),
            () =>
                Task.FromResult(
                    stub.All.Count(call =>
                        call.Path.Contains(House.Seller.Id, StringComparison.Ordinal)
                        && call.Body.Contains("approved your broadcast", StringComparison.Ordinal)
                    )
                ),
            told => told == 1
        );
        var lines = await house
            .Get<AuditLog>()
            .PageAsync(new(DateTimeOffset.UnixEpoch) { Act = Verbs.BroadcastApprove }, null, 100, default);
        Assert.Single(lines, line => line.Outcome == AuditOutcome.Done);
        var again = await house.PressAsync(Manager, review, Verbs.BroadcastApprove, "m1");
        Assert.Contains("out of date", again.ToJsonString(Plain), StringComparison.Ordinal);
        Assert.Equal(3, Pushes.Count());
    }

    [Fact]
    public async Task Sent_back_it_is_a_draft_again_with_the_managers_words_and_taken_back_it_cannot_be_approved()
    {
        await AskAsync(House.Seller, 3);
        var told = await ToldAsync(Manager, Verbs.BroadcastReview);
        var review = await PressAsync(Manager, told, Verbs.BroadcastReview);
        var tooLong = await PressAsync(Manager, review, Verbs.BroadcastReturn, ("words", new string('長', 201)));
        Assert.Contains("Up to 200 characters", Text(tooLong), StringComparison.Ordinal);
        Assert.Contains(new string('長', 201), Text(tooLong), StringComparison.Ordinal);
        await PressAsync(Manager, tooLong, Verbs.BroadcastReturn, ("words", "請補上 *時間*"));

        var back = await ToldAsync(House.Seller, Verbs.BroadcastPreview);
        var draft = await PressAsync(House.Seller, back, Verbs.BroadcastPreview);
        Assert.Contains("Sent back. 陳經理: 請補上", Text(draft), StringComparison.Ordinal);
        var edit = await PressAsync(House.Seller, draft, Verbs.BroadcastCompose);
        Assert.Contains("{{staff_name}}", Text(edit), StringComparison.Ordinal);
        var changed = await PressAsync(House.Seller, edit, Verbs.BroadcastCompose, ("text1", "週六兩點見"));
        var asked = await PressAsync(House.Seller, changed, Verbs.BroadcastSend);
        Assert.Equal("awaiting", State(asked));

        // The former review is of what is no more.
        Assert.Contains("out of date", Text(await PressAsync(Manager, review, Verbs.BroadcastApprove)), StringComparison.Ordinal);
        var second = await PressAsync(Manager, await ToldAsync(Manager, Verbs.BroadcastReview), Verbs.BroadcastReview);
        var mine = await PressAsync(House.Seller, asked, Verbs.BroadcastWithdraw);
        Assert.Contains("Submit for approval (3)", Text(mine), StringComparison.Ordinal);
        var late = await house.PressAsync(Manager, second, Verbs.BroadcastApprove, "m1");
        Assert.Contains("have access to it", late.ToJsonString(Plain), StringComparison.Ordinal);
        Assert.Empty(Pushes);
    }

    [Fact]
    public async Task What_is_approved_is_what_was_asked_for_and_not_what_stands_there_since()
    {
        await AskAsync(House.Seller, 3);
        var review = await PressAsync(Manager, await ToldAsync(Manager, Verbs.BroadcastReview), Verbs.BroadcastReview);
        await house.Get<Database>().ExecuteAsync("update campaigns set content = replace(content, '嗨', '哼') where state = 7", default);
        await PressAsync(Manager, review, Verbs.BroadcastApprove);
        Assert.Equal(
            "awaiting",
            State(await PressAsync(House.Seller, (await house.SayAsync(House.Seller, "records")).Card!, Verbs.RecordsOpen))
        );
        Assert.Empty(Pushes);
    }

    [Fact]
    public async Task Where_there_is_no_other_manager_that_is_said_at_the_button_and_up_to_the_number_nobody_is_asked()
    {
        await house.Get<StaffDirectory>().ReplaceAsync([House.Seller, House.Other, Manager, Far], default);
        var preview = await PreviewAsync(Manager, 3);
        Assert.Contains(
            "your store has no other. Please choose fewer.",
            Text(await PressAsync(Manager, preview, Verbs.BroadcastSend)),
            StringComparison.Ordinal
        );
        var few = await PreviewAsync(House.Other, 2);
        Assert.Contains("Send now to 2", Text(few), StringComparison.Ordinal);
        await PressAsync(House.Other, few, Verbs.BroadcastSend);
        await stub.CallAsync(call => call.Method == "PUT" && State(call.Card) == "done");
        Assert.Equal(2, Pushes.Count());
    }

    [Fact]
    public async Task What_has_grown_beyond_the_number_when_its_time_comes_is_asked_for_then()
    {
        var preview = await PreviewAsync(House.Seller, 1);
        var day = TimeProvider.System.GetUtcNow().AddDays(2).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        var scheduled = await PressAsync(House.Seller, preview, Verbs.BroadcastSchedule, ("date", day), ("time", "10:00"));
        Assert.Equal("scheduled", State(scheduled));
        await CustomersAsync(House.Seller, 2);
        await house.Get<Database>().ExecuteAsync("update campaigns set due_at = 1 where state = 1", default);
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
        var asked = await AskAsync(House.Seller, 3);
        // The worker has seen it awaiting.
        await stub.CallAsync(call => call.Method == "PUT" && State(call.Card) == "awaiting");
        await PressAsync(House.Seller, asked, Verbs.BroadcastWithdraw);
        // Two others are followed to their ends: after that it has been looked at more than once.
        for (var other = 0; other < 2; other++)
        {
            await PressAsync(House.Other, await PreviewAsync(House.Other, 1), Verbs.BroadcastSend);
            await stub.CallAsync(call => call.Method == "PUT" && State(call.Card) == "done");
        }

        Assert.DoesNotContain(stub.All, call => call.Method == "PUT" && State(call.Card) == "draft");
    }

    [Fact]
    public async Task A_manager_reaches_the_customers_of_the_whole_store_each_in_the_name_of_who_serves_them()
    {
        await CustomersAsync(House.Seller, 1);
        await CustomersAsync(House.Other, 1);
        await CustomersAsync(Manager, 1);
        await CustomersAsync(Far, 1);
        var choose = (await house.SayAsync(Manager, "broadcast")).Card!;
        Assert.Equal("1", House.Large(choose));
        var store = await PressAsync(Manager, choose, Verbs.BroadcastChoose, ("whose", "store"));
        Assert.Equal(("3", true), (House.Large(store), Text(store).Contains("matching, of everyone at 信義店", StringComparison.Ordinal)));
        var picking = await PressAsync(Manager, store, Verbs.BroadcastPick, ("whose", "store"));
        Assert.Contains("1–3 of 3", Text(picking), StringComparison.Ordinal);

        // A salesperson has no store to choose, whatever a card says.
        await CustomersAsync(House.Seller, 1);
        var own = await PressAsync(
            House.Seller,
            (await house.SayAsync(House.Seller, "broadcast")).Card!,
            Verbs.BroadcastChoose,
            ("whose", "store")
        );
        Assert.Equal("2", House.Large(own));
        Assert.DoesNotContain("\"id\":\"whose\"", Text(own), StringComparison.Ordinal);

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
        await CustomersAsync(who, count);
        var compose = await PressAsync(who, (await house.SayAsync(who, "broadcast")).Card!, Verbs.BroadcastCompose);
        return await PressAsync(
            who,
            compose,
            Verbs.BroadcastCompose,
            ("text1", "嗨，我是{{staff_name}}，{{store_name}} {{customer_name}}")
        );
    }

    private async Task CustomersAsync(StaffMember who, int count)
    {
        var account = new AccountKey(ChannelId.Line, House.Line);
        for (var i = 0; i < count; i++)
        {
            var customer = new CustomerKey(account, $"U{Interlocked.Increment(ref customers):x32}");
            await house
                .Get<Conversations>()
                .ApplyAsync([Told.Message(customer, customer.UserId, TimeProvider.System.GetUtcNow(), "嗨")], false, default);
            Assert.Equal(Transition.Done, await house.Get<Conversations>().TakeAsync(customer, who.Id, TimeProvider.System.GetUtcNow()));
        }
    }

    private async Task<JsonObject> ToldAsync(StaffMember who, string verb) =>
        (
            await stub.CallAsync(call =>
                call.Method == "POST"
                && call.Path.Contains(who.Id, StringComparison.Ordinal)
                && House.Buttons(call.Card).Any(button => (string?)button["verb"] == verb)
            )
        ).Card!;

    private async Task<JsonObject> PressAsync(StaffMember who, JsonObject card, string verb, params (string, string)[] inputs)
    {
        var answer = await house.PressAsync(who, card, verb, "the-card", inputs);
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
}
