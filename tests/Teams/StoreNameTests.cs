using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Tests.Playing;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.Teams;

/// <summary>A store is called by its name wherever staff or customers read it, and by its id nowhere.</summary>
public sealed class StoreNameTests : IAsyncLifetime
{
    private const string Id = "S01",
        Name = "信義旗艦店";

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly StaffMember Seller = Staff.Seller with { Store = Id, StoreName = Name };
    private static readonly StaffMember Manager = new("55555555-5555-4555-8555-555555555555", "陳經理", Role.Manager, Id)
    {
        StoreName = Name,
    };
    private readonly TeamsFixture open = new();

    private TeamsFace Teams => open.Teams;

    public async ValueTask InitializeAsync()
    {
        await open.InitializeAsync();
        await Teams.Get<StaffDirectory>().ReplaceAsync([Seller, Manager, Staff.Administrator], default);
    }

    public ValueTask DisposeAsync() => open.DisposeAsync();

    [Fact]
    public async Task In_a_broadcast_s_preview_and_in_what_is_sent()
    {
        await open.Customers.TakenAsync(Seller, 1);
        var compose = await PressAsync(Seller, (await Teams.SayAsync(Seller, "群發")).Card!, Verbs.BroadcastCompose);
        var preview = await PressAsync(Seller, compose, Verbs.BroadcastCompose, ("text1", "{{store_name}} 祝您平安"));
        Shows(preview);
        await PressAsync(Seller, preview, Verbs.BroadcastSend);
        Assert.Contains($"{Name} 祝您平安", await SentAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_an_answer_and_in_the_cards_of_managers_and_administrators()
    {
        await open.Customers.TakenAsync(Manager, 1);
        var conversation = await PressAsync(Manager, (await Teams.SayAsync(Manager, "我的事件")).Card!, Verbs.MineOpen);
        await PressAsync(Manager, conversation, Verbs.ConversationReply, ("text", "{{store_name}} 您好"));
        Assert.Contains($"{Name} 您好", await SentAsync(), StringComparison.Ordinal);

        Shows((await Teams.SayAsync(Manager, "團隊")).Card!);
        var choose = (await Teams.SayAsync(Manager, "群發")).Card!;
        Shows(choose);
        Shows(await PressAsync(Manager, choose, Verbs.BroadcastChoose, ("whose", "store")));
        Shows((await Teams.SayAsync(Staff.Administrator, "稽核")).Card!);
        var saved = await PressAsync(Staff.Administrator, (await Teams.SayAsync(Staff.Administrator, "預存回覆")).Card!, Verbs.SavedNew);
        Assert.Contains($"\"title\":\"{Name}\",\"value\":\"{Id}\"", saved.ToJsonString(Plain), StringComparison.Ordinal);
    }

    private async Task<string> SentAsync() =>
        JsonNode
            .Parse(
                (
                    await Until.SeenAsync(
                        "a message to LINE",
                        TimeSpan.FromSeconds(30),
                        () =>
                            Task.FromResult(
                                open.Stub.All.FirstOrDefault(call => call.Path.EndsWith("/message/push", StringComparison.Ordinal))
                            ),
                        call => call is not null
                    )
                )!.Body
            )!
            .ToJsonString(Plain);

    private static void Shows(JsonObject card)
    {
        Assert.Contains(Name, card.ToJsonString(Plain), StringComparison.Ordinal);
        Assert.DoesNotContain(Id, card.ToJsonString(Plain), StringComparison.Ordinal);
    }

    private async Task<JsonObject> PressAsync(StaffMember who, JsonObject card, string verb, params (string, string)[] inputs)
    {
        var answer = await Teams.PressAsync(who, card, verb, "m1", inputs);
        Assert.True((string?)answer["type"] == "application/vnd.microsoft.card.adaptive", answer.ToJsonString());
        return answer["value"]!.AsObject();
    }
}
