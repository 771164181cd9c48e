using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace OmoBroadcast.Tests.Servers;

/// <summary>Somebody with Teams open: types to the bot and presses buttons, as activities on <c>POST /api/messages</c>, and sees what the
/// connector shows.</summary>
/// <param name="service">Where the service is; it may be started again in between.</param>
/// <param name="sandbox">Whose connector shows the answers.</param>
/// <param name="staffId">The Entra object id.</param>
/// <param name="secure">The connector is spoken to over https.</param>
public sealed class Salesperson(Func<Uri> service, SandboxProcess sandbox, string staffId, bool secure = false) : IDisposable
{
    /// <summary>Teams sends an activity again, with the same id, that was not answered within so long.</summary>
    private static readonly TimeSpan Redelivery = TimeSpan.FromSeconds(15);
    private const int MostDeliveries = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly HttpClient http = new() { Timeout = Timeout.InfiniteTimeSpan };
    private readonly Lazy<Task<string>> token = new(() => sandbox.Client.ArriveAsync(staffId, ServiceUrl(sandbox, secure)));
    private long seen;
    private long messages;

    public string StaffId => staffId;

    public string Conversation => $"a:1{staffId}";

    /// <summary>Types, and waits for the message that comes back; with a verb: for one that has such a button.</summary>
    public async Task<TeamsCard> SayAsync(string words, string? verb = null)
    {
        var before = (await sandbox.Client.TeamsAsync(Conversation, seen, TimeSpan.Zero)).Sequence;
        var activity = Activity(
            "message",
            string.Create(CultureInfo.InvariantCulture, $"{1_700_000_000_000 + Interlocked.Increment(ref messages)}")
        );
        (activity["text"], activity["textFormat"]) = (words, "plain");
        using var answer = await PostAsync(activity);
        answer.EnsureSuccessStatusCode();
        seen = before;
        return await NextAsync(
            "an answer to " + words,
            (kind, card) => kind == "post" && (verb is null || card.Verbs.Contains(verb)),
            Patience
        );
    }

    /// <summary>Presses the first button of that verb with the card's inputs filled in, and sees the card that comes back.</summary>
    public Task<TeamsCard> PressAsync(TeamsCard card, string verb, params (string Id, string Value)[] inputs) =>
        PressAsync(card, card.Button(verb), inputs);

    public async Task<TeamsCard> PressAsync(TeamsCard card, JsonObject button, params (string Id, string Value)[] inputs)
    {
        var pressed = (JsonObject)button.DeepClone();
        if (pressed["data"] is not JsonObject data)
            pressed["data"] = data = [];
        foreach (var (id, value) in inputs)
            data[id] = value;
        var activity = Activity("invoke", $"f:{Guid.NewGuid()}");
        activity["name"] = "adaptiveCard/action";
        activity["value"] = new JsonObject { ["action"] = pressed, ["trigger"] = "manual" };
        if (card.ActivityId is not null)
            activity["replyToId"] = card.ActivityId;
        using var answer = await PostAsync(activity);
        var body = await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonObject>();
        return (string?)body!["type"] == "application/vnd.microsoft.card.adaptive"
            ? new TeamsCard((JsonObject)body["value"]!.DeepClone(), card.ActivityId)
            : throw new InvalidOperationException($"'{button["verb"]}' was answered without a card: {body.ToJsonString()}");
    }

    /// <summary>待處理, and 跟進 for all of them: afterwards all customers who wait are mine.</summary>
    public async Task TakeAllAsync()
    {
        var card = await SayAsync("待處理", "mine.open");
        string[] taking = ["pending.takeAll", "pending.askAll", "pending.take"];
        while (taking.FirstOrDefault(card.Verbs.Contains) is { } next)
            card = await PressAsync(card, next);
    }

    /// <summary>群發 as far as the preview: all of mine, these texts.</summary>
    public async Task<TeamsCard> PreviewAsync(params string[] texts)
    {
        var choose = await SayAsync("群發", "broadcast.compose");
        var compose = await PressAsync(choose, "broadcast.compose");
        return await PressAsync(
            compose,
            "broadcast.compose",
            [.. texts.Select((text, i) => (string.Create(CultureInfo.InvariantCulture, $"text{i + 1}"), text))]
        );
    }

    /// <summary>群發 to all of mine, at once; the card that shows its progress.</summary>
    public async Task<TeamsCard> BroadcastAsync(params string[] texts) => await PressAsync(await PreviewAsync(texts), "broadcast.send");

