using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.Survival;

/// <summary>Webhooks written and signed byte by byte, for what the sandbox, being LINE, would never send.</summary>
internal sealed class LinePost(Installation house) : IDisposable
{
    private readonly WebhookPost post = new(house, "line");

    public string Destination => house.Account.Destination;

    public static JsonObject Event(string type, string user, string id, DateTimeOffset at, bool standby = false) =>
        new()
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
        written["message"] = new JsonObject
        {
            ["type"] = "text",
            ["id"] = "4" + id,
            ["text"] = text,
        };
        return written;
    }

    public static string User(int number) => string.Create(CultureInfo.InvariantCulture, $"U{number:x32}");

    public byte[] Body(IEnumerable<JsonObject> events) =>
        Encoding.UTF8.GetBytes(
            new JsonObject
            {
                ["destination"] = Destination,
                ["events"] = new JsonArray([.. events.Select(one => (JsonNode)one.DeepClone())]),
            }.ToJsonString()
        );

    public string Sign(ReadOnlySpan<byte> body, string? secret = null) => post.Sign(body, secret);

    public Task<int> PostAsync(byte[] body) => post.PostAsync(body);

    public Task<int> PostAsync(byte[] body, params string[] signatures) => post.PostAsync(body, signatures);

    public void Dispose() => post.Dispose();
}
