using System.Text.Json;
using OmoBroadcast.Adapters.Meta;
using OmoBroadcast.Adapters.Wire;
using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Adapters.WhatsApp;

/// <summary>One of <c>messages</c>: what a person wrote, did to what they wrote, or became.</summary>
internal static class WhatsAppMessage
{
    private const int LongestId = 256;

    public static InboundEvent Read(MetaAccount account, JsonElement message, WhatsAppContacts contacts, DateTimeOffset entryAt)
    {
        var at = MetaTime.Read(message, "timestamp"u8) ?? entryAt;
        var type = LooseJson.Text(message, "type"u8) ?? "";

        // In a group the person is not the customer.
        var user = message.TryGetProperty("group_id"u8, out _) ? null : WhatsAppId.Read(message, "from"u8, "from_user_id"u8) ?? contacts.Only;
        var name = contacts.Name(user) ?? contacts.Name(LooseJson.Text(message, "from_user_id"u8));
        if (Id(message) is not { } id) return Harvest.Kept(account.Key, user, at, type, message) with { Name = name };
        if (type == "system") return System(account, message, id, user, at);

        var body = Body(message, type, id, out var whole);
        whole &= user is not null;
        return new(
            EventId.Of(id), account.Key, user, at, false, body ?? new InboundBody.Other(type.Length > 64 ? type[..64] : type),
            whole && body is not null ? null : Harvest.Raw(message), name, WhatsAppId.Alias(message, "from_user_id"u8, user));
    }

    /// <summary>What somebody sent from the business's own phone.</summary>
    public static InboundEvent Echo(MetaAccount account, JsonElement message, DateTimeOffset entryAt)
    {
        var at = MetaTime.Read(message, "timestamp"u8) ?? entryAt;
        var type = LooseJson.Text(message, "type"u8) ?? "";
        var user = WhatsAppId.Read(message, "to"u8, "to_user_id"u8);
        if (Id(message) is not { } id || user is null) return Harvest.Kept(account.Key, user, at, "smb_message_echoes", message);
        // What was changed or taken back on that phone is no answer.
        if (type is "edit" or "revoke")
        {
            var changed = Body(message, type, id, out _);
            return new(
                EventId.Of("echo", id), account.Key, user, at, false, changed ?? new InboundBody.Other(type), changed is null ? Harvest.Raw(message) : null,
                Alias: WhatsAppId.Alias(message, "to_user_id"u8, user));
        }

        var (kind, text, details, whole) = WhatsAppCarried.Of(message, type);
        return new(EventId.Of("echo", id), account.Key, user, at, false, new InboundBody.Echo(id, null, false, kind, text, details), whole ? null : Harvest.Raw(message),
            Alias: WhatsAppId.Alias(message, "to_user_id"u8, user));
    }

    private static InboundBody? Body(JsonElement message, string type, string id, out bool whole)
    {
        whole = true;
        switch (type)
        {
            case "reaction":
                return LooseJson.Object(message, "reaction"u8) is { } reaction && LooseJson.Text(reaction, "message_id"u8) is { Length: > 0 and <= LongestId } of
                    ? new InboundBody.Reaction(of, LooseJson.Text(reaction, "emoji"u8) is { Length: > 0 } emoji ? emoji : null) : null;
            case "edit":
                return Original(message, "edit"u8) is { } edited && Edited(message) is { } words ? new InboundBody.Edited(edited, words) : null;
            case "revoke":
                return Original(message, "revoke"u8) is { } revoked ? new InboundBody.Unsent(revoked) : null;
            case "request_welcome":
                return null;
            default:
                var carried = WhatsAppCarried.Of(message, type);
                whole = carried.Whole && !message.TryGetProperty("context"u8, out _) && !message.TryGetProperty("referral"u8, out _) && !message.TryGetProperty("errors"u8, out _);
                return new InboundBody.Message(id, carried.Kind, carried.Text, null, carried.Details);
        }
    }

    /// <summary>A person who changed their number, or whose scoped id changed.</summary>
    private static InboundEvent System(MetaAccount account, JsonElement message, string id, string? user, DateTimeOffset at)
    {
        var system = LooseJson.Object(message, "system"u8);
        var type = system is { } told ? LooseJson.Text(told, "type"u8) ?? "" : "";
        var kept = Harvest.Kept(account.Key, user, at, type.Length > 0 ? type : "system", message, id: EventId.Of(id));
        if (system is not { } change) return kept;
        var (former, now) = type switch
        {
            // The older words; who it was may stand beside who it is.
            "user_changed_number" or "customer_changed_number" => (WhatsAppId.Read(change, "customer"u8, "customer"u8) ?? user, WhatsAppId.Read(change, "new_wa_id"u8, "wa_id"u8)),
            "user_changed_user_id" when user is not null && WhatsAppId.IsNumber(user) => (LooseJson.Text(change, "previous_user_id"u8) ?? LooseJson.Text(message, "from_user_id"u8), user),
            "user_changed_user_id" => (WhatsAppId.Read(change, "previous_user_id"u8, "previous_user_id"u8) ?? user, WhatsAppId.Read(change, "wa_id"u8, "user_id"u8)),
            _ => (null, null),
        };
        return former is not null && now is not null && former != now ? kept with { UserId = now, Body = new InboundBody.Renamed(former), Alias = WhatsAppId.Alias(change, "user_id"u8, now) } : kept;
    }

    private static string? Original(JsonElement message, ReadOnlySpan<byte> name)
    {
        var found = LooseJson.Object(message, name) is { } reference
            ? LooseJson.Text(reference, "original_message_id"u8) ?? LooseJson.Text(reference, "message_id"u8) ?? LooseJson.Text(reference, "id"u8) : null;
        found ??= LooseJson.Object(message, "context"u8) is { } context ? LooseJson.Text(context, "id"u8) : null;
        return found is { Length: > 0 and <= LongestId } ? found : null;
    }

    /// <summary>The new words, wherever they stand.</summary>
    private static string? Edited(JsonElement message)
    {
        var edit = LooseJson.Object(message, "edit"u8);
        var inner = edit is { } told ? LooseJson.Object(told, "message"u8) ?? told : message;
        var words = WhatsAppCarried.Of(inner, LooseJson.Text(inner, "type"u8) ?? "text").Text
            ?? LooseJson.Text(inner, "text"u8) ?? (LooseJson.Object(message, "text"u8) is { } text ? LooseJson.Text(text, "body"u8) : null);
        return words is { Length: > 0 } ? words : null;
    }

    private static string? Id(JsonElement message) => LooseJson.Text(message, "id"u8) is { Length: > 0 and <= LongestId } id ? id : null;
}
