using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Teams.Texts;
using OmoBroadcast.Tests.Playing;
using OmoBroadcast.Tests.Servers;
using OmoBroadcast.Tests.Storage.Media;

namespace OmoBroadcast.Tests.Teams;

/// <summary>What is typed into the card of a broadcast is lost by nothing that comes between. What stands in its fields only the client
/// knows: so that card stays as it is, and whatever is pressed brings it along.</summary>
public sealed class LeftBehindTests : IAsyncLifetime
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly Phrases Phrases = Phrases.English;
    private readonly TempFolder folder = new();
    private ConnectorStub stub = null!;
    private TeamsFace teams = null!;

    public async ValueTask InitializeAsync()
    {
        stub = await ConnectorStub.StartAsync();
        teams = await StartAsync();
        await teams.Customers.TakenAsync(Staff.Seller);
        await teams.SayAsync(Staff.Seller, "help");
    }

    public async ValueTask DisposeAsync()
    {
        await teams.DisposeAsync();
        await stub.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task A_picture_attached_beneath_what_is_being_typed_brings_no_second_card_to_write_in()
    {
        var (compose, card) = await ComposeAsync();
        var (added, _) = await AttachAsync("one.jpg");
        Assert.Contains("one.jpg", Text(added), StringComparison.Ordinal);
        Assert.Contains("Added to your broadcast", Text(added), StringComparison.Ordinal);
        // Nothing to preview with, nothing to type into; and the card above is touched by nobody.
        Assert.DoesNotContain(All(added), element => ((string?)element["type"])?.StartsWith("Input.", StringComparison.Ordinal) == true);
        Assert.DoesNotContain(stub.All, call => call.Method == "PUT" && call.Path.EndsWith(card, StringComparison.Ordinal));

        await AttachAsync("two.jpg", "words beside it");
        var preview = await PressAsync(compose, "broadcast.compose", card, ("text1", "typed all the while"));
        Assert.Equal(["typed all the while", "one.jpg", "two.jpg", "words beside it"], await DraftAsync());
        Assert.Contains("typed all the while", Text(preview), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_is_asked_for_with_what_was_typed_saved_and_the_card_moves_down()
    {
        var (compose, card) = await ComposeAsync();
        var asks = await PressAsync(compose, "broadcast.attach", card, ("text1", "first"), ("text3", "third"));
        Assert.Equal(["first", "third"], await DraftAsync());
        Assert.Contains(Phrases["AskFile_Hint"], Text(asks), StringComparison.Ordinal);
        Assert.Contains("third", Text(asks), StringComparison.Ordinal);

        var (form, second) = await AttachAsync("one.jpg");
        Assert.Equal(["first", "third", "one.jpg"], await DraftAsync());
        Assert.Equal("first", (string?)Input(form, "text1")!["value"]);
        // The one that asked points to it.
        var moved = await stub.CallAsync(call => call.Method == "PUT");
        Assert.EndsWith(card, moved.Path, StringComparison.Ordinal);
        Assert.Contains(Phrases["Compose_Moved"], moved.Body, StringComparison.Ordinal);
        Assert.Empty(CardReader.Buttons(moved.Card));
        await PressAsync(form, "broadcast.compose", second, ("text1", "first!"), ("text2", "third"));
        Assert.Equal(["first!", "third", "one.jpg"], await DraftAsync());
    }

    [Fact]
    public async Task Asked_for_on_a_card_further_up_the_file_is_not_asked_about_again()
    {
        var (compose, card) = await ComposeAsync();
        await teams.SayAsync(Staff.Seller, "settings");
        await PressAsync(compose, "broadcast.attach", card, ("text1", "first"));
        var (form, _) = await AttachAsync("one.jpg");
        Assert.Equal("first", (string?)Input(form, "text1")!["value"]);
        Assert.Equal(["first", "one.jpg"], await DraftAsync());
    }

    [Fact]
    public async Task Without_a_file_one_goes_back_to_what_was_typed()
    {
        var (compose, card) = await ComposeAsync();
        var asks = await PressAsync(compose, "broadcast.attach", card, ("text1", "first"));
        var back = await PressAsync(asks, "broadcast.compose", card);
        Assert.Equal("first", (string?)Input(back, "text1")!["value"]);
        // Asked for no more: beneath a card with fields it joins, and that card stays.
        var (added, _) = await AttachAsync("one.jpg");
        Assert.Null(Input(added, "text1"));
    }

    [Fact]
    public async Task Five_messages_leave_no_room_for_a_file_and_say_so_before_one_is_looked_for()
    {
        var (compose, card) = await ComposeAsync();
        var full = await PressAsync(compose, "broadcast.attach", card, [.. Enumerable.Range(1, 5).Select(i => ($"text{i}", $"m{i}"))]);
        Assert.Contains(Phrases.Say("Invalid_content.too_many", "5"), Text(full), StringComparison.Ordinal);
        Assert.Equal("m5", (string?)Input(full, "text5")!["value"]);
    }

    [Fact]
    public async Task A_sixth_message_that_came_meanwhile_is_named_and_not_dropped_without_a_word()
    {
        var (compose, card) = await ComposeAsync();
        await AttachAsync("one.jpg");
        var wrong = await PressAsync(compose, "broadcast.compose", card, [.. Enumerable.Range(1, 5).Select(i => ($"text{i}", $"m{i}"))]);
        Assert.Contains(Phrases.Say("Invalid_content.too_many", "5"), Text(wrong), StringComparison.Ordinal);
        Assert.Contains("There’s no room for", Text(wrong), StringComparison.Ordinal);
        Assert.Contains("one.jpg", Text(wrong), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("broadcast.compose")]
    [InlineData("broadcast.choose")]
    [InlineData("broadcast.attach")]
    public async Task What_was_typed_into_an_older_card_is_shown_beside_what_the_broadcast_says_now(string verb)
    {
        var (compose, card) = await ComposeAsync();
        await PressAsync(compose, "broadcast.compose", card, ("text1", "newer"));
        var both = await PressAsync(compose, verb, "another", ("text1", "older"), ("text2", "newer"));
        Assert.Equal("newer", (string?)Input(both, "text1")!["value"]);
        Assert.Equal("older", (string?)Input(both, "text2")!["value"]);
        Assert.Contains(Phrases["Compose_TypedKept"], Text(both), StringComparison.Ordinal);
        // Until something is pressed there, the broadcast says what it said.
        Assert.Equal(["newer"], await DraftAsync());
        await PressAsync(both, "broadcast.compose", "another", ("text1", "newer"), ("text2", "older"));
        Assert.Equal(["newer", "older"], await DraftAsync());
    }

    [Fact]
    public async Task What_finds_no_room_beside_it_stays_in_the_card_where_it_was_typed()
    {
        var (compose, card) = await ComposeAsync();
        await PressAsync(compose, "broadcast.compose", card, [.. Enumerable.Range(1, 5).Select(i => ($"text{i}", $"m{i}"))]);
        var note = await teams.PressAsync(Staff.Seller, compose, "broadcast.compose", "another", ("text1", "older"));
        Assert.Equal(Phrases["Compose_TypedNoRoom"], (string?)note["value"]);
        Assert.Equal(["m1", "m2", "m3", "m4", "m5"], await DraftAsync());
    }

    [Fact]
    public async Task Another_broadcast_begun_meanwhile_takes_nothing_from_the_first()
    {
        var (compose, card) = await ComposeAsync();
        await AttachAsync("one.jpg");
        await ComposeAsync();
        var form = await PressAsync(compose, "broadcast.compose", card, ("text1", "first"));
        Assert.Contains("one.jpg", Text(form), StringComparison.Ordinal);
        Assert.Equal("first", (string?)Input(form, "text2")!["value"]);
    }

    [Fact]
    public async Task What_is_typed_outlives_a_restart()
    {
        var (compose, card) = await ComposeAsync();
        var asks = await PressAsync(compose, "broadcast.attach", card, ("text1", "first"));
        await teams.DisposeAsync();
        teams = await StartAsync();
        var (form, second) = await AttachAsync("one.jpg");
        Assert.Equal("first", (string?)Input(form, "text1")!["value"]);
        await AttachAsync("two.jpg");
        await teams.DisposeAsync();
        teams = await StartAsync();
        await PressAsync(form, "broadcast.compose", second, ("text1", "first, and more"));
        Assert.Equal(["first, and more", "one.jpg", "two.jpg"], await DraftAsync());
        Assert.NotEmpty(CardReader.Buttons(asks));
    }

    private Task<TeamsFace> StartAsync() => TeamsFace.OpenAsync(stub, ("Omo:DataDir", folder.Path));

    private async Task<(JsonObject Form, string Card)> ComposeAsync()
    {
        var began = await teams.SayAsync(Staff.Seller, "broadcast");
        var form = await PressAsync(began.Card!, "broadcast.compose", began.AnsweredId!);
        return (form, began.AnsweredId!);
    }

    private async Task<(JsonObject Card, string Id)> AttachAsync(string name, string words = "")
    {
        var url = $"{stub.ServiceUrl}/files/{Guid.NewGuid():N}";
        stub.Serve(new Uri(url).AbsolutePath, Samples.Jpeg());
        var activity = teams.Activity("message", Staff.Seller, Guid.NewGuid().ToString());
        activity["text"] = words;
        activity["attachments"] = new JsonArray(
            new JsonObject
            {
                ["contentType"] = "image/*",
                ["name"] = name,
                ["contentUrl"] = url,
            }
        );
        Assert.Equal(HttpStatusCode.OK, (await teams.PostAsync(activity.ToJsonString())).Status);
        var call = await stub.CallAsync(call => call.Method == "POST" && call.Card is not null);
        return (call.Card!, call.AnsweredId!);
    }

    private async Task<JsonObject> PressAsync(JsonObject card, string verb, string id, params (string, string)[] inputs)
    {
        var answer = await teams.PressAsync(Staff.Seller, card, verb, id, inputs);
        Assert.True((string?)answer["type"] == "application/vnd.microsoft.card.adaptive", answer.ToJsonString());
        return answer["value"]!.AsObject();
    }

    /// <summary>Texts as they are, files by name, of the broadcast begun first.</summary>
    private async Task<IReadOnlyList<string>> DraftAsync() =>
        [
            .. (
                await teams
                    .Get<Database>()
                    .QueryAsync(
                        "select content from campaigns where state = 0 order by id",
                        row => LedgerJson.Read<Content>(row.Text("content")),
                        default
                    )
            )
                .First()
                .Messages.Select(message =>
                    message is OutboundMessage.Media media ? media.FileName : ((OutboundMessage.Text)message).Words
                ),
        ];

    private static string Text(JsonObject card) => card.ToJsonString(Plain);

    private static JsonObject? Input(JsonObject card, string id) => All(card).FirstOrDefault(element => (string?)element["id"] == id);

    private static IEnumerable<JsonObject> All(JsonNode? node) =>
        node switch
        {
            JsonObject one => one.SelectMany(property => All(property.Value)).Prepend(one),
            JsonArray many => many.SelectMany(All),
            _ => [],
        };
}
