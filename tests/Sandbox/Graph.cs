using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OmoBroadcast.Sandbox;

namespace OmoBroadcast.Tests.Sandbox;

/// <summary>The sandbox with one Page, Instagram account or WhatsApp number, a receiver for its webhooks, and the words to talk to
/// both.</summary>
internal sealed class Graph : IAsyncDisposable
{
    public const string Secret = "4cbf12ddd0b1cf8aa2c71ed2a5b4e1c2";
    public const string Token = "EAAG-good-token";
    public const string Waba = "102290129340398";
    public const string Phone = "886255550199";
    private readonly string _channel;

    private Graph(string channel, SandboxHost host, Receiver service)
    {
        (_channel, Host, Service) = (channel, host, service);
        Http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = host.BaseAddress };
    }

    public SandboxHost Host { get; }

    public Receiver Service { get; }

    public HttpClient Http { get; }

    public string Id => IdOf(_channel);

    public static string IdOf(string channel) =>
        channel switch
        {
            "messenger" => "108724390001234",
            "instagram" => "17841400000000001",
            _ => "106540352242922",
        };

    /// <param name="channel">messenger, instagram or whatsapp.</param>
    /// <param name="customers">Who wrote just now, without a webhook about it.</param>
    /// <param name="hears">Whether webhooks about sends go to <see cref="Service"/>.</param>
    /// <param name="time">The platform's clock.</param>
    public static async Task<Graph> StartAsync(string channel, int customers = 1, bool hears = false, TimeProvider? time = null)
    {
        var graph = new Graph(channel, await SandboxHost.StartAsync(time: time), await Receiver.StartAsync());
        await graph.PostAsync(
            $"accounts/{channel}",
            new
            {
                graph.Id,
                Token,
                Secret,
                VerifyToken = "verify-me",
                AppId = "104729",
                Waba,
                Phone,
            }
        );
        await graph.PostAsync($"customers/{channel}", new { Count = customers, Destination = graph.Id });
        if (hears)
            await graph.HearAsync();
        return graph;
    }

    /// <summary>Settings of this account for a service, by whichever number.</summary>
    public IReadOnlyList<(string Key, string Value)> Settings(string name, int number = 1, string? id = null, string waba = Waba) =>
        [
            ($"Omo:Accounts:{number}:Channel", _channel),
            ($"Omo:Accounts:{number}:Id", id ?? Id),
            ($"Omo:Accounts:{number}:Name", name),
            ($"Omo:Accounts:{number}:Waba", waba),
            ($"Omo:Accounts:{number}:Secrets:0", Secret),
            ($"Omo:Accounts:{number}:AccessToken", Token),
            ($"Omo:Accounts:{number}:VerifyToken", "verify-me"),
            ($"Omo:Accounts:{number}:BaseUrl", Base),
        ];

    private string Base =>
        _channel switch
        {
            "whatsapp" => Host.WhatsAppBase,
            "instagram" => Host.InstagramBase,
            _ => Host.MessengerBase,
        };

    /// <summary>From now on webhooks go to the receiver.</summary>
    public Task HearAsync(int redeliverAfterMs = 0) =>
        PostAsync(
            $"accounts/{_channel}",
            new
            {
                Id,
                WebhookUrl = Service.At(_channel),
                RedeliverAfterMs = redeliverAfterMs,
            }
        );

    public async Task<string[]> CustomersAsync() =>
        [.. (await GetAsync($"customers/{_channel}"))["customers"]!.AsArray().Select(c => (string)c!["userId"]!)];

    public async Task<string> CustomerAsync() => (await CustomersAsync())[0];

    public Task<JsonObject> SayAsync(object say) => PostAsync($"customers/{_channel}/say", say);

    public async Task<JsonObject> GetAsync(string path) => (await Http.GetFromJsonAsync<JsonObject>(path))!;

    public async Task<JsonObject> PostAsync(string path, object body)
    {
        using var response = await Http.PostAsJsonAsync(path, body);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<JsonObject>())!;
    }

    public async Task WeatherAsync(object weather, int seed = 1)
    {
        using var response = await Http.PutAsJsonAsync("weather", new Dictionary<string, object> { ["seed"] = seed, [_channel] = weather });
        response.EnsureSuccessStatusCode();
    }

    /// <summary>A text to a Page's or an Instagram account's customer.</summary>
    public Task<Said> TextAsync(string to, string text = "hi", string? metadata = null) =>
        SendAsync(
            new
            {
                recipient = new { id = to },
                messaging_type = "UPDATE",
                message = new { text, metadata },
            }
        );

    public Task<Said> MessageAsync(string to, object message) => SendAsync(new { recipient = new { id = to }, message });

    /// <summary>A WhatsApp message of a type.</summary>
    public Task<Said> WhatsAppAsync(string to, string type, object content, string? data = null) =>
        SendAsync(
            new Dictionary<string, object?>
            {
                ["messaging_product"] = "whatsapp",
                ["recipient_type"] = "individual",
                [to.Contains('.', StringComparison.Ordinal) ? "recipient" : "to"] = to.Contains('.', StringComparison.Ordinal)
                    ? to
                    : $"+{to}",
                ["type"] = type,
                [type] = content,
                ["biz_opaque_callback_data"] = data,
            }
        );

    public Task<Said> WordsAsync(string to, string body = "hi", string? data = null) => WhatsAppAsync(to, "text", new { body }, data);

    public Task<Said> TemplateAsync(string to, string name, string language, params object[] components) =>
        WhatsAppAsync(
            to,
            "template",
            new
            {
                name,
                language = new { code = language },
                components,
            }
        );

    public Task<Said> SendAsync(object body) =>
        CallAsync(HttpMethod.Post, $"v25.0/{Id}/messages", JsonContent.Create(body, body.GetType(), options: Lean));

    public async Task<Said> CallAsync(HttpMethod method, string path, HttpContent? content = null, string? token = Token)
    {
        using var request = new HttpRequestMessage(method, $"{_channel}/{path}") { Content = content };
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await Http.SendAsync(request);
        return new Said(
            (int)response.StatusCode,
            await response.Content.ReadAsStringAsync(),
            response.Headers.ToDictionary(h => h.Key, h => h.Value.First(), StringComparer.OrdinalIgnoreCase)
        );
    }

    /// <summary>Uploads a small file.</summary>
    public Task<Said> UploadAsync(string? contentType = "image/png")
    {
#pragma warning disable CA2000 // The request disposes of it.
        var form = new MultipartFormDataContent();
        var file = new ByteArrayContent([1, 2, 3]);
#pragma warning restore CA2000
        if (contentType is not null)
            file.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        if (_channel == "whatsapp")
        {
            form.Add(new StringContent("whatsapp"), "messaging_product");
            form.Add(file, "file", "a.png");
            return CallAsync(HttpMethod.Post, $"v25.0/{Id}/media", form);
        }

        form.Add(new StringContent("{\"attachment\":{\"type\":\"image\",\"payload\":{\"is_reusable\":true}}}"), "message");
        form.Add(file, "filedata", "a.png");
        return CallAsync(HttpMethod.Post, $"v25.0/{Id}/message_attachments", form);
    }

    /// <summary>What the receiver was told, once nothing more is on its way.</summary>
    public async Task<JsonObject[]> HeardAsync()
    {
        Assert.True((bool)(await GetAsync("webhooks/idle"))["idle"]!);
        return [.. Service.Webhooks.Select(w => (JsonObject)JsonNode.Parse(w.Body)!)];
    }

    /// <summary>The single items of that, whatever shared a body.</summary>
    public async Task<JsonObject[]> ItemsAsync() =>
        [
            .. (await HeardAsync())
                .SelectMany(b => b["entry"]!.AsArray())
                .SelectMany(e => (e!["messaging"] ?? e["changes"] ?? e["standby"])!.AsArray())
                .Select(i => (JsonObject)i!),
        ];

    /// <summary>WhatsApp's statuses among them.</summary>
    public async Task<JsonObject[]> StatusesAsync() =>
        [.. (await ItemsAsync()).SelectMany(i => i["value"]!["statuses"] as JsonArray ?? []).Select(s => (JsonObject)s!)];

    public async Task<JsonObject> SumAsync() => (JsonObject)(await GetAsync("ledger/summary"))["channels"]![_channel]!;

    public async Task<int> ViolationsAsync(string kind) => (int?)(await GetAsync("ledger/summary"))["violationCounts"]![kind] ?? 0;

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Host.DisposeAsync();
        await Service.DisposeAsync();
    }

    private static readonly JsonSerializerOptions Lean = new()
    {
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };

    internal sealed record Said(int Status, string Body, IReadOnlyDictionary<string, string> Headers)
    {
        public JsonObject Json => JsonSerializer.Deserialize<JsonObject>(Encoding.UTF8.GetBytes(Body))!;

        /// <summary>Code and subcode of the error.</summary>
        public (int, int) Error => ((int)Json["error"]!["code"]!, (int?)Json["error"]!["error_subcode"] ?? 0);

        public string? MessageId => (string?)Json["message_id"] ?? (string?)Json["messages"]?[0]?["id"];
    }
}
