using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using OmoBroadcast.Sandbox.Line;

namespace OmoBroadcast.Sandbox.Customers;

/// <summary>Writes events and bodies as LINE does: signed, non-BMP characters escaped, the rest as it is.</summary>
internal sealed class EventWriter(SandboxClock clock, ReplyTokens replies) : IVoice
{
    private static readonly JsonSerializerOptions Wire = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };
    private long _messages = 560_000_000_000_000_000;

    public Told Write(PlatformAccount account, Customer customer, SayRequest say, long at)
    {
        var (kind, text, standby) = (say.Kind, say.Text, say.Standby);
        var id = Ulid(at);
        var (payload, message) = Payload(kind, text);
        var replyable = !standby && kind is not ("unfollow" or "unsend");
        var json = new JsonObject
        {
            ["type"] = payload.Type,
        };
        if (payload.Name is { } name) json[name] = payload.Body;
        json["webhookEventId"] = id;
        json["deliveryContext"] = new JsonObject { ["isRedelivery"] = false };
        json["timestamp"] = at;
        json["source"] = new JsonObject { ["type"] = "user", ["userId"] = LineId.Format(customer.Id) };
        var token = replyable ? replies.Issue(customer.Id, clock.Micros) : null;
        if (token is not null) json["replyToken"] = token;
        json["mode"] = standby ? "standby" : "active";
        return new Told(id, message, token, json);
    }

    public byte[] Body(PlatformAccount account, IReadOnlyCollection<Told> told)
    {
        var body = new JsonObject
        {
            ["destination"] = account.Id,
            ["events"] = new JsonArray([.. told.Select(e => e.Json.DeepClone())]),
        };
        return Encoding.UTF8.GetBytes(body.ToJsonString(Wire));
    }

    /// <summary>The same body, marked as coming again.</summary>
    public static byte[] Again(byte[] body)
    {
        var json = JsonNode.Parse(body)!;
        foreach (var one in json["events"]!.AsArray()) one!["deliveryContext"]!["isRedelivery"] = true;
        return Encoding.UTF8.GetBytes(json.ToJsonString(Wire));
    }

    public static string Sign(string secret, byte[] body) => Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body));

    private ((string Type, string? Name, JsonObject Body) Payload, string? MessageId) Payload(string kind, string? text)
    {
        switch (kind)
        {
            case "follow": return (("follow", "follow", new JsonObject { ["isUnblocked"] = true }), null);
            case "unfollow": return (("unfollow", null, []), null);
            case "unsend": return (("unsend", "unsend", new JsonObject { ["messageId"] = text }), null);
            case "postback": return (("postback", "postback", new JsonObject { ["data"] = text ?? "action=buy&item=1" }), null);
        }

        var id = Interlocked.Increment(ref _messages).ToString(System.Globalization.CultureInfo.InvariantCulture);
        var line = new JsonObject { ["type"] = "line" };
        JsonObject? content = kind switch
        {
            "text" => new() { ["text"] = text ?? "你好" },
            "image" => new() { ["contentProvider"] = line },
            "video" => new() { ["duration"] = 60_000, ["contentProvider"] = line },
            "audio" => new() { ["duration"] = 4_000, ["contentProvider"] = line },
            "file" => new() { ["fileName"] = text ?? "訂單.pdf", ["fileSize"] = 2_138 },
            "sticker" => new() { ["packageId"] = "446", ["stickerId"] = "1988", ["stickerResourceType"] = "STATIC", ["keywords"] = new JsonArray("hello") },
            "location" => new() { ["title"] = "台北 101", ["address"] = "110台北市信義區信義路五段7號", ["latitude"] = 25.033964, ["longitude"] = 121.564468 },
            _ => null,
        };
        if (content is null) return ((kind, kind, new JsonObject { ["text"] = text, ["novel"] = true }), null);
        var message = new JsonObject { ["type"] = kind, ["id"] = id };
        if (kind is "text" or "image" or "video" or "sticker") message["quoteToken"] = $"yHAz4Ua2wx7{id}";
        message["markAsReadToken"] = $"30yhdy232{id}";
        foreach (var (name, value) in content) message[name] = value?.DeepClone();
        return (("message", "message", message), id);
    }

    /// <summary>48 bits of time and 80 of chance in Crockford's base 32.</summary>
    private static string Ulid(long millis)
    {
        const string digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        Span<byte> chance = stackalloc byte[16];
        RandomNumberGenerator.Fill(chance);
        Span<char> ulid = stackalloc char[26];
        for (var i = 9; i >= 0; i--, millis >>= 5) ulid[i] = digits[(int)(millis & 31)];
        for (var i = 0; i < 16; i++) ulid[10 + i] = digits[chance[i] & 31];
        return new string(ulid);
    }
}
