using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using OmoBroadcast.Sandbox.Customers;
using OmoBroadcast.Sandbox.Platform;

namespace OmoBroadcast.Sandbox.Line;

/// <summary>Writes events and bodies as LINE does: signed, non-BMP characters escaped, the rest as it is.</summary>
internal sealed class LineVoice(SandboxClock clock, ReplyTokens replies, ContentBook contents) : IVoice
{
    private const string SomeGroup = "Ca56f94637c9e5e4b7d1a1c3f0d1e2b3c";
    private static readonly JsonSerializerOptions Wire = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };
    private static readonly HashSet<string> OfGroups = new(StringComparer.Ordinal)
    {
        "edit",
        "join",
        "leave",
        "memberJoined",
        "memberLeft",
    };

    private long _messages = 560_000_000_000_000_000;

    public bool Speaks(Channel channel) => channel == Channel.Line;

    public Told Write(PlatformAccount account, Customer customer, SayRequest say, long at)
    {
        var (kind, standby) = (say.Kind, say.Standby);
        var id = Ulid(at);
        var (type, name, payload, message) = Payload(account, customer, say);
        var replyable = !standby && kind is not ("unfollow" or "unsend" or "leave" or "memberLeft");
        var json = new JsonObject { ["type"] = type };
        if (name is not null)
            json[name] = payload;
        json["webhookEventId"] = id;
        json["deliveryContext"] = new JsonObject { ["isRedelivery"] = false };
        json["timestamp"] = clock.Written(at);
        json["source"] = Source(say, LineId.Format(customer.Id));
        var token = replyable ? replies.Issue(customer.Id, clock.Micros) : null;
        if (token is not null)
            json["replyToken"] = token;
        json["mode"] = standby ? "standby" : "active";
        return new Told(id, message, token, json);
    }

    public byte[] Body(PlatformAccount account, IReadOnlyCollection<Told> told)
    {
        var body = new JsonObject { ["destination"] = account.Id, ["events"] = new JsonArray([.. told.Select(e => e.Json.DeepClone())]) };
        return Write(body);
    }

    /// <summary>The same body, marked as coming again.</summary>
    public static byte[] Again(byte[] body)
    {
        var json = JsonNode.Parse(body)!;
        foreach (var one in json["events"]!.AsArray())
            one!["deliveryContext"]!["isRedelivery"] = true;
        return Write(json);
    }

    public static byte[] Write(JsonNode json) => Encoding.UTF8.GetBytes(json.ToJsonString(Wire));

    public static string Sign(string secret, byte[] body) =>
        Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body));

    private static JsonObject Source(SayRequest say, string user)
    {
        var place = say.Group ?? (OfGroups.Contains(say.Kind) ? SomeGroup : null);
        if (place is null)
            return new JsonObject { ["type"] = "user", ["userId"] = user };
        var room = place.StartsWith('R');
        var source = new JsonObject { ["type"] = room ? "room" : "group", [room ? "roomId" : "groupId"] = place };
        // Who it was is told of messages only.
        if (say.Kind is not ("join" or "leave" or "memberJoined" or "memberLeft"))
            source["userId"] = user;
        return source;
    }

    private (string Type, string? Name, JsonObject Body, string? MessageId) Payload(
        PlatformAccount account,
        Customer customer,
        SayRequest say
    )
    {
        switch (say.Kind)
        {
            case "follow":
                return ("follow", "follow", new() { ["isUnblocked"] = true }, null);
            case "unfollow" or "join" or "leave":
                return (say.Kind, null, [], null);
            case "memberJoined" or "memberLeft":
                var member = new JsonObject { ["type"] = "user", ["userId"] = LineId.Format(customer.Id) };
                return (say.Kind, say.Kind == "memberLeft" ? "left" : "joined", new() { ["members"] = new JsonArray(member) }, null);
            case "postback":
                return ("postback", "postback", new() { ["data"] = say.Text ?? "action=buy&item=1" }, null);
            case "videoPlayComplete":
                return (say.Kind, say.Kind, new() { ["trackingId"] = say.Text ?? "track-1" }, null);
            case "unsend":
                var unsent = say.Of ?? say.Text;
                if (unsent is not null)
                    contents.Unsend(unsent);
                return ("unsend", "unsend", new() { ["messageId"] = unsent }, null);
            case "edit":
                return ("messageEdited", "message", Edited(say), say.Of);
            default:
                return Message(account, say);
        }
    }

    private static JsonObject Edited(SayRequest say) =>
        new()
        {
            ["type"] = "text",
            ["id"] = say.Of,
            ["quoteToken"] = $"yHAz4Ua2wx7{say.Of}e",
            ["text"] = say.Text,
        };

    private (string Type, string? Name, JsonObject Body, string? MessageId) Message(PlatformAccount account, SayRequest say)
    {
        var kind = say.Kind;
        if (Content(say) is not { } content)
            return (kind, kind, new() { ["text"] = say.Text, ["novel"] = true }, null);
        var id = Interlocked.Increment(ref _messages).ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (kind is "image" or "video" or "audio" or "file")
            contents.Keep(account.Id, id, kind, say.Bytes, clock.Micros);
        var message = new JsonObject { ["type"] = kind, ["id"] = id };
        if (kind is "text" or "image" or "video" or "sticker")
            message["quoteToken"] = $"yHAz4Ua2wx7{id}";
        if (kind is "text" or "sticker" && say.Of is not null)
            message["quotedMessageId"] = say.Of;
        message["markAsReadToken"] = $"30yhdy232{id}";
        foreach (var (name, value) in content)
            message[name] = value?.DeepClone();
        return ("message", "message", message, id);
    }

    /// <summary>What a message holds by its kind; null for a kind that nobody knows.</summary>
    private static JsonObject? Content(SayRequest say)
    {
        var line = new JsonObject { ["type"] = "line" };
        return say.Kind switch
        {
            "text" => new() { ["text"] = say.Text ?? "你好" },
            "image" => new() { ["contentProvider"] = line },
            "video" => new() { ["duration"] = 60_000, ["contentProvider"] = line },
            "audio" => new() { ["duration"] = 4_000, ["contentProvider"] = line },
            "file" => new() { ["fileName"] = say.Text ?? "訂單.pdf", ["fileSize"] = say.Bytes?.Length ?? 2_138 },
            "sticker" => new()
            {
                ["packageId"] = "446",
                ["stickerId"] = "1988",
                ["stickerResourceType"] = "STATIC",
                ["keywords"] = new JsonArray("hello"),
            },
            "location" => new()
            {
                ["title"] = "台北 101",
                ["address"] = "110台北市信義區信義路五段7號",
                ["latitude"] = 25.033964,
                ["longitude"] = 121.564468,
            },
            _ => null,
        };
    }

    /// <summary>48 bits of time and 80 of chance in Crockford's base 32.</summary>
    private static string Ulid(long millis)
    {
        const string digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        Span<byte> chance = stackalloc byte[16];
        RandomNumberGenerator.Fill(chance);
        Span<char> ulid = stackalloc char[26];
        for (var i = 9; i >= 0; i--, millis >>= 5)
            ulid[i] = digits[(int)(millis & 31)];
        for (var i = 0; i < 16; i++)
            ulid[10 + i] = digits[chance[i] & 31];
        return new string(ulid);
    }
}
