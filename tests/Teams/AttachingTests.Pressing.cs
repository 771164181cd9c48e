using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Teams.Connector;
using OmoBroadcast.Tests.Playing;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.Teams;

public sealed partial class AttachingTests
{
    private async Task<IReadOnlyList<string>> FoundAsync()
    {
        var choose = (await SayAsync("broadcast")).Card;
        var campaign = (string?)CardReader.Buttons(choose).First()["data"]!["campaign"]?.ToString();
        var found = await Teams.SearchAsync(Staff.Seller, $"customers/{campaign}", "たか");
        return [.. found["value"]!["results"]!.AsArray().Select(one => (string)one!["title"]!)];
    }

    private static IReadOnlyList<string> Titles(JsonObject card, string input) =>
        [.. Input(card, input)!["choices"]!.AsArray().Select(choice => (string)choice!["title"]!)];

    private async Task<IReadOnlyList<CustomerKey>> CustomersAsync(params string[] names)
    {
        var customers = await open.Customers.TakenAsync(Staff.Seller, names.Length);
        for (var i = 0; i < names.Length; i++)
            await Teams.Get<Conversations>().SetProfileAsync(customers[i], new Profile(names[i], null));
        return customers;
    }

    /// <summary>The card and the id it has in the chat, by which its buttons are pressed.</summary>
    private async Task<(JsonObject Card, string Id)> SayAsync(string words)
    {
        var call = await Teams.SayAsync(Staff.Seller, words);
        await StandsAsync();
        return (call.Card!, call.AnsweredId!);
    }

    // Teams has a message a moment before it is written down which stands last; nobody is so quick, but a test.
    private Task StandsAsync() =>
        Until.SeenAsync(
            "what stands last",
            TimeSpan.FromSeconds(20),
            () => Teams.Get<ChatTrail>().FindAsync($"a:1{Staff.Seller.Id}", default),
            chat => chat is not null
        );

    private Task<(JsonObject Card, string Id)> AttachAsync(string words, byte[] content, string name, bool asFile = false) =>
        AttachAsync(words, asFile, (content, name));

    private Task<(JsonObject Card, string Id)> AttachAsync(string words, params (byte[] Content, string Name)[] files) =>
        AttachAsync(words, false, files);

    private async Task<(JsonObject Card, string Id)> AttachAsync(string words, bool asFile, params (byte[] Content, string Name)[] files)
    {
        var attachments = new JsonArray();
        foreach (var (content, name) in files)
        {
            var url = $"{open.Stub.ServiceUrl}/files/{Guid.NewGuid():N}";
            open.Stub.Serve(new Uri(url).AbsolutePath, content);
            attachments.Add(
                asFile
                    ? new JsonObject
                    {
                        ["contentType"] = "application/vnd.microsoft.teams.file.download.info",
                        ["name"] = name,
                        ["content"] = new JsonObject { ["downloadUrl"] = url },
                    }
                    : new JsonObject
                    {
                        ["contentType"] = "image/png",
                        ["name"] = name,
                        ["contentUrl"] = url,
                    }
            );
        }

        var activity = Teams.Activity("message", Staff.Seller);
        (activity["text"], activity["attachments"]) = (words, attachments);
        Assert.Equal(System.Net.HttpStatusCode.OK, (await Teams.PostAsync(activity.ToJsonString())).Status);
        var call = await open.Stub.CallAsync(call => call.Method == "POST" && call.Card?["metadata"]?["omo"]?["notice"] is null);
        Assert.True(call.Card is not null, call.Body);
        await StandsAsync();
        return (call.Card!, call.AnsweredId!);
    }

    private async Task<JsonObject> PressAsync(JsonObject card, string verb, string id, params (string, string)[] inputs)
    {
        var answer = await Teams.PressAsync(Staff.Seller, card, verb, id, inputs);
        Assert.True((string?)answer["type"] == "application/vnd.microsoft.card.adaptive", answer.ToJsonString());
        return answer["value"]!.AsObject();
    }

    private async Task<int> MediaInDraftsAsync() =>
        (
            await Teams
                .Get<Database>()
                .QueryAsync("select content from campaigns where state = 0", row => LedgerJson.Read<Content>(row.Text("content")), default)
        ).Sum(content => content.Messages.OfType<OutboundMessage.Media>().Count());

    private async Task<IReadOnlyList<(Content Content, string User)>> RequestsAsync() =>
        await Teams
            .Get<Database>()
            .QueryAsync(
                """
                select content, recipients from records where campaign = 0
                union all select content, recipients from queue where campaign = 0
                """,
                row => (LedgerJson.Read<Content>(row.Text("content")), row.Text("recipients")),
                default
            );

    private static IEnumerable<string> Texts(JsonNode? node) =>
        node switch
        {
            JsonObject one when (string?)(one["type"] as JsonValue) == "TextBlock" => [(string)one["text"]!],
            JsonObject one => one.SelectMany(property => Texts(property.Value)),
            JsonArray many => many.SelectMany(Texts),
            _ => [],
        };

    private static JsonObject With(JsonObject button, params (string Id, string Value)[] inputs)
    {
        var pressed = button.DeepClone().AsObject();
        foreach (var (id, value) in inputs)
            pressed["data"]![id] = value;
        return pressed;
    }

    private static IEnumerable<JsonObject> Buttons(JsonObject card, string verb) =>
        CardReader.Buttons(card).Where(button => (string?)button["verb"] == verb);

    private static JsonObject? Input(JsonObject card, string id) =>
        card["body"]!.AsArray().OfType<JsonObject>().FirstOrDefault(element => (string?)element["id"] == id);
}
