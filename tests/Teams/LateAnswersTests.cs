using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using OmoBroadcast.Teams.Activities;
using OmoBroadcast.Teams.Connector;
using OmoBroadcast.Teams.Flows;
using OmoBroadcast.Teams.Inbound;
using OmoBroadcast.Teams.Texts;
using OmoBroadcast.Tests.Playing;

namespace OmoBroadcast.Tests.Teams;

public sealed class LateAnswersTests : IAsyncLifetime
{
    private readonly FakeTimeProvider time = new();
    private ConnectorStub stub = null!;

    public async ValueTask InitializeAsync() => stub = await ConnectorStub.StartAsync();

    public ValueTask DisposeAsync() => stub.DisposeAsync();

    [Fact]
    public async Task What_is_done_in_time_is_the_answer()
    {
        var work = new TaskCompletionSource<FlowResult>();
        var answer = Late().InTimeAsync(Pressed("m1"), work.Task, () => Phrases.English);
        time.Advance(LateAnswers.Patience - TimeSpan.FromMilliseconds(1));
        work.SetResult(new FlowResult.Note("done"));
        Assert.Equal(new FlowResult.Note("done"), await answer);
        Assert.Empty(stub.All);
    }

    [Theory]
    [InlineData("m1", "PUT", "/teams/v3/conversations/a%3A1/activities/m1")]
    [InlineData(null, "POST", "/teams/v3/conversations/a%3A1/activities")]
    public async Task What_takes_longer_is_answered_by_a_card_that_says_so_and_replaced_when_done(string? card, string method, string path)
    {
        var work = new TaskCompletionSource<FlowResult>();
        var answer = Late().InTimeAsync(Pressed(card), work.Task, () => Phrases.English);
        time.Advance(LateAnswers.Patience);
        Assert.Contains("Working on it", Assert.IsType<FlowResult.Card>(await answer).Content.ToJsonString(), StringComparison.Ordinal);
        work.SetResult(new FlowResult.Wrong("not today"));
        var call = await stub.CallAsync();
        Assert.Equal((method, path), (call.Method, call.Path));
        Assert.Contains("not today", call.Card!.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tags", "VIP, blue")]
    [InlineData("date", "2030-01-02")]
    [InlineData("time", "10:30")]
    [InlineData("header1", "*Spring*")]
    [InlineData("body12", "coat")]
    [InlineData("link0", "coat-1")]
    [InlineData("words", "please add the time")]
    [InlineData("text5", "the fifth")]
    public async Task Whatever_was_filled_in_is_given_back_in_both_languages(string field, string value)
    {
        foreach (var phrases in (Phrases[])[Phrases.English, Phrases.Chinese])
        {
            var wrong = new TaskCompletionSource<FlowResult>();
            _ = Late().InTimeAsync(Pressed("m1", new() { [field] = value, ["campaign"] = "7" }), wrong.Task, () => phrases);
            time.Advance(LateAnswers.Patience);
            wrong.SetResult(new FlowResult.Wrong(phrases["Away"]));
            var card = (await stub.CallAsync()).Card!;
            var given = card["body"]!.AsArray().Single(element => (string?)element!["id"] == field)!;
            Assert.Equal(value, (string?)given["value"]);
            // And is not lost by what comes next.
            Assert.Equal(field, (string?)card["actions"]![0]!["data"]!["stays"]);
        }
    }

    [Fact]
    public async Task The_name_of_a_saved_reply_comes_back_with_its_text_and_no_name_that_a_button_is_about()
    {
        foreach (
            var (fields, names) in ((Dictionary<string, string>, int)[])
                [(new() { ["name"] = "hours", ["text1"] = "we are open" }, 1), (new() { ["name"] = "hello_world", ["body1"] = "Ann" }, 0)]
        )
        {
            var wrong = new TaskCompletionSource<FlowResult>();
            _ = Late().InTimeAsync(Pressed("m1", fields), wrong.Task, () => Phrases.English);
            time.Advance(LateAnswers.Patience);
            wrong.SetResult(new FlowResult.Wrong("not today"));
            Assert.Equal(names, (await stub.CallAsync()).Card!["body"]!.AsArray().Count(element => (string?)element!["id"] == "name"));
        }
    }

    [Fact]
    public async Task What_went_wrong_late_gives_back_what_was_written_and_a_card_that_is_left_stays()
    {
        var wrong = new TaskCompletionSource<FlowResult>();
        var fields = new Dictionary<string, string> { ["text"] = "two of them, *tomorrow*", ["customer"] = "x" };
        _ = Late().InTimeAsync(Pressed("m1", fields), wrong.Task, () => Phrases.English);
        time.Advance(LateAnswers.Patience);
        wrong.SetResult(new FlowResult.Wrong("not today"));
        var shown = (await stub.CallAsync()).Card!.ToJsonString();
        Assert.Contains("two of them, *tomorrow*", shown, StringComparison.Ordinal);
        Assert.Contains(Phrases.English["Label_Typed"], shown, StringComparison.Ordinal);

        var slow = new TaskCompletionSource<FlowResult>();
        var answer = Late().InTimeAsync(Pressed("m1", new() { ["text"] = "a", ["stays"] = "text" }), slow.Task, () => Phrases.English);
        time.Advance(LateAnswers.Patience);
        Assert.Equal(new FlowResult.Note(Phrases.English["Working_Beneath"]), await answer);
        slow.SetResult(new FlowResult.Wrong("not today"));
        Assert.Equal("not today", (await stub.CallAsync()).Text);
    }

    private LateAnswers Late() =>
        new(
            new ConnectorClient(
                new Plain(),
                new Turns(new(time), time),
                new(NoStore.Chats, NullLogger<ChatTrail>.Instance),
                time,
                NullLogger<ConnectorClient>.Instance
            ),
            time,
            NullLogger<LateAnswers>.Instance
        );

    private Activity Pressed(string? card, Dictionary<string, string>? fields = null) =>
        new()
        {
            Type = "invoke",
            ServiceUrl = stub.ServiceUrl,
            ConversationId = "a:1",
            ReplyToId = card,
            Locale = "en-US",
            Action = fields is null ? null : new("mine.open", fields),
        };

    private sealed class Plain : IHttpClientFactory
    {
        public HttpClient CreateClient(string name) => new();
    }
}
