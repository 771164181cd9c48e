using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Teams.Texts;
using OmoBroadcast.Tests.Playing;
using OmoBroadcast.Tests.Storage.Media;

namespace OmoBroadcast.Tests.Teams;

/// <summary>What is attached in the chat goes nowhere that its sender cannot see: only into the broadcast whose card it stands directly
/// beneath; else they are asked.</summary>
public sealed partial class AttachingTests : IAsyncLifetime
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly Phrases Phrases = Phrases.English;

    // What is announced of customers who wait comes when it likes, and would lie beneath the card now and then.
    private readonly TeamsFixture open = new() { Settings = [("Omo:Teams:WaitingNoticeMinutes", "0")] };

    private TeamsFace Teams => open.Teams;

    public ValueTask InitializeAsync() => open.InitializeAsync();

    public ValueTask DisposeAsync() => open.DisposeAsync();

    [Fact]
    public async Task A_picture_attached_after_a_conversation_was_opened_is_asked_for_and_never_joins_the_broadcast_left_open()
    {
        var customers = await CustomersAsync("陳安", "林美");
        var (choose, card) = await SayAsync("broadcast");
        await PressAsync(choose, "broadcast.compose", card);
        await OpenAsync(customers[1]);
        var (asked, cardId) = await AttachAsync("only for you", Samples.Jpeg(), "private.jpg");
        Assert.Equal(0, await MediaInDraftsAsync());
        Assert.Equal("only for you", (string?)Input(asked, "text")!["value"]);
        var first = Buttons(asked, "media.reply").First();
        Assert.Equal(Phrases.Say("Button_SendToOpened", "林美"), (string?)first["title"]);
        Assert.Equal(customers[1].ToString(), (string?)first["data"]!["to"]);
        var join = Assert.Single(Buttons(asked, "media.join"));
        Assert.Equal(Phrases["Button_AddToDraft"], (string?)join["title"]);

        // Chosen, it joins; pressed twice, or on two devices, once.
        var joins = await Task.WhenAll(
            Enumerable.Range(0, 3).Select(_ => Teams.PressAsync(Staff.Seller, With(join, ("text", "for all")), cardId))
        );
        Assert.All(joins, answer => Assert.Contains("private.jpg", answer.ToJsonString(Plain), StringComparison.Ordinal));
        Assert.Equal(1, await MediaInDraftsAsync());
        Assert.Equal(0, open.Pushes);
    }

    private async Task OpenAsync(CustomerKey customer)
    {
        var (mine, list) = await SayAsync("mine");
        var button = Buttons(mine, "mine.open").First(button => (string?)button["data"]!["customer"] == customer.ToString());
        await Teams.PressAsync(Staff.Seller, button.DeepClone().AsObject(), list);
    }

    [Fact]
    public async Task It_goes_to_the_customer_opened_last_by_one_press_with_its_words_and_once()
    {
        var customers = await CustomersAsync("陳安", "林美");
        var (mine, list) = await SayAsync("mine");
        await Teams.PressAsync(
            Staff.Seller,
            Buttons(mine, "mine.open")
                .First(button => (string?)button["data"]!["customer"] == customers[0].ToString())
                .DeepClone()
                .AsObject(),
            list
        );
        var (asked, card) = await AttachAsync("", Samples.Jpeg(), "a.jpg");
        var first = Buttons(asked, "media.reply").First();
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Teams.PressAsync(Staff.Seller, With(first, ("text", "typed later")), card)));
        var request = Assert.Single(await RequestsAsync());
        Assert.Equal(["Media", "Text"], request.Content.Messages.Select(message => message.GetType().Name));
        Assert.Equal(customers[0].UserId, request.User);
    }

    [Fact]
    public async Task Beneath_the_compose_card_it_joins_and_the_card_says_so()
    {
        await CustomersAsync("陳安");
        var (choose, card) = await SayAsync("broadcast");
        var compose = await PressAsync(choose, "broadcast.compose", card);
        Assert.Contains(Phrases["Compose_Attach"], compose.ToJsonString(Plain), StringComparison.Ordinal);
        var (joined, second) = await AttachAsync("words beside it", Samples.Jpeg(), "one.jpg");
        Assert.Contains("one.jpg", joined.ToJsonString(Plain), StringComparison.Ordinal);
        Assert.Contains("words beside it", joined.ToJsonString(Plain), StringComparison.Ordinal);
        // The card that says so is the last thing again.
        var (again, _) = await AttachAsync("", Samples.Png(), "two.png");
        Assert.Contains("two.png", again.ToJsonString(Plain), StringComparison.Ordinal);
        Assert.Equal(2, await MediaInDraftsAsync());
        Assert.NotNull(second);
    }

    [Fact]
    public async Task With_anything_beneath_the_compose_card_it_is_asked_for()
    {
        var customers = await CustomersAsync("陳安");
        var (choose, card) = await SayAsync("broadcast");
        await PressAsync(choose, "broadcast.compose", card);
        // A customer writes: the card that tells of it is the newest thing now.
        await open.Customers.WriteAsync(customers[0], "在嗎");
        await open.Stub.CallAsync(call => call.Method == "POST" && call.Card?["metadata"]?["omo"]?["notice"] is not null);
        var (asked, _) = await AttachAsync("", Samples.Jpeg(), "a.jpg");
        Assert.Single(Buttons(asked, "media.join"));
        Assert.Equal(0, await MediaInDraftsAsync());
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("mine")]
    [InlineData("你好")]
    public async Task Words_beside_it_are_words_also_where_they_are_a_command_when_they_stand_alone(string words)
    {
        await CustomersAsync("陳安");
        var (asked, _) = await AttachAsync(words, Samples.Jpeg(), "a.jpg");
        Assert.Equal(words, (string?)Input(asked, "text")!["value"]);
    }

    [Fact]
    public async Task What_the_customer_s_channel_cannot_carry_is_said_and_stays_at_hand_for_something_else()
    {
        var customers = await CustomersAsync("陳安");
        var (mine, list) = await SayAsync("mine");
        await PressAsync(mine, "mine.open", list);
        var (asked, card) = await AttachAsync("the list", Samples.Pdf, "price.pdf", asFile: true);
        // No button that could only fail.
        Assert.DoesNotContain(Buttons(asked, "media.reply"), button => button["data"]!["to"] is not null);
        Assert.Contains("be sent on LINE: not supported", asked.ToJsonString(Plain), StringComparison.Ordinal);
        var refused = await PressAsync(asked, "media.reply", card, ("customer", customers[0].ToString()), ("text", "the list"));
        Assert.Contains("price.pdf", refused.ToJsonString(Plain), StringComparison.Ordinal);
        Assert.Equal("the list", (string?)Input(refused, "text")!["value"]);
        Assert.Single(Buttons(refused, "media.save"));
        Assert.Empty(await RequestsAsync());
    }

    [Fact]
    public async Task Several_files_in_one_message_are_all_there_and_what_was_refused_is_said()
    {
        await CustomersAsync("陳安");
        var (asked, _) = await AttachAsync(
            "broadcast",
            (Samples.Jpeg(), "one.jpg"),
            ("<html>"u8.ToArray(), "evil.png"),
            (Samples.Png(), "two.png")
        );
        Assert.Contains(
            "You can send images, videos, audio, PDFs and Office documents",
            asked.ToJsonString(Plain),
            StringComparison.Ordinal
        );
        var compose = await PressAsync(asked, "broadcast.compose", "card");
        Assert.Contains("one.jpg", compose.ToJsonString(Plain), StringComparison.Ordinal);
        Assert.Contains("two.png", compose.ToJsonString(Plain), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("media.begin")]
    [InlineData("media.save")]
    public async Task Words_beside_five_files_are_dropped_by_nothing(string verb)
    {
        await CustomersAsync("陳安");
        var files = Enumerable.Range(1, 5).Select(i => (Samples.Jpeg(), $"{i}.jpg")).ToArray();
        var (asked, _) = await AttachAsync("and these words", files);
        var wrong = await PressAsync(asked, verb, "card", ("text", "and these words"));
        Assert.Contains(Phrases.English.Say("Attached_TooMany", "6", "5"), wrong.ToJsonString(Plain), StringComparison.Ordinal);
        Assert.Equal("and these words", (string?)Input(wrong, "text")!["value"]);
        var taken = (await PressAsync(wrong, verb, "card", ("text", ""))).ToJsonString(Plain);
        Assert.DoesNotContain(Phrases.English.Say("Attached_TooMany", "6", "5"), taken, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en-US")]
    [InlineData("zh-TW")]
    public async Task Six_pictures_with_words_say_what_is_left_out_and_what_can_be_done_and_go_without_the_words(string locale)
    {
        Teams.Locale = locale;
        var to = (await CustomersAsync("陳安"))[0].ToString();
        var (asked, card) = await AttachAsync("look", [.. Enumerable.Range(1, 6).Select(i => (Samples.Jpeg(), $"p{i}.jpg"))]);
        var phrases = Phrases.For(locale);
        Assert.Contains("p6.jpg", asked.ToJsonString(Plain), StringComparison.Ordinal);
        Assert.Contains(phrases.Say("Attached_TooMany", "6", "5"), asked.ToJsonString(Plain), StringComparison.Ordinal);
        var wrong = await PressAsync(asked, "media.reply", card, ("text", "look"), ("customer", to));
        Assert.Contains(phrases.Say("Attached_TooMany", "6", "5"), wrong.ToJsonString(Plain), StringComparison.Ordinal);
        Assert.Empty(await RequestsAsync());
        await PressAsync(wrong, "media.reply", card, ("text", ""), ("customer", to));
        Assert.Equal(5, Assert.Single(await RequestsAsync()).Content.Messages.Count);
    }

    [Fact]
    public async Task An_answer_to_a_name_that_several_have_offers_them_told_apart_and_keeps_its_words()
    {
        var customers = await CustomersAsync("陳安", "陳安", "陳安太太");
        await open.Customers.WriteAsync(customers[1], "尺寸有 M 嗎");
        await Teams.Get<Conversations>().TagAsync(customers[1], ["VIP"], []);
        var (which, card) = await SayAsync("reply 陳安 有貨 {{customer_name}}");
        Assert.Equal("有貨 {{customer_name}}", (string?)Input(which, "text")!["value"]);
        var buttons = Buttons(which, "conversation.reply").ToList();
        Assert.Equal(
            customers.Take(2).Select(one => one.ToString()).Order(),
            buttons.Select(button => (string?)button["data"]!["customer"]).Order()
        );
        Assert.Equal(2, buttons.Select(button => (string?)button["data"]!["action"]).Distinct().Count());
        Assert.Contains("尺寸有 M 嗎", which.ToJsonString(Plain), StringComparison.Ordinal);
        Assert.Contains("#VIP", which.ToJsonString(Plain), StringComparison.Ordinal);
        var chosen = buttons.First(button => (string?)button["data"]!["customer"] == customers[1].ToString());
        await Teams.PressAsync(Staff.Seller, With(chosen, ("text", "有貨 {{customer_name}}")), card);
        var request = Assert.Single(await RequestsAsync());
        Assert.Equal((customers[1].UserId, "有貨 陳安"), (request.User, ((OutboundMessage.Text)request.Content.Messages[0]).Words));
    }

    [Fact]
    public async Task A_file_to_a_name_that_several_have_is_kept_until_one_of_them_is_chosen()
    {
        var customers = await CustomersAsync("陳安", "陳安", "陳安太太");
        var (files, second) = await AttachAsync("reply 陳安 看這張", Samples.Jpeg(), "look.jpg");
        Assert.Contains("look.jpg", files.ToJsonString(Plain), StringComparison.Ordinal);
        Assert.Equal("看這張", (string?)Input(files, "text")!["value"]);
        var to = Buttons(files, "media.reply").First(button => (string?)button["data"]!["to"] == customers[0].ToString());
        await Teams.PressAsync(Staff.Seller, With(to, ("text", "看這張")), second);
        Assert.Contains(await RequestsAsync(), one =>
            one.User == customers[0].UserId && one.Content.Messages is [OutboundMessage.Media, OutboundMessage.Text { Words: "看這張" }]
        );
    }

    [Theory]
    [InlineData("pick")]
    [InlineData("transfer")]
    [InlineData("search")]
    [InlineData("mine")]
    [InlineData("bound")]
    [InlineData("attached")]
    public async Task Customers_who_are_alike_can_be_told_apart_wherever_one_is_chosen(string where)
    {
        var customers = await CustomersAsync([.. Enumerable.Repeat("たかし", 7)]);
        foreach (var customer in customers)
            await Teams.Get<Bindings>().BindAsync(customer, Staff.Seller, TimeProvider.System.GetUtcNow(), replace: true, default);
        IReadOnlyList<string> rows = where switch
        {
            "pick" => Titles(await PressAsync((await SayAsync("broadcast")).Card, "broadcast.pick", "card"), "picked"),
            "transfer" => Titles((await SayAsync("transfer")).Card, "customers"),
            "bound" => Titles(await PressAsync((await SayAsync("bound")).Card, "bound.list", "card"), "customers"),
            "attached" => [.. Titles((await AttachAsync("", Samples.Jpeg(), "a.jpg")).Card, "customer").Skip(1)],
            "search" => await FoundAsync(),
            _ =>
            [
                .. (await SayAsync("mine")).Card["body"]!
                    .AsArray()
                    .OfType<JsonObject>()
                    .Where(element => (string?)element["type"] == "Container")
                    .Select(row => string.Join(' ', Texts(row["items"]![0])).Split("\\. ", 2)[1]),
            ],
        };
        Assert.Equal(7, rows.Count);
        Assert.Equal(7, rows.Distinct().Count());
        Assert.All(rows, row => Assert.Contains("嗨", row, StringComparison.Ordinal));
        Assert.All(rows, row => Assert.Contains("…", row, StringComparison.Ordinal));
    }
}
