using System.Globalization;
using System.Text.Json.Nodes;
using OmoBroadcast.Sandbox.Customers;
using OmoBroadcast.Sandbox.Platform;
using OmoBroadcast.Sandbox.Weather;

namespace OmoBroadcast.Sandbox.Meta;

/// <summary>Writes what people do on WhatsApp.</summary>
internal sealed class WhatsAppVoice(SandboxClock clock, UploadBook uploads, WeatherStation weather) : IVoice
{
    private static readonly string[] Lists = ["contacts", "messages", "statuses"];

    private int _bodies;

    public bool Speaks(Channel channel) => channel == Channel.WhatsApp;

    public Told Write(PlatformAccount account, Customer customer, SayRequest say, long at)
    {
        var own = (MetaAccount)account;
        own.Received(clock.Micros, weather.Meta(Channel.WhatsApp));
        if (say.Kind is not ("reaction" or "unreact" or "edit" or "unsend" or "changedId" or "stop" or "resume" or "echo") && !say.Standby)
            customer.WroteAt(at);
        at = clock.Written(at);
        if (say.Kind is "stop" or "resume")
            return Preference(own, customer, say.Kind, at);
        if (say.Kind == "echo")
            return BusinessApp(own, customer, say, at);
        var id = MetaIds.Message(Channel.WhatsApp);
        var message = Message(own, customer, say, id, at);
        var value = Value(own);
        if (say.Kind != "changedId")
            value["contacts"] = new JsonArray(Contact(customer));
        // Conversation routing: another responder has the thread.
        if (say.Standby)
            value["standby"] = new JsonObject { ["messages"] = new JsonArray(message) };
        else
            value["messages"] = new JsonArray(message);
        return Change(say.Standby ? "standby" : "messages", value, id);
    }

    public byte[] Body(PlatformAccount account, IReadOnlyCollection<Told> told)
    {
        var own = (MetaAccount)account;
        // Both are seen: a change for each, and all in one value.
        var together = Interlocked.Increment(ref _bodies) % 2 == 0;
        var entries = told.Select(t => (JsonObject)t.Json.DeepClone())
            .GroupBy(c => GraphBody.Text(c["field"]) == "messages")
            .Select(group =>
            {
                var entry = new JsonObject { ["id"] = own.Waba };
                if (!group.Key)
                    entry["time"] = clock.Written(clock.Millis) / 1_000;
                entry["changes"] = new JsonArray(group.Key && together ? [Together([.. group])] : [.. group]);
                return entry;
            });
        return GraphJson.Write(new JsonObject { ["object"] = "whatsapp_business_account", ["entry"] = new JsonArray([.. entries]) });
    }

    /// <summary>One value of all of them.</summary>
    private static JsonObject Together(IReadOnlyList<JsonObject> changes)
    {
        var value = changes[0]["value"]!.AsObject();
        foreach (
            var (name, item) in changes
                .Skip(1)
                .SelectMany(change => Lists.SelectMany(name => (change["value"]![name] as JsonArray ?? []).Select(item => (name, item))))
        )
        {
            if (value[name] is not JsonArray list)
                value[name] = list = [];
            if (name != "contacts" || !list.Any(known => GraphBody.Text(known!["user_id"]) == GraphBody.Text(item!["user_id"])))
                list.Add(item!.DeepClone());
        }

        return changes[0];
    }

    /// <summary>What became of a message.</summary>
    /// <param name="taken">The message.</param>
    /// <param name="status">sent, delivered, read, failed.</param>
    /// <param name="at">Unix milliseconds.</param>
    /// <param name="error">Of a failed one.</param>
    public static Told Status(Taken taken, string status, long at, GraphError? error)
    {
        var (to, customer) = (taken.Send.To, taken.Customer);
        var body = new JsonObject
        {
            ["id"] = taken.MessageId,
            ["status"] = status,
            ["timestamp"] = Seconds(at),
        };
        if (customer is not { Hidden: true } && !to.Contains('.', StringComparison.Ordinal))
            body["recipient_id"] = customer?.Address ?? to;
        else if (customer is { Hidden: false })
            body["recipient_id"] = customer.Address;
        if ((customer?.Bsuid ?? (to.Contains('.', StringComparison.Ordinal) ? to : null)) is { } bsuid)
            body["recipient_user_id"] = bsuid;
        if (taken.Send.Correlation is { } correlation)
            body["biz_opaque_callback_data"] = correlation;
        if (error is not null)
            body["errors"] = new JsonArray(error.InStatus());
        else if (status is "sent" or "delivered")
            body["pricing"] = new JsonObject
            {
                ["billable"] = false,
                ["pricing_model"] = "PMP",
                ["type"] = "free_customer_service",
                ["category"] = "service",
            };
        var value = Value(taken.Account);
        value["statuses"] = new JsonArray(body);
        return Change("messages", value, taken.MessageId);
    }

    /// <summary>Anything about the account.</summary>
    public static Told Change(string field, JsonObject value, string? messageId = null) =>
        new(null, messageId, null, new JsonObject { ["field"] = field, ["value"] = value });

    public static JsonObject Value(MetaAccount account) =>
        new()
        {
            ["messaging_product"] = "whatsapp",
            ["metadata"] = new JsonObject { ["display_phone_number"] = account.Phone, ["phone_number_id"] = account.Id },
        };