    /// <summary>Waits for the update of the card that ends its campaign. Throws <see cref="TimeoutException"/>, with the last numbers
    /// seen.</summary>
    public async Task<CampaignNumbers> FinalAsync(TeamsCard progress, TimeSpan within)
    {
        if (progress.Numbers is { IsFinal: true } already)
            return already;
        var campaign = progress.Numbers?.Campaign ?? throw new InvalidOperationException($"This card shows no campaign:\n{progress}");
        return (
            await NextAsync(
                $"campaign {campaign} to end",
                (_, card) => card.Numbers is { IsFinal: true } numbers && numbers.Campaign == campaign,
                within
            )
        ).Numbers!;
    }

    /// <summary>Posts anything as the channel does: with its token, and again when it was not answered in time. The answer is the caller's
    /// to dispose of.</summary>
    public Task<HttpResponseMessage> PostAsync(JsonObject activity) => PostAsync(() => JsonContent.Create(activity));

    /// <summary>Posts what is no activity, as the channel would.</summary>
    /// <param name="body">Makes it, once for each time it is sent.</param>
    public async Task<HttpResponseMessage> PostAsync(Func<HttpContent> body)
    {
        for (var times = 1; ; times++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(service(), "api/messages")) { Content = body() };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await token.Value);
            using var limit = new CancellationTokenSource(Redelivery);
            try
            {
                return await http.SendAsync(request, limit.Token);
            }
            catch (OperationCanceledException) when (times < MostDeliveries)
            {
                // Not answered in time: again.
            }
        }
    }

    /// <summary>The fields that every activity from this person has.</summary>
    public JsonObject Activity(string type, string id) =>
        new()
        {
            ["type"] = type,
            ["id"] = id,
            ["timestamp"] = TimeProvider.System.GetUtcNow().ToString("O", CultureInfo.InvariantCulture),
            ["localTimezone"] = "Asia/Taipei",
            ["serviceUrl"] = ServiceUrl(sandbox, secure),
            ["channelId"] = "msteams",
            ["from"] = new JsonObject
            {
                ["id"] = $"29:1{staffId}",
                ["name"] = "測試人員",
                ["aadObjectId"] = staffId,
            },
            ["recipient"] = new JsonObject { ["id"] = "28:omo", ["name"] = "OmoBroadcast" },
            ["conversation"] = new JsonObject
            {
                ["id"] = Conversation,
                ["conversationType"] = "personal",
                ["tenantId"] = TeamsAppSeed.TenantId,
            },
            ["channelData"] = new JsonObject { ["tenant"] = new JsonObject { ["id"] = TeamsAppSeed.TenantId } },
            ["locale"] = "zh-TW",
        };

    public void Dispose() => http.Dispose();

    private static string ServiceUrl(SandboxProcess sandbox, bool secure) => $"{(secure ? sandbox.Secure : sandbox.Address)}teams";

    // Follows the conversation on the connector's own bell; cards come as new messages and as updates of old ones.
    private async Task<TeamsCard> NextAsync(string what, Func<string, TeamsCard, bool> wanted, TimeSpan within)
    {
        TeamsCard? last = null;
        var clock = TimeProvider.System;
        for (var start = clock.GetTimestamp(); clock.GetElapsedTime(start) < within; )
        {
            var events = await sandbox.Client.TeamsAsync(Conversation, seen, TimeSpan.FromSeconds(1));
            foreach (var one in events.Events)
            {
                seen = one.Sequence;
                if (Card(one) is not { } card)
                    continue;
                last = card;
                if (wanted(one.Kind, card))
                    return card;
            }
        }
        throw new TimeoutException($"Waited {within.TotalSeconds:0} s for {what}; last seen:\n{last}");
    }

    private static TeamsCard? Card(TeamsEvent one)
    {
        if (one.Kind is not ("post" or "update") || one.Activity is not JsonObject activity)
            return null;
        if (activity["attachments"] is JsonArray { Count: > 0 } attachments && attachments[0]?["content"] is JsonObject content)
            return new TeamsCard((JsonObject)content.DeepClone(), one.Id);
        return (string?)activity["text"] is { } text
            ? new TeamsCard(new JsonObject { ["body"] = new JsonArray(new JsonObject { ["type"] = "TextBlock", ["text"] = text }) }, one.Id)
            : null;
    }
}
