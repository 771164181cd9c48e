using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Inbound;
using OmoBroadcast.Teams.Texts;
using OmoBroadcast.Tests.Playing;

namespace OmoBroadcast.Tests.Teams;

/// <summary>A press whose work outlasts the time that Teams waits, through the endpoint: what was typed comes back where it went
/// wrong.</summary>
public sealed class LatePressTests : IAsyncLifetime
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly ImpatientTime time = new();
    private ConnectorStub stub = null!;
    private TeamsFace teams = null!;

    public async ValueTask InitializeAsync()
    {
        stub = await ConnectorStub.StartAsync();
        teams = await TeamsFace.OpenAsync(stub, time);
    }

    public async ValueTask DisposeAsync()
    {
        await teams.DisposeAsync();
        await stub.DisposeAsync();
    }

    [Theory]
    [InlineData("en-US")]
    [InlineData("zh-TW")]
    public async Task A_saved_reply_that_was_deleted_meanwhile_comes_back_as_it_was_typed(string locale)
    {
        teams.Locale = locale;
        var form = await PressAsync((await teams.SayAsync(Staff.Seller, "saved replies")).Card!, Verbs.SavedNew);
        var edit = await PressAsync(await PressAsync(form, Verbs.SavedKeep, ("name", "hours"), ("text1", "open")), Verbs.SavedEdit);
        var given = await LateAsync(
            edit,
            Verbs.SavedKeep,
            writing => writing.ExecuteAsync("delete from saved_replies"),
            ("name", "hours, *new*"),
            ("text1", "we are closed")
        );
        Assert.Equal(("hours, *new*", "we are closed"), (Value(given, "name"), Value(given, "text1")));
        Assert.Contains(Phrases.For(locale)["Denied_NotYours"], given.ToJsonString(Plain), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en-US")]
    [InlineData("zh-TW")]
    public async Task A_reply_whose_conversation_went_to_a_colleague_meanwhile_comes_back_as_it_was_typed(string locale)
    {
        teams.Locale = locale;
        var customer = await teams.Customers.TakenAsync(Staff.Seller);
        var card = await PressAsync((await teams.SayAsync(Staff.Seller, "mine")).Card!, Verbs.MineOpen);
        var given = await LateAsync(
            card,
            Verbs.ConversationReply,
            _ => teams.Get<Conversations>().PassAsync(customer, Staff.Seller.Id, Staff.Other.Id, TimeProvider.System.GetUtcNow()),
            ("text", "two of them, *tomorrow*")
        );
        Assert.Equal("two of them, *tomorrow*", Value(given, "text"));
        Assert.DoesNotContain(stub.All, call => call.Path == "/line/v2/bot/message/push");
    }

    /// <summary>Nothing can be written while it is pressed, and <paramref name="meanwhile"/> is done before anything can.</summary>
    /// <returns>What takes the place of the card that was pressed.</returns>
    private async Task<JsonObject> LateAsync(
        JsonObject card,
        string verb,
        Func<SqlTransaction, Task> meanwhile,
        params (string, string)[] inputs
    )
    {
        var (held, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        var writing = teams
            .Get<Database>()
            .WriteAsync(
                async writing =>
                {
                    held.TrySetResult();
                    await release.Task;
                    await meanwhile(writing);
                    return true;
                },
                default
            );
        await held.Task;
        time.Impatient = true;
        var working = await PressAsync(card, verb, inputs);
        time.Impatient = false;
        Assert.Equal(Phrases.For(teams.Locale)["Working"], CardReader.Title(working));
        release.SetResult();
        await writing;
        return (await stub.CallAsync(call => call.Method == "PUT" && call.Path.EndsWith("/the-card", StringComparison.Ordinal))).Card!;
    }

    private async Task<JsonObject> PressAsync(JsonObject card, string verb, params (string, string)[] inputs)
    {
        var answer = await teams.PressAsync(Staff.Seller, card, verb, "the-card", inputs);
        Assert.True((string?)answer["type"] == "application/vnd.microsoft.card.adaptive", answer.ToJsonString());
        return answer["value"]!.AsObject();
    }

    private static string? Value(JsonObject card, string id) =>
        (string?)card["body"]!.AsArray().Single(element => (string?)element!["id"] == id)!["value"];

    /// <summary>A clock on which the time that a button may wait is over at once, when asked to.</summary>
    private sealed class ImpatientTime : TimeProvider
    {
        public volatile bool Impatient;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, Impatient && dueTime == LateAnswers.Patience ? TimeSpan.Zero : dueTime, period);
    }
}
