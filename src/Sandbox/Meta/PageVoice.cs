using System.Text.Json.Nodes;
using OmoBroadcast.Sandbox.Customers;

namespace OmoBroadcast.Sandbox.Meta;

/// <summary>Writes what people do on Messenger and Instagram.</summary>
internal sealed class PageVoice(SandboxClock clock, UploadBook uploads) : IVoice
{
    public Told Write(PlatformAccount account, Customer customer, SayRequest say, long at)
    {
        var own = (MetaAccount)account;
        var mid = MetaIds.Message(account.Channel);
        var writes = say.Kind is not ("edit" or "unsend" or "read" or "delivered" or "echo" or "unreact");
        if (writes && !say.Standby)
            customer.WroteAt(at);
        // Another app has the conversation until the customer writes where this one hears them.
        if (writes)
            customer.Elsewhere = say.Standby;
        at = clock.Written(at);
        var (name, body) = Happening(own, say, mid, at);
        return say.Kind == "echo"
            ? Item(own, customer, at, "message", body, mid, fromAccount: true)
            : Item(own, customer, at, name, body, name == "message" ? mid : null, say.Standby);
    }

    public byte[] Body(PlatformAccount account, IReadOnlyCollection<Told> told)
    {
        var entries = told.Select(t =>
        {
            var item = (JsonObject)t.Json.DeepClone();
            var standby = item.Remove("standby");
            var entry = new JsonObject { ["id"] = account.Id, ["time"] = clock.Written(clock.Millis) };
            if (item.Remove("change"))
                entry["changes"] = new JsonArray(item);
            else
                entry[standby ? "standby" : "messaging"] = new JsonArray(item);
            return entry;
        });
        return GraphJson.Write(
            new JsonObject
            {
                ["object"] = account.Channel == Channel.Instagram ? "instagram" : "page",
                ["entry"] = new JsonArray([.. entries]),
            }
        );
    }

    /// <summary>What the account sent, as the platform tells it back. Instagram gives neither the app nor the metadata.</summary>
    public static Told Echo(MetaAccount account, Customer customer, MetaSend send, string mid, long at)
    {
        var message = new JsonObject { ["mid"] = mid, ["is_echo"] = true };
        if (account.Channel == Channel.Messenger)
        {
            message["app_id"] = JsonNode.Parse(account.AppId);
            if (send.Correlation is { } metadata)
                message["metadata"] = metadata;
        }

        if (send.Text is { } text)
            message["text"] = text;
        else
            message["attachments"] = new JsonArray(
                new JsonObject
                {
                    ["type"] = send.Kind == "images" ? "image" : send.Kind,
                    ["payload"] = new JsonObject { ["url"] = send.Url ?? "https://cdn.example/attachment" },
                }
            );
        return Item(account, customer, at, "message", message, mid, fromAccount: true);
    }

    /// <summary>Messenger's, of all messages up to then. Instagram has none.</summary>
    public static Told Delivered(MetaAccount account, Customer customer, string mid, long at) =>
        Item(account, customer, at, "delivery", new JsonObject { ["mids"] = new JsonArray(mid), ["watermark"] = at }, null);

    public static Told Read(MetaAccount account, Customer customer, string mid, long at) =>
        Item(
            account,
            customer,
            at,
            "read",
            account.Channel == Channel.Instagram ? new JsonObject { ["mid"] = mid } : new JsonObject { ["watermark"] = at },
            null
        );

    private static Told Item(
        MetaAccount account,
        Customer customer,
        long at,
        string name,
        JsonNode body,
        string? messageId,
        bool standby = false,
        bool fromAccount = false
    )
    {
        var (page, person) = (new JsonObject { ["id"] = account.Id }, new JsonObject { ["id"] = customer.Address });
        var item = new JsonObject
        {
            ["sender"] = fromAccount ? page : person,
            ["recipient"] = fromAccount ? person : page,
            ["timestamp"] = at,
            [name] = body,
        };
        if (standby)
            item["standby"] = true;
        return new Told(null, messageId, null, item);
    }

