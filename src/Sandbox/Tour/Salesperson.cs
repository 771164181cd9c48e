using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using OmoBroadcast.Sandbox.Teams;

namespace OmoBroadcast.Sandbox.Tour;

/// <summary>Somebody with Teams open: types commands, sees the card that comes, fills it in and presses its buttons.</summary>
internal sealed class Salesperson(HttpClient http, SandboxClient sandbox, TourOptions options)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private readonly TeamsPerson _me = options.Salesperson;
    private readonly string _serviceUrl = new Uri(options.Sandbox, "teams").ToString();
    private readonly ActivityWriter _activities = new(options.Salesperson, new Uri(options.Sandbox, "teams").ToString());
    private string? _token;
    private string? _activity;
    private long _sequence;

    /// <summary>The card in front of them.</summary>
    public JsonObject Card { get; private set; } = [];

    public async Task ArriveAsync()
    {
        await sandbox.PostAsync($"teams/people?bot={Uri.EscapeDataString(new Uri(options.Service, "api/messages").ToString())}", _me);
        if (options.AppId is not null)
            _token = (string?)(await sandbox.PostAsync("teams/token", new { Audience = options.AppId, ServiceUrl = _serviceUrl }))["token"];
        await SendAsync(_activities.Installation(TimeProvider.System.GetUtcNow()));
    }

    /// <summary>Types a command and waits for the card that has one of these buttons.</summary>
    public async Task TypeAsync(string command, params string[] verbs)
    {
        (_sequence, _) = await sandbox.WaitAsync(_me.ConversationId!, 0, TimeSpan.Zero);
        await SendAsync(_activities.Message(TimeProvider.System.GetUtcNow(), command));
        await SeeAsync($"a card for {command}", card => verbs.Any(v => CardReading.Button(card, v) is not null));
    }

    /// <summary>Attaches a picture in the chat, without a word, and waits for the card that has this input.</summary>
    public async Task AttachAsync(string name, byte[] png, string input)
    {
        (_sequence, _) = await sandbox.WaitAsync(_me.ConversationId!, 0, TimeSpan.Zero);
        var activity = _activities.Message(TimeProvider.System.GetUtcNow(), "");
        activity["attachments"] = new JsonArray(await sandbox.PostAsync("teams/files", new TeamsFile(name, "image/png", png)));
        await SendAsync(activity);
        await SeeAsync($"a card with {name}", card =>
            CardReading.HasInput(card, input) || CardReading.Button(card, "media.join") is not null
        );
        // Something came in between: what it is for was asked.
        if (!CardReading.HasInput(Card, input))
            await PressAsync("media.join");
    }

    public bool CanPress(string verb) => CardReading.Button(Card, verb) is not null;

    /// <returns>What was said instead of a card, if anything.</returns>
    public async Task<string?> PressAsync(string verb, IReadOnlyDictionary<string, string>? typed = null)
    {
        var button = CardReading.Button(Card, verb)
            ?? throw new TourException($"The card has no button {verb}:\n{string.Join('\n', CardReading.Lines(Card))}");
        var action = CardReading.Press(Card, button, typed ?? new Dictionary<string, string>());
        var activity = _activities.Press(TimeProvider.System.GetUtcNow(), action, _activity);
        var answer = await SendAsync(activity);
        switch ((string?)answer?["type"])
        {
            case "application/vnd.microsoft.card.adaptive":
                Card = answer["value"] as JsonObject ?? throw new TourException($"{verb} was answered with an empty card.");
                return null;
            case "application/vnd.microsoft.activity.message":
                return answer["value"]?.ToString();
            default:
                throw new TourException($"{verb} was answered with {answer?.ToJsonString() ?? "nothing"}.");
        }
    }

    /// <summary>Watches the chat until the broadcast has ended, telling how it stands each time the bot shows it.</summary>
    /// <param name="still">How long nothing may change.</param>
    /// <param name="show">Told of every standing.</param>
    public async Task<Standing> WatchAsync(TimeSpan still, Action<Standing> show)
    {
        var now = Standing.Of(Card)
            ?? throw new TourException($"The card tells no progress:\n{string.Join('\n', CardReading.Lines(Card))}");
        show(now);
        var quiet = TimeProvider.System.GetTimestamp();
        while (!now.Ended)
        {
            if (TimeProvider.System.GetElapsedTime(quiet) > still)
                throw new TourException($"Nothing moved for {still.TotalSeconds:0} s; last seen: {now}");
            (_sequence, var events) = await sandbox.WaitAsync(_me.ConversationId!, _sequence, TimeSpan.FromSeconds(2));
            foreach (var card in events.Select(e => CardReading.CardOf(e["activity"] as JsonObject)).OfType<JsonObject>())
            {
                if (Standing.Of(card) is not { } next)
                    continue;
                if (next != now)
                    quiet = TimeProvider.System.GetTimestamp();
                (Card, now) = (card, next);
                show(now);
            }
        }

        return now;
    }

    private async Task SeeAsync(string what, Func<JsonObject, bool> wanted)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(start) < Patience)
        {
            (_sequence, var events) = await sandbox.WaitAsync(_me.ConversationId!, _sequence, Patience);
            foreach (var shown in events)
            {
                if (CardReading.CardOf(shown["activity"] as JsonObject) is not { } card || !wanted(card))
                    continue;
                (Card, _activity) = (card, (string?)shown["id"]);
                return;
            }
        }

        throw new TourException($"Waited {Patience.TotalSeconds:0} s for {what}.");
    }

    private async Task<JsonNode?> SendAsync(JsonObject activity)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(options.Service, "api/messages"));
        request.Content = JsonContent.Create(activity);
        if (_token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token);
        using var response = await http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        if (!response.IsSuccessStatusCode)
            throw new TourException($"The service answered {(int)response.StatusCode} to {activity["type"]} {activity["text"]}: {text}");
        return string.IsNullOrWhiteSpace(text) ? null : JsonSerializer.Deserialize<JsonNode>(text);
    }
}
