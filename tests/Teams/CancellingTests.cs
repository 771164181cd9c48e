using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Texts;
using OmoBroadcast.Tests.Playing;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.Teams;

/// <summary>A broadcast is cancelled while it is being sent.</summary>
public sealed class CancellingTests : IAsyncLifetime
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly AccountKey Line = TestAccounts.Line;
    private readonly TeamsFixture open = new();

    private TeamsFace Teams => open.Teams;

    public ValueTask InitializeAsync() => open.InitializeAsync();

    public ValueTask DisposeAsync() => open.DisposeAsync();

    [Fact]
    public async Task What_has_not_been_sent_is_not_sent_any_more_and_the_card_says_to_how_many()
    {
        await open.Customers.TakenAsync(Staff.Seller, 3);
        await Teams.Get<Holds>().HoldAsync(Line, HoldReason.Token, TimeProvider.System.GetUtcNow().AddHours(1), "", default);
        var compose = await PressAsync((await Teams.SayAsync(Staff.Seller, "群發")).Card!, Verbs.BroadcastCompose);
        await PressAsync(await PressAsync(compose, Verbs.BroadcastCompose, ("text1", "嗨")), Verbs.BroadcastSend);
        var running = await open.Stub.CallAsync(call => call.Method == "PUT" && (int?)Numbers(call.Card)?["waiting"] == 3);
        Assert.Equal("sending", (string?)Numbers(running.Card)!["state"]);

        var asked = await PressAsync(running.Card!, Verbs.BroadcastAskCancel);
        Assert.Equal("3", CardReader.Large(asked));
        Assert.Contains(Phrases.English["Cancel_WillNot"], asked.ToJsonString(Plain), StringComparison.Ordinal);
        var cancelled = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => PressAsync(asked, Verbs.BroadcastCancel)));
        Assert.All(cancelled, card => Assert.Equal("cancelled", (string?)Numbers(card)!["state"]));

        await Teams.Get<Holds>().LiftAsync(Line, default);
        var record = await Until.SeenAsync(
            "the end",
            TimeSpan.FromSeconds(20),
            async () => await PressAsync((await Teams.SayAsync(Staff.Seller, "群發紀錄")).Card!, Verbs.RecordsOpen),
            card => (int)Numbers(card)!["cancelled"]! == 3
        );
        Assert.Contains(Phrases.English.Say("Cancelled_Stopped", "0", "3"), record.ToJsonString(Plain), StringComparison.Ordinal);
        Assert.Contains(Phrases.English.Say("Button_Retry", "3"), record.ToJsonString(Plain), StringComparison.Ordinal);
        Assert.Equal(0, open.Pushes);
    }

    private static JsonNode? Numbers(JsonObject? card) => card?["metadata"]?["omo"];

    private async Task<JsonObject> PressAsync(JsonObject card, string verb, params (string, string)[] inputs)
    {
        var answer = await Teams.PressAsync(Staff.Seller, card, verb, "the-card", inputs);
        Assert.True((string?)answer["type"] == "application/vnd.microsoft.card.adaptive", answer.ToJsonString());
        return answer["value"]!.AsObject();
    }
}
