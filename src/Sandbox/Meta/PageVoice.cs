using System.Text.Json.Nodes;
using OmoBroadcast.Sandbox.Customers;
using OmoBroadcast.Sandbox.Platform;

namespace OmoBroadcast.Sandbox.Meta;

/// <summary>Writes what people do on Messenger and Instagram.</summary>
internal sealed class PageVoice(SandboxClock clock, UploadBook uploads) : IVoice
{
    public bool Speaks(Channel channel) => channel is Channel.Messenger or Channel.Instagram;

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
        if (say.Kind == "echo")
            return OfAccount(own, customer, at, body, mid);
        var told = Item(own, customer, at, name, body);
        if (say.Standby)
            told.Json["standby"] = true;
        return name == "message" ? told with { MessageId = mid } : told;
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
        return OfAccount(account, customer, at, message, mid);
    }

    /// <summary>Messenger's, of all messages up to then. Instagram has none.</summary>
    public static Told Delivered(MetaAccount account, Customer customer, string mid, long at) =>
        Item(account, customer, at, "delivery", new JsonObject { ["mids"] = new JsonArray(mid), ["watermark"] = at });

    public static Told Read(MetaAccount account, Customer customer, string mid, long at) =>
        Item(
            account,
            customer,
            at,
            "read",
            account.Channel == Channel.Instagram ? new JsonObject { ["mid"] = mid } : new JsonObject { ["watermark"] = at }
        );

    /// <summary>Of the customer towards the account.</summary>
    private static Told Item(MetaAccount account, Customer customer, long at, string name, JsonNode body) =>
        new(null, null, null, Item(customer.Address, account.Id, at, name, body));

    /// <summary>A message of the account's to the customer.</summary>
    private static Told OfAccount(MetaAccount account, Customer customer, long at, JsonNode message, string mid) =>
        new(null, mid, null, Item(account.Id, customer.Address, at, "message", message));

    private static JsonObject Item(string sender, string recipient, long at, string name, JsonNode body) =>
        new()
        {
            ["sender"] = new JsonObject { ["id"] = sender },
            ["recipient"] = new JsonObject { ["id"] = recipient },
            ["timestamp"] = at,
            [name] = body,
        };

    private (string Name, JsonNode Body) Happening(MetaAccount account, SayRequest say, string mid, long at) =>
        Message(account, say, mid) is { } message ? ("message", message) : Deed(account, say, mid, at);

    /// <summary>Null for what is no message.</summary>
    private JsonObject? Message(MetaAccount account, SayRequest say, string mid)
    {
        JsonObject message = new() { ["mid"] = mid };
        switch (say.Kind)
        {
            case "text":
                message["text"] = say.Text ?? "你好";
                if (say.Of is not null)
                    message["reply_to"] = new JsonObject { ["mid"] = say.Of };
                return message;
            case "echo":
                message["is_echo"] = true;
                message["text"] = say.Text ?? "您好，我是小編";
                if (account.Channel == Channel.Messenger)
                    message["app_id"] = 263_902_037_430_900L;
                return message;
            case "quickReply":
                message["text"] = say.Text ?? "好";
                message["quick_reply"] = new JsonObject { ["payload"] = say.Of ?? "YES" };
                return message;
            case "image" or "video" or "audio" or "file" or "sticker" or "story" or "images":
                message["attachments"] = Attachments(account, say);
                if (say.Text is not null && say.Kind != "file")
                    message["text"] = say.Text;
                return message;
            case "location":
                message["attachments"] = new JsonArray(Place());
                return message;
            case "unsend":
                return new JsonObject { ["mid"] = say.Of, ["is_deleted"] = true };
            case "unsupported":
                message["is_unsupported"] = true;
                return message;
            default:
                return null;
        }
    }

    private static JsonObject Place() =>
        new()
        {
            ["type"] = "location",
            ["title"] = "台北 101",
            ["payload"] = new JsonObject
            {
                ["coordinates"] = new JsonObject { ["lat"] = 25.033964, ["long"] = 121.564468 },
            },
        };

    private static (string Name, JsonNode Body) Deed(MetaAccount account, SayRequest say, string mid, long at) =>
        say.Kind switch
        {
            "reaction" => ("reaction", Reaction(say)),
            "unreact" => ("reaction", new JsonObject { ["mid"] = say.Of, ["action"] = "unreact" }),
            "edit" => ("message_edit", Edit(account, say)),
            "postback" => (
                "postback",
                new JsonObject
                {
                    ["mid"] = mid,
                    ["title"] = "開始使用",
                    ["payload"] = say.Text ?? "GET_STARTED",
                }
            ),
            "referral" => (
                "referral",
                new JsonObject
                {
                    ["ref"] = say.Text ?? "flyer",
                    ["source"] = "SHORTLINK",
                    ["type"] = "OPEN_THREAD",
                }
            ),
            "optin" => ("optin", new JsonObject { ["ref"] = say.Text ?? "checkbox" }),
            "delivered" => ("delivery", new JsonObject { ["watermark"] = at }),
            "read" when account.Channel == Channel.Instagram => ("read", new JsonObject { ["mid"] = say.Of }),
            "read" => ("read", new JsonObject { ["watermark"] = at }),
            _ => (say.Kind, new JsonObject { ["novel"] = true, ["text"] = say.Text }),
        };

    private static JsonObject Reaction(SayRequest say) =>
        new()
        {
            ["mid"] = say.Of,
            ["action"] = "react",
            ["reaction"] = "love",
            ["emoji"] = say.Emoji ?? "❤",
        };

    private static JsonObject Edit(MetaAccount account, SayRequest say)
    {
        var edit = new JsonObject { ["mid"] = say.Of, ["num_edit"] = account.Channel == Channel.Messenger ? "1" : 0 };
        if (say.Text is not null)
            (edit["text"], edit["num_edit"]) = (say.Text, 1);
        return edit;
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
