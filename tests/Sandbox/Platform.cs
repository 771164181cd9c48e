using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using OmoBroadcast.Sandbox;

namespace OmoBroadcast.Tests.Sandbox;

/// <summary>The sandbox on a real socket, with one official account, and the words to talk to it.</summary>
internal sealed class Platform : IAsyncDisposable
{
    public const string Destination = "U8e742f61d673b39c7fff3cecb7536ef0";
    public const string Secret = "8c570fa6dd201bb328f1c1eac23a96d8";
    public const string Token = "good-token";

    private Platform(SandboxHost host)
    {
        Host = host;
        Http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = host.BaseAddress };
    }

    public SandboxHost Host { get; }

    public HttpClient Http { get; }

    public static async Task<Platform> StartAsync(int customers = 0, TimeProvider? time = null)
    {
        var platform = new Platform(await SandboxHost.StartAsync(time: time));
        await platform.PostAsync(
            "customers/line",
            new
            {
                Count = customers,
                Destination,
                Secret,
                Token,
            }
        );
        return platform;
    }

    public async Task<string[]> CustomersAsync() =>
        [.. (await GetAsync("customers/line"))["customers"]!.AsArray().Select(c => (string)c!["userId"]!)];

    public async Task<JsonObject> GetAsync(string path) => (await Http.GetFromJsonAsync<JsonObject>(path))!;

    public async Task<JsonObject> PostAsync(string path, object body)
    {
        using var response = await Http.PostAsJsonAsync(path, body);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<JsonObject>())!;
    }

    public async Task WeatherAsync(object line, object? teams = null, int seed = 1)
    {
        using var response = await Http.PutAsJsonAsync(
            "weather",
            new
            {
                seed,
                line,
                teams = teams ?? new { },
            }
        );
        response.EnsureSuccessStatusCode();
    }

    public Task<Said> PushAsync(string to, string text = "hi", string? key = null) =>
        SendAsync("push", new { to, messages = Texts(text) }, key);

    public Task<Said> MulticastAsync(IEnumerable<string> to, string text = "hi", string? key = null) =>
        SendAsync("multicast", new { to, messages = Texts(text) }, key);

    public Task<Said> SendAsync(string endpoint, object body, string? key = null, string? token = Token) =>
        CallAsync(HttpMethod.Post, $"line/v2/bot/message/{endpoint}", body, key, token);

    public async Task<Said> CallAsync(HttpMethod method, string path, object? body = null, string? key = null, string? token = Token)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = JsonContent.Create(body, body.GetType());
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (key is not null)
            request.Headers.Add("X-Line-Retry-Key", key);
        using var response = await Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return new Said((int)response.StatusCode, text, Header("x-line-request-id"), Header("x-line-accepted-request-id"));

        string? Header(string name) => response.Headers.TryGetValues(name, out var values) ? values.Single() : null;
    }

    public async Task<JsonObject> SummaryAsync() => await GetAsync("ledger/summary");

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Host.DisposeAsync();
    }

    public static object[] Texts(params string[] texts) => [.. texts.Select(text => new { type = "text", text })];

    internal sealed record Said(int Status, string Body, string? Request, string? AcceptedRequest)
    {
        public JsonObject Json => JsonSerializer.Deserialize<JsonObject>(Body)!;

        public string? Message => (string?)Json["message"];
    }
}
