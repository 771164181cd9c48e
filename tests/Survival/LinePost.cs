using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.Survival;

/// <summary>Webhooks written and signed byte by byte, for what the sandbox, being LINE, would never send.</summary>
internal sealed class LinePost(Installation house) : IDisposable
{
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(30) };

    public string Destination => house.Account.Destination;

    public static JsonObject Event(string type, string user, string id, DateTimeOffset at, bool standby = false) => new()
    {
        ["type"] = type,
        ["webhookEventId"] = id,
        ["deliveryContext"] = new JsonObject { ["isRedelivery"] = false },
        ["timestamp"] = at.ToUnixTimeMilliseconds(),
        ["source"] = new JsonObject { ["type"] = "user", ["userId"] = user },
        ["mode"] = standby ? "standby" : "active",
    };

    public static JsonObject Message(string user, string id, DateTimeOffset at, string text, bool standby = false)
    {
        var written = Event("message", user, id, at, standby);
        written["message"] = new JsonObject { ["type"] = "text", ["id"] = "4" + id, ["text"] = text };
        return written;
    }

    public static string User(int number) => string.Create(CultureInfo.InvariantCulture, $"U{number:x32}");

    public byte[] Body(IEnumerable<JsonObject> events) => Encoding.UTF8.GetBytes(
        new JsonObject { ["destination"] = Destination, ["events"] = new JsonArray([.. events.Select(one => (JsonNode)one.DeepClone())]) }.ToJsonString());

    public static string Sign(string secret, ReadOnlySpan<byte> body) => Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body));

    /// <summary>Posts it with the account's own signature; the status.</summary>
    public Task<int> PostAsync(byte[] body) => PostAsync(body, Sign(house.Account.Secret, body));

    /// <summary>Posts it with these signature headers, if any; the status, or 0 when the service hung up instead of reading on.</summary>
    public async Task<int> PostAsync(byte[] body, params string[] signatures)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, house.Webhook);
        request.Content = new ByteArrayContent(body);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" };
        foreach (var signature in signatures) request.Headers.TryAddWithoutValidation("x-line-signature", signature);
        try
        {
            using var answer = await http.SendAsync(request);
            return (int)answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            return 0;
        }
    }

    public void Dispose() => http.Dispose();
}
