using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace OmoBroadcast.Tests.Sandbox;

/// <summary>The least that passes for the service in a tour: takes webhooks, shows cards, pushes. It may be told to lie.</summary>
internal sealed class SmallService : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Platform _platform;
    private readonly ConcurrentDictionary<string, string?> _people = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _gone = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _waiting = new();
    private string[] _texts = [];

    private SmallService(WebApplication app, Platform platform) => (_app, _platform) = (app, platform);

    public string Address => _app.Urls.First();

    /// <summary>Sends the first customer's message twice, under two keys.</summary>
    public bool SendsTwice { get; init; }

    /// <summary>Says that one more was accepted than was.</summary>
    public bool Boasts { get; init; }

    public static async Task<SmallService> StartAsync(Platform platform, bool sendsTwice = false, bool boasts = false)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrel().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRouting();
        var service = new SmallService(builder.Build(), platform) { SendsTwice = sendsTwice, Boasts = boasts };
        service._app.MapGet("/health/live", () => "ok");
        service._app.MapPost("/webhooks/line", service.WebhookAsync);
        service._app.MapPost("/api/messages", service.ActivityAsync);
        await service._app.StartAsync();
        return service;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task WebhookAsync(HttpContext http)
    {
        var body = await http.Request.ReadFromJsonAsync<JsonObject>();
        foreach (var happened in body!["events"]!.AsArray())
        {
            var user = (string)happened!["source"]!["userId"]!;
            if ((string)happened["type"]! == "unfollow" || (string?)happened["message"]?["text"] is "取消訂閱" or "STOP") _gone[user] = true;
            else if (_people.TryAdd(user, await NameAsync(user))) _waiting.Enqueue(user);
        }
    }

    private async Task<string?> NameAsync(string user) =>
        (string?)(await _platform.CallAsync(HttpMethod.Get, $"line/v2/bot/profile/{user}", token: Token)).Json["displayName"];

    private const string Token = Platform.Token;

    private async Task ActivityAsync(HttpContext http)
    {
        var activity = (await http.Request.ReadFromJsonAsync<JsonObject>())!;
        var chat = $"{activity["serviceUrl"]}/v3/conversations/{Uri.EscapeDataString((string)activity["conversation"]!["id"]!)}/activities";
        if ((string)activity["type"]! == "message")
            await ShowAsync(HttpMethod.Post, chat, (string)activity["text"]! == "待處理" ? Pending() : Card(null, "broadcast.choose", "broadcast.compose"));
        if ((string)activity["type"]! != "invoke") return;
        var action = activity["value"]!["action"]!;
        var card = (string)action["verb"]! switch
        {
            "pending.take" or "pending.takeAll" => Take((string)action["verb"]! == "pending.take" ? 1 : 100),
            "broadcast.choose" => Card(null, "broadcast.choose", "broadcast.compose"),
            "broadcast.compose" when action["data"]!["text1"] is { } text => Compose((string)text!, (string)action["data"]!["text2"]!),
            "broadcast.compose" => Card([new JsonObject { ["type"] = "Input.Text", ["id"] = "text1" }, new JsonObject { ["type"] = "Input.Text", ["id"] = "text2" }], "broadcast.compose", "broadcast.choose"),
            "broadcast.send" => Send($"{chat}/{activity["replyToId"]}"),
            _ => throw new InvalidOperationException(action.ToJsonString()),
        };
        await http.Response.WriteAsJsonAsync(new { statusCode = 200, type = "application/vnd.microsoft.card.adaptive", value = card });
    }

    private JsonObject Pending() => _waiting.IsEmpty ? Card(null, "mine.open") : Card(null, "pending.take", "pending.takeAll");

    private JsonObject Take(int most)
    {
        for (var i = 0; i < most && _waiting.TryDequeue(out _); i++)
        {
        }

        return Pending();
    }

    private JsonObject Compose(params string[] texts)
    {
        _texts = texts;
        return Card(null, "broadcast.compose", "broadcast.schedule", "broadcast.send");
    }

    private JsonObject Send(string card)
    {
        _ = WorkAsync();
        return Progress("sending", 0);

        async Task WorkAsync()
        {
            var receive = _people.Where(p => !_gone.ContainsKey(p.Key)).ToArray();
            var accepted = 0;
            foreach (var (user, name) in receive)
            {
                var texts = _texts.Select(t => t.Replace("{{customer_name}}", name, StringComparison.Ordinal)).ToArray();
                for (var i = 0; i < (SendsTwice && accepted == 0 ? 2 : 1); i++) await _platform.SendAsync("push", new { to = user, messages = Platform.Texts(texts) }, Guid.NewGuid().ToString());
                if (++accepted % 20 == 0) await ShowAsync(HttpMethod.Put, card, Progress("sending", accepted));
            }

            await ShowAsync(HttpMethod.Put, card, Progress("done", accepted + (Boasts ? 1 : 0)));
        }
    }

    private JsonObject Progress(string state, int accepted)
    {
        var card = Card(null, "records.open");
        var skipped = Math.Min(_gone.Count, _people.Count - accepted);
        card["metadata"] = new JsonObject
        {
            ["omo"] = new JsonObject
            {
                ["campaign"] = 1, ["state"] = state, ["chosen"] = _people.Count, ["accepted"] = accepted, ["skipped"] = skipped, ["refused"] = 0,
                ["unknown"] = 0, ["cancelled"] = 0, ["expired"] = 0, ["waiting"] = _people.Count - accepted - skipped,
            },
        };
        return card;
    }

    private static JsonObject Card(JsonArray? body, params string[] verbs) => new()
    {
        ["type"] = "AdaptiveCard", ["version"] = "1.5", ["body"] = body ?? [],
        ["actions"] = new JsonArray([.. verbs.Select(v => new JsonObject { ["type"] = "Action.Execute", ["verb"] = v, ["title"] = v, ["data"] = new JsonObject() })]),
    };

    private async Task ShowAsync(HttpMethod method, string address, JsonObject card)
    {
        using var request = new HttpRequestMessage(method, address);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "none");
        request.Content = JsonContent.Create(new { type = "message", attachments = new[] { new { contentType = "application/vnd.microsoft.card.adaptive", content = card } } });
        using var response = await _platform.Http.SendAsync(request);
        response.EnsureSuccessStatusCode();
    }
}
