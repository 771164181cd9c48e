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

    private Activity Pressed(string? card) =>
        new()
        {
            Type = "invoke",
            ServiceUrl = stub.ServiceUrl,
            ConversationId = "a:1",
            ReplyToId = card,
            Locale = "en-US",
        };

    private sealed class Plain : IHttpClientFactory
    {
        public HttpClient CreateClient(string name) => new();
    }
}