    private static JsonObject Contact(Customer customer)
    {
        var contact = new JsonObject { ["profile"] = new JsonObject { ["name"] = customer.Name } };
        if (!customer.Hidden)
            contact["wa_id"] = customer.Address;
        contact["user_id"] = customer.Bsuid;
        return contact;
    }

    private static Told Preference(MetaAccount account, Customer customer, string kind, long at)
    {
        customer.Stopped = kind == "stop";
        var preference = new JsonObject
        {
            ["detail"] = kind == "stop" ? "User requested to stop marketing messages" : "User requested to resume marketing messages",
            ["category"] = "marketing_messages",
            ["value"] = kind,
            ["timestamp"] = at / 1_000,
        };
        if (!customer.Hidden)
            preference["wa_id"] = customer.Address;
        preference["user_id"] = customer.Bsuid;
        var value = Value(account);
        value["contacts"] = new JsonArray(Contact(customer));
        value["user_preferences"] = new JsonArray(preference);
        return Change("user_preferences", value);
    }

    private static Told BusinessApp(MetaAccount account, Customer customer, SayRequest say, long at)
    {
        var id = MetaIds.Message(Channel.WhatsApp);
        var value = Value(account);
        value["message_echoes"] = new JsonArray(
            new JsonObject
            {
                ["from"] = account.Phone,
                ["to"] = customer.Address,
                ["id"] = id,
                ["timestamp"] = Seconds(at),
                ["type"] = "text",
                ["text"] = new JsonObject { ["body"] = say.Text ?? "您好，我是小編" },
            }
        );
        return Change("smb_message_echoes", value, id);
    }

    private JsonObject Message(MetaAccount account, Customer customer, SayRequest say, string id, long at)
    {
        var type = say.Kind switch
        {
            "unreact" => "reaction",
            "unsend" => "revoke",
            "file" => "document",
            "postback" => "button",
            "changedId" => "system",
            var kind => kind,
        };
        var message = new JsonObject();
        if (!customer.Hidden)
            message["from"] = customer.Address;
        message["from_user_id"] = customer.Bsuid;
        (message["id"], message["timestamp"], message["type"]) = (id, Seconds(at), type);
        if (say.Of is not null && say.Kind is "text" or "postback")
            message["context"] = new JsonObject { ["from"] = account.Phone, ["id"] = say.Of };
        message[type] = Content(account, customer, say, type);
        if (type == "unsupported")
            message["errors"] = new JsonArray(new JsonObject { ["code"] = 131_051, ["title"] = "Message type unknown" });
        return message;
    }

    private JsonObject Content(MetaAccount account, Customer customer, SayRequest say, string type) =>
        type switch
        {
            "text" => new JsonObject { ["body"] = say.Text ?? "你好" },
            "image" or "video" or "audio" or "sticker" or "document" => Medium(account, type, say.Text),
            "location" => new JsonObject
            {
                ["latitude"] = 25.033964,
                ["longitude"] = 121.564468,
                ["name"] = "台北 101",
            },
            "button" => new JsonObject { ["payload"] = say.Text ?? "YES", ["text"] = say.Text ?? "好" },
            "interactive" => new JsonObject
            {
                ["type"] = "button_reply",
                ["button_reply"] = new JsonObject { ["id"] = "1", ["title"] = say.Text ?? "好" },
            },
            "reaction" when say.Kind == "unreact" => new JsonObject { ["message_id"] = say.Of },
            "reaction" => new JsonObject { ["message_id"] = say.Of, ["emoji"] = say.Emoji ?? "❤️" },
            "edit" => new JsonObject
            {
                ["original_message_id"] = say.Of,
                ["message"] = new JsonObject
                {
                    ["type"] = "text",
                    ["text"] = new JsonObject { ["body"] = say.Text },
                },
            },
            "revoke" => new JsonObject { ["original_message_id"] = say.Of },
            "system" => new JsonObject
            {
                ["body"] = "User changed their id",
                ["type"] = "user_changed_user_id",
                ["user_id"] = customer.Bsuid,
            },
            _ => new JsonObject { ["novel"] = true },
        };

    private JsonObject Medium(MetaAccount account, string kind, string? text)
    {
        var contentType = kind switch
        {
            "image" => "image/jpeg",
            "video" => "video/mp4",
            "audio" => "audio/ogg; codecs=opus",
            "sticker" => "image/webp",
            _ => "application/pdf",
        };
        var upload = uploads.FromCustomer(account, kind, contentType);
        var medium = new JsonObject
        {
            ["mime_type"] = contentType,
            ["sha256"] = upload.Sha256,
            ["id"] = upload.Id,
            ["url"] = uploads.Address(upload, TimeSpan.FromMinutes(5)),
        };
        if (text is not null && kind is "image" or "video")
            medium["caption"] = text;
        if (kind == "document")
            medium["filename"] = text ?? "訂單.pdf";
        if (kind == "audio")
            medium["voice"] = true;
        if (kind == "sticker")
            medium["animated"] = false;
        return medium;
    }

    private static string Seconds(long millis) => (millis / 1_000).ToString(CultureInfo.InvariantCulture);
}
