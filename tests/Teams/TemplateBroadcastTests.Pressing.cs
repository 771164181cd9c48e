using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Tests.Teams;

public sealed partial class TemplateBroadcastTests
{
    private static bool Waits(ConnectorCall call) =>
        call.Method == "PUT" && call.Body.Contains("The rest is sent once it is approved again", StringComparison.Ordinal);

    private async Task<T> TallyAsync<T>(long campaign, Func<Tally, T> seen, Func<Tally, bool> enough) =>
        seen(
            await Servers.Until.SeenAsync(
                "the tally",
                TimeSpan.FromSeconds(30),
                () => House.Get<DeliveryReports>().TallyAsync(campaign, default),
                enough
            )
        );

    /// <summary>The sandbox's customers of a number write and become this person's.</summary>
    private async Task<IReadOnlyList<CustomerKey>> TakeAsync(string number, StaffMember who, string name)
    {
        var people = (await graph!.GetAsync($"customers/whatsapp?destination={number}"))["customers"]!.AsArray();
        var taken = people.Select(person => new CustomerKey(new(ChannelId.WhatsApp, number), (string)person!["userId"]!)).ToList();
        foreach (var customer in taken)
            await TakeAsync(customer, who, name);
        return taken;
    }

    private Task TakeLineAsync(StaffMember who) =>
        TakeAsync(new CustomerKey(new(ChannelId.Line, House.Line), "U" + new string('1', 32)), who, "Lin");

    private async Task TakeAsync(CustomerKey customer, StaffMember who, string name)
    {
        var conversations = House.Get<Conversations>();
        var said = new InboundEvent(
            $"event {++events}",
            customer.Account,
            customer.UserId,
            TimeProvider.System.GetUtcNow(),
            false,
            new InboundBody.Message($"{events}", MessageKind.Text, "嗨", null),
            null
        );
        await conversations.ApplyAsync([said], suppressionsPending: false, default);
        await conversations.SetProfileAsync(customer, new Profile(name, null));
        Assert.Equal(Transition.Done, await conversations.TakeAsync(customer, who.Id, TimeProvider.System.GetUtcNow()));
    }

    private async Task<JsonArray> MessagesAsync(int count) =>
        (
            await Servers.Until.SeenAsync(
                $"{count} messages",
                TimeSpan.FromSeconds(30),
                async () => (await graph!.GetAsync("ledger/messages?channel=whatsapp"))["messages"]!.AsArray(),
                messages => messages.Count == count
            )
        );

    private async Task<ConnectorCall> SayAsync(StaffMember who, string words)
    {
        var call = await House.SayAsync(who, words);
        newest = call.AnsweredId ?? newest;
        return call;
    }

    private async Task<JsonObject> AttachAsync(StaffMember who, byte[] content, string name)
    {
        stub!.Next(context => context.Response.Body.WriteAsync(content).AsTask());
        var activity = House.Activity("message", who);
        activity["text"] = "";
        activity["attachments"] = new JsonArray(
            new JsonObject
            {
                ["contentType"] = "image/png",
                ["name"] = name,
                ["contentUrl"] = $"{stub.ServiceUrl}/files/{Guid.NewGuid():N}",
            }
        );
        Assert.Equal(System.Net.HttpStatusCode.OK, (await House.PostAsync(activity.ToJsonString())).Status);
        var call = await stub.CallAsync(call => call.Method == "POST");
        Assert.True(call.Card is not null, call.Body);
        newest = call.AnsweredId ?? newest;
        return call.Card;
    }

    private async Task<JsonObject> PickAsync(JsonObject list, string name, string language, StaffMember who) =>
        Card(await House.PressAsync(who, Pick(list, name, language), newest));

    private static JsonObject Pick(JsonObject list, string name, string language, int? version = null)
    {
        var button = House
            .Buttons(list)
            .Single(button => (string?)button["data"]!["name"] == name && (string?)button["data"]!["language"] == language)
            .DeepClone()
            .AsObject();
        if (version is { } another)
            button["data"]!["version"] = another;
        return button;
    }

    private async Task<JsonObject> PressAsync(JsonObject card, string verb, StaffMember who, params (string, string)[] inputs) =>
        Card(await House.PressAsync(who, card, verb, newest, inputs));

    private static JsonObject Card(JsonObject answer)
    {
        Assert.True((string?)answer["type"] == "application/vnd.microsoft.card.adaptive", answer.ToJsonString());
        return answer["value"]!.AsObject();
    }

    private static JsonObject? Input(JsonObject card, string id) =>
        card["body"]!.AsArray().OfType<JsonObject>().FirstOrDefault(element => (string?)element["id"] == id);

    private static string Words(JsonObject card) => card.ToJsonString(Plain);
}
