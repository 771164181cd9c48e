using System.Text.Json;
using System.Text.Json.Nodes;

namespace OmoBroadcast.Sandbox.Tour;

/// <summary>Asks the sandbox, over HTTP like anybody else.</summary>
internal sealed class SandboxClient(HttpClient http, Uri sandbox)
{
    public async Task<JsonObject> GetAsync(string path) => (await http.GetFromJsonAsync<JsonObject>(new Uri(sandbox, path)))!;

    public async Task<JsonArray> ListAsync(string path) => (await http.GetFromJsonAsync<JsonArray>(new Uri(sandbox, path)))!;

    public async Task<JsonObject> PostAsync(string path, object body)
    {
        using var response = await http.PostAsJsonAsync(new Uri(sandbox, path), body);
        var text = await response.Content.ReadAsStringAsync();
        if (!response.IsSuccessStatusCode)
            throw new TourException($"The sandbox answered {(int)response.StatusCode} to {path}: {text}");
        return JsonSerializer.Deserialize<JsonObject>(text)!;
    }

    /// <summary>What the bot sent to Teams after a sequence number, waiting for it if need be.</summary>
    public async Task<(long Sequence, IReadOnlyList<JsonObject> Events)> WaitAsync(string conversation, long after, TimeSpan most)
    {
        var answer = await GetAsync(
            $"teams/wait?conversation={Uri.EscapeDataString(conversation)}&after={after}&timeoutMs={(int)most.TotalMilliseconds}"
        );
        return ((long)answer["sequence"]!, [.. answer["events"]!.AsArray().OfType<JsonObject>()]);
    }
}
