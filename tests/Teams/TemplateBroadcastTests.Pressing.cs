using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Tests.Playing;
using OmoBroadcast.Tests.Sandbox;

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
                () => Teams.Get<DeliveryReports>().TallyAsync(campaign, default),
                enough
            )
        );

    /// <summary>The sandbox's customers of a number write and become this person's.</summary>
    private async Task<IReadOnlyList<CustomerKey>> TakeAsync(string number, StaffMember who, string name)
    {
        var people = (await graph!.GetAsync($"customers/whatsapp?destination={number}"))["customers"]!.AsArray();
        var taken = people.Select(person => new CustomerKey(new(ChannelId.WhatsApp, number), (string)person!["userId"]!)).ToList();
        foreach (var customer in taken)
            await Teams.Customers.TakenAsync(customer, who, name);
        return taken;
    }

    /// <summary>On the platform, which tells nobody.</summary>
    private Task SetStatusAsync(string status) =>
        graph!.PostAsync(
            "accounts/whatsapp/templates/status",
            new
            {
                waba = Graph.Waba,
                name = "hello_world",
                language = "en_US",
                status,
                tell = false,
            }
        );

    /// <summary>The platform's webhook about the template.</summary>
    private Task TellAsync(string id, string status, TimeSpan ahead = default)
    {
        var (now, body) = (
            TimeProvider.System.GetUtcNow(),
            new InboundBody.TemplateChanged(Graph.Waba, "hello_world", "en_US", status, null)
        );
        var news = new InboundEvent(id, new(ChannelId.WhatsApp, graph!.Id), null, now + ahead, false, body, null);
        return Teams.Get<Reports>().ApplyAsync([news], _ => true, now, default);
    }

    private async Task TwoAreToldOfThePauseAsync()
    {
        var told = new List<ConnectorCall>();
        while (told.Count < 2)
            told.Add(
                await stub!.CallAsync(call =>
                    call.Method == "POST"
                    && call.Body.Contains("be used for now (paused, code", StringComparison.Ordinal)
                    && call.Body.Contains("132015", StringComparison.Ordinal)
                )
            );
        Assert.Equal(2, told.Select(call => call.Path).Distinct().Count());
        Assert.All(told, call => Assert.Contains("waiting: 2", Words(call.Card!), StringComparison.Ordinal));
    }

    private Task TakeLineAsync(StaffMember who) =>
        Teams.Customers.TakenAsync(new CustomerKey(TestAccounts.Line, "U" + new string('1', 32)), who, "Lin");

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
        var call = await Teams.SayAsync(who, words);
        newest = call.AnsweredId ?? newest;
        return call;
    }

    private async Task<JsonObject> AttachAsync(StaffMember who, byte[] content, string name)
    {
        stub!.Next(context => context.Response.Body.WriteAsync(content).AsTask());
        var activity = Teams.Activity("message", who);
        activity["text"] = "";
        activity["attachments"] = new JsonArray(
            new JsonObject
            {
                ["contentType"] = "image/png",
                ["name"] = name,
                ["contentUrl"] = $"{stub.ServiceUrl}/files/{Guid.NewGuid():N}",
            }
        );
        Assert.Equal(System.Net.HttpStatusCode.OK, (await Teams.PostAsync(activity.ToJsonString())).Status);
        var call = await stub.CallAsync(call => call.Method == "POST");
        Assert.True(call.Card is not null, call.Body);
        newest = call.AnsweredId ?? newest;
        return call.Card;
    }

    private async Task<JsonObject> PickAsync(JsonObject list, string name, string language, StaffMember who) =>
        Card(await Teams.PressAsync(who, Pick(list, name, language), newest));

    private static JsonObject Pick(JsonObject list, string name, string language, int? version = null)
    {
        var button = CardReader
            .Buttons(list)
            .Single(button => (string?)button["data"]!["name"] == name && (string?)button["data"]!["language"] == language)
            .DeepClone()
            .AsObject();
        if (version is { } another)
            button["data"]!["version"] = another;
        return button;
    }

    private async Task<JsonObject> PressAsync(JsonObject card, string verb, StaffMember who, params (string, string)[] inputs) =>
        Card(await Teams.PressAsync(who, card, verb, newest, inputs));

    private static JsonObject Card(JsonObject answer)
    {
        Assert.True((string?)answer["type"] == "application/vnd.microsoft.card.adaptive", answer.ToJsonString());
        return answer["value"]!.AsObject();
    }

    private static JsonObject? Input(JsonObject card, string id) =>
        card["body"]!.AsArray().OfType<JsonObject>().FirstOrDefault(element => (string?)element["id"] == id);

    private static string Words(JsonObject card) => card.ToJsonString(Plain);
}