    private (string Name, JsonNode Body) Happening(MetaAccount account, SayRequest say, string mid, long at)
    {
        JsonObject message = new() { ["mid"] = mid };
        switch (say.Kind)
        {
            case "text":
                message["text"] = say.Text ?? "你好";
                if (say.Of is not null)
                    message["reply_to"] = new JsonObject { ["mid"] = say.Of };
                return ("message", message);
            case "echo":
                message["is_echo"] = true;
                message["text"] = say.Text ?? "您好，我是小編";
                if (account.Channel == Channel.Messenger)
                    message["app_id"] = 263_902_037_430_900L;
                return ("message", message);
            case "quickReply":
                message["text"] = say.Text ?? "好";
                message["quick_reply"] = new JsonObject { ["payload"] = say.Of ?? "YES" };
                return ("message", message);
            case "image" or "video" or "audio" or "file" or "sticker" or "story" or "images":
                message["attachments"] = Attachments(account, say);
                if (say.Text is not null && say.Kind != "file")
                    message["text"] = say.Text;
                return ("message", message);
            case "location":
                var place = new JsonObject
                {
                    ["coordinates"] = new JsonObject { ["lat"] = 25.033964, ["long"] = 121.564468 },
                };
                message["attachments"] = new JsonArray(
                    new JsonObject
                    {
                        ["type"] = "location",
                        ["title"] = "台北 101",
                        ["payload"] = place,
                    }
                );
                return ("message", message);
            case "unsend":
                return ("message", new JsonObject { ["mid"] = say.Of, ["is_deleted"] = true });
            case "unsupported":
                return ("message", new JsonObject { ["mid"] = mid, ["is_unsupported"] = true });
            case "reaction":
                return (
                    "reaction",
                    new JsonObject
                    {
                        ["mid"] = say.Of,
                        ["action"] = "react",
                        ["reaction"] = "love",
                        ["emoji"] = say.Emoji ?? "❤",
                    }
                );
            case "unreact":
                return ("reaction", new JsonObject { ["mid"] = say.Of, ["action"] = "unreact" });
            case "edit":
                var edit = new JsonObject { ["mid"] = say.Of, ["num_edit"] = account.Channel == Channel.Messenger ? "1" : 0 };
                if (say.Text is not null)
                    (edit["text"], edit["num_edit"]) = (say.Text, 1);
                return ("message_edit", edit);
            case "postback":
                return (
                    "postback",
                    new JsonObject
                    {
                        ["mid"] = mid,
                        ["title"] = "開始使用",
                        ["payload"] = say.Text ?? "GET_STARTED",
                    }
                );
            case "referral":
                return (
                    "referral",
                    new JsonObject
                    {
                        ["ref"] = say.Text ?? "flyer",
                        ["source"] = "SHORTLINK",
                        ["type"] = "OPEN_THREAD",
                    }
                );
            case "optin":
                return ("optin", new JsonObject { ["ref"] = say.Text ?? "checkbox" });
            case "delivered":
                return ("delivery", new JsonObject { ["watermark"] = at });
            case "read":
                return (
                    "read",
                    account.Channel == Channel.Instagram ? new JsonObject { ["mid"] = say.Of } : new JsonObject { ["watermark"] = at }
                );
            default:
                return (say.Kind, new JsonObject { ["novel"] = true, ["text"] = say.Text });
        }
    }

    private JsonArray Attachments(MetaAccount account, SayRequest say)
    {
        var type = say.Kind switch
        {
            "story" => "story_mention",
            "images" => "image",
            var kind => kind,
        };
        var contentType = type switch
        {
            "video" => "video/mp4",
            "audio" => "audio/mp4",
            "file" => "application/pdf",
            _ => "image/png",
        };
        return
        [
            .. Enumerable
                .Range(0, say.Kind == "images" ? 2 : 1)
                .Select(_ =>
                {
                    var payload = new JsonObject
                    {
                        ["url"] = uploads.Address(uploads.FromCustomer(account, type, contentType), TimeSpan.FromHours(24)),
                    };
                    if (type == "sticker")
                        payload["sticker_id"] = 369_239_263_222_822L;
                    var attachment = new JsonObject { ["type"] = type, ["payload"] = payload };
                    if (type == "file")
                        attachment["title"] = say.Text ?? "訂單.pdf";
                    return attachment;
                }),
        ];
    }
}
