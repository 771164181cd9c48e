using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OmoBroadcast.Sandbox;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.Sandbox;

/// <summary>The least that passes for the service in a tour: takes webhooks, shows cards, pushes. It may be told to lie.</summary>
internal sealed class SmallService : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Platform _platform;
    private readonly ConcurrentDictionary<string, string?> _people = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _gone = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _waiting = new();
    private readonly Dictionary<string, string> _words = [];
    private string? _saved;
    private byte[] _picture = [];

    private SmallService(WebApplication app, Platform platform) => (_app, _platform) = (app, platform);

    public string Address => _app.Urls.First(u => u.StartsWith("http://", StringComparison.Ordinal));

    public string Media => _app.Urls.First(u => u.StartsWith("https://", StringComparison.Ordinal)) + "/media";

    /// <summary>Sends the first customer's message twice, under two keys.</summary>
    public bool SendsTwice { get; init; }

    /// <summary>Says that one more was accepted than was.</summary>
    public bool Boasts { get; init; }

    /// <summary>Sends the picture behind the last word.</summary>
    public bool Shuffles { get; init; }

    /// <summary>Serves another picture than the one that was attached.</summary>
    public bool Repaints { get; init; }

    /// <summary>Greets everybody but one by another's name.</summary>
    public bool Mistakes { get; init; }

    /// <summary>Leaves one out and says that they were skipped.</summary>
    public bool Forgets { get; init; }

    public static async Task<SmallService> StartAsync(
        Platform platform,
        bool sendsTwice = false,
        bool boasts = false,
        bool shuffles = false,
        bool repaints = false,
        bool mistakes = false,
        bool forgets = false
    )
    {
        using var folder = new TempFolder();
        Assert.Equal(0, await LoopbackCertificate.WriteAsync([folder.Path]));
        var (certificate, key) = (Path.Combine(folder.Path, "https.pem"), Path.Combine(folder.Path, "https.key"));
        platform.Host.Trust(certificate);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        var shown = X509Certificate2.CreateFromPemFile(certificate, key);
        builder
            .WebHost.UseKestrel(kestrel => kestrel.ConfigureHttpsDefaults(https => https.ServerCertificate = shown))
            .UseKestrelHttpsConfiguration()
            .UseUrls("http://127.0.0.1:0", "https://127.0.0.1:0");
        builder.Services.AddRouting();
        var service = new SmallService(builder.Build(), platform)
        {
            SendsTwice = sendsTwice,
            Boasts = boasts,
            Shuffles = shuffles,
            Repaints = repaints,
            Mistakes = mistakes,
            Forgets = forgets,
        };
        service._app.MapGet("/media/{name}", (string name) =>
            Results.Bytes(service.Repaints && name == "a.png" ? [.. service._picture, 0] : service._picture, "image/png")
        );
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
            if ((string)happened["type"]! == "unfollow" || (string?)happened["message"]?["text"] is "取消訂閱" or "STOP")
                _gone[user] = true;
            else if (_people.TryAdd(user, await NameAsync(user)))
                _waiting.Enqueue(user);
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
            await ShowAsync(HttpMethod.Post, chat, await TypedAsync(activity));
        if ((string)activity["type"]! != "invoke")
            return;
        var action = activity["value"]!["action"]!;
        var card = (string)action["verb"]! switch
        {
            "pending.take" or "pending.takeAll" => Take((string)action["verb"]! == "pending.take" ? 1 : 100),
            "saved.new" => Card([Text("name"), Text("text1")], "saved.keep"),
            "saved.keep" => Keep((string)action["data"]!["name"]!, (string)action["data"]!["text1"]!),
            "broadcast.choose" => Card(null, "broadcast.choose", "broadcast.compose"),
            "broadcast.insert" => Insert(action["data"]!),
            "broadcast.compose" when action["data"]!["text4"] is { } text => Preview((string)text!),
            "broadcast.compose" or "broadcast.attach" => Form(),
            "broadcast.send" => Send($"{chat}/{activity["replyToId"]}"),
            _ => throw new InvalidOperationException(action.ToJsonString()),
        };
        await http.Response.WriteAsJsonAsync(
            new
            {
                statusCode = 200,
                type = "application/vnd.microsoft.card.adaptive",
                value = card,
            }
        );
    }

    private JsonObject Pending() => _waiting.IsEmpty ? Card(null, "mine.open") : Card(null, "pending.take", "pending.takeAll");

    private JsonObject Take(int most)
    {
        for (var i = 0; i < most && _waiting.TryDequeue(out _); i++) { }
        return Pending();
    }

    private async Task<JsonObject> TypedAsync(JsonObject activity)
    {
        if (activity["attachments"] is not JsonArray attached)
            return (string)activity["text"]! switch
            {
                "待處理" => Pending(),
                "預存回覆" => Card(null, "saved.new"),
                _ => Card(null, "broadcast.choose", "broadcast.compose"),
            };
        _picture = await _platform.Http.GetByteArrayAsync((string)attached[0]!["contentUrl"]!);
        return Form();
    }

    private JsonObject Keep(string name, string words)
    {
        (_saved, _words["saved"]) = (name, words);
        return Card(null, "saved.new");
    }

    private JsonObject Insert(JsonNode data)
    {
        Assert.Equal("7", (string)data["reply"]!);
        _words["text1"] = (string)data["text1"]!;
        return Form();
    }

    private JsonObject Form() =>
        Card(
            [
                Text("text1"),
                Text("text4"),
                new JsonObject
                {
                    ["type"] = "Input.ChoiceSet",
                    ["id"] = "reply",
                    ["choices"] = new JsonArray(new JsonObject { ["title"] = _saved, ["value"] = "7" }),
                },
            ],
            "broadcast.insert",
            "broadcast.attach",
            "broadcast.compose",
            "broadcast.choose"
        );

    private static JsonObject Text(string id) => new() { ["type"] = "Input.Text", ["id"] = id };

    private JsonObject Preview(string last)
    {
        _words["text4"] = last;
        return Card(null, "broadcast.compose", "broadcast.schedule", "broadcast.send");
    }

    private object[] Messages(string? name)
    {
        object picture = new
        {
            type = "image",
            originalContentUrl = $"{Media}/a.png",
            previewImageUrl = $"{Media}/small.png",
        };
        object last = new { type = "text", text = _words["text4"] };
        return
        [
            new { type = "text", text = _words["text1"].Replace("{{customer_name}}", name, StringComparison.Ordinal) },
            new { type = "text", text = _words["saved"] },
            .. Shuffles ? [last, picture] : (object[])[picture, last],
        ];
    }

    private JsonObject Send(string card)
    {
        _ = WorkAsync();
        return Progress("sending", 0);

        async Task WorkAsync()
        {
            var receive = _people
                .Where(p => !_gone.ContainsKey(p.Key))
                .OrderBy(p => p.Key, StringComparer.Ordinal)
                .Skip(Forgets ? 1 : 0)
                .ToArray();
            if (Mistakes)
                receive = [.. receive.Select((p, i) => new KeyValuePair<string, string?>(p.Key, i == 0 ? p.Value : receive[0].Value))];
            var accepted = 0;
            foreach (var (user, name) in receive)
            {
                for (var i = 0; i < (SendsTwice && accepted == 0 ? 2 : 1); i++)
                    await _platform.SendAsync("push", new { to = user, messages = Messages(name) }, Guid.NewGuid().ToString());
                if (++accepted % 20 == 0)
                    await ShowAsync(HttpMethod.Put, card, Progress("sending", accepted));
            }

            await ShowAsync(HttpMethod.Put, card, Progress("done", accepted + (Boasts ? 1 : 0)));
        }
    }

    private JsonObject Progress(string state, int accepted)
    {
        var card = Card(null, "records.open");
        var skipped = Math.Min(_gone.Count + (Forgets ? 1 : 0), _people.Count - accepted);
        card["metadata"] = new JsonObject
        {
            ["omo"] = new JsonObject
            {
                ["campaign"] = 1,
                ["state"] = state,
                ["chosen"] = _people.Count,
                ["accepted"] = accepted,
                ["skipped"] = skipped,
                ["refused"] = 0,
                ["unknown"] = 0,
                ["cancelled"] = 0,
                ["expired"] = 0,
                ["waiting"] = _people.Count - accepted - skipped,
            },
        };
        return card;
    }

    private static JsonObject Card(JsonArray? body, params string[] verbs) =>
        new()
        {
            ["type"] = "AdaptiveCard",
            ["version"] = "1.5",
            ["body"] = body ?? [],
            ["actions"] = new JsonArray([
                .. verbs.Select(v => new JsonObject
                {
                    ["type"] = "Action.Execute",
                    ["verb"] = v,
                    ["title"] = v,
                    ["data"] = new JsonObject(),
                }),
            ]),
        };

    private async Task ShowAsync(HttpMethod method, string address, JsonObject card)
    {
        using var request = new HttpRequestMessage(method, address);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "none");
        request.Content = JsonContent.Create(
            new
            {
                type = "message",
                attachments = new[] { new { contentType = "application/vnd.microsoft.card.adaptive", content = card } },
            }
        );
        using var response = await _platform.Http.SendAsync(request);
        response.EnsureSuccessStatusCode();
    }
}
