using System.Text.Json;
using OmoBroadcast.Adapters.Meta;
using OmoBroadcast.Adapters.Wire;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Adapters.WhatsApp;

/// <summary>One of <c>messages</c>: what a person wrote, did to what they wrote, or became.</summary>
internal static class WhatsAppMessage
{
    private const int LongestId = 256;

    /// <param name="standby">Another responder has the conversation.</param>
    public static InboundEvent Read(
        MetaAccount account,
        JsonElement message,
        WhatsAppContacts contacts,
        DateTimeOffset entryAt,
        bool standby
    )
    {
        var at = MetaTime.Read(message, "timestamp"u8) ?? entryAt;
        var type = LooseJson.Text(message, "type"u8) ?? "";

        var user = User(message, contacts);
        var name = contacts.Name(user) ?? contacts.Name(LooseJson.Text(message, "from_user_id"u8));
        if (Id(message) is not { } id)
            return EventCollector.Kept(account.Key, user, at, type, message) with { Standby = standby, Name = name };

        var body = Body(message, type, id, out var whole);
        whole &= user is not null;
        return new(
            EventId.Of(id),
            account.Key,
            user,
            at,
            standby,
            body ?? new InboundBody.Other(type.Length > 64 ? type[..64] : type),
            whole && body is not null ? null : EventCollector.Raw(message),
            name,
            WhatsAppId.Alias(message, "from_user_id"u8, user)
        );
    }

    /// <summary>One of type <c>system</c>, which may say several things of a person.</summary>
    public static IReadOnlyList<InboundEvent> System(
        MetaAccount account,
        JsonElement message,
        WhatsAppContacts contacts,
        DateTimeOffset entryAt
    )
    {
        var (user, at) = (User(message, contacts), MetaTime.Read(message, "timestamp"u8) ?? entryAt);
        return Id(message) is { } id
            ? WhatsAppSystem.Read(account, message, id, user, at)
            : [EventCollector.Kept(account.Key, user, at, "system", message)];
    }

    // In a group the person is not the customer.
    private static string? User(JsonElement message, WhatsAppContacts contacts) =>
        message.TryGetProperty("group_id"u8, out _) ? null : WhatsAppId.Read(message, "from"u8, "from_user_id"u8) ?? contacts.Only;

    /// <summary>What somebody sent from the business's own phone.</summary>
    /// <param name="standby">Another responder has the conversation, and sent it.</param>
    public static InboundEvent Echo(MetaAccount account, JsonElement message, DateTimeOffset entryAt, bool standby = false)
    {
        var at = MetaTime.Read(message, "timestamp"u8) ?? entryAt;
        var type = LooseJson.Text(message, "type"u8) ?? "";
        var user = WhatsAppId.Read(message, "to"u8, "to_user_id"u8);
        if (Id(message) is not { } id || user is null)
            return EventCollector.Kept(account.Key, user, at, "smb_message_echoes", message) with { Standby = standby };
        // What was changed or taken back on that phone is no answer.
        if (type is "edit" or "revoke")
        {
            var changed = Body(message, type, id, out _);
            return new(
                EventId.Of("echo", id),
                account.Key,
                user,
                at,
                standby,
                changed ?? new InboundBody.Other(type),
                changed is null ? EventCollector.Raw(message) : null,
                Alias: WhatsAppId.Alias(message, "to_user_id"u8, user)
            );
        }

        var (kind, text, details, whole) = WhatsAppCarried.Of(message, type);
        return new(
            EventId.Of("echo", id),
            account.Key,
            user,
            at,
            standby,
            new InboundBody.Echo(id, null, false, kind, text, details) { Automatic = standby },
            whole ? null : EventCollector.Raw(message),
            Alias: WhatsAppId.Alias(message, "to_user_id"u8, user)
        );
    }

    private static InboundBody? Body(JsonElement message, string type, string id, out bool whole)
    {
        whole = true;
        switch (type)
        {
            case "reaction":
                return
                    LooseJson.Object(message, "reaction"u8) is { } reaction
                    && PlatformId.Read(reaction, "message_id"u8, LongestId) is { } of
                    ? new InboundBody.Reaction(of, LooseJson.Text(reaction, "emoji"u8) is { Length: > 0 } emoji ? emoji : null)
                    : null;
            case "edit":
                return Original(message, "edit"u8) is { } edited && Edited(message) is { } words
                    ? new InboundBody.Edited(edited, words)
                    : null;
            case "revoke":
                return Original(message, "revoke"u8) is { } revoked ? new InboundBody.Unsent(revoked) : null;
            case "request_welcome":
                return null;
            default:
                if (type == "interactive" && WhatsAppInteractive.CallsAllowed(message) is { } allowed)
                    return new InboundBody.Message(
                        id,
                        MessageKind.System,
                        null,
                        null,
                        new() { Event = allowed ? SystemEvent.CallsAllowed : SystemEvent.CallsDeclined }
                    );
                var carried = WhatsAppCarried.Of(message, type);
                whole = carried.Whole && !message.TryGetProperty("errors"u8, out _);
                return new InboundBody.Message(id, carried.Kind, carried.Text, null, carried.Details);
        }
    }

    private static string? Original(JsonElement message, ReadOnlySpan<byte> name)
    {
        var found = LooseJson.Object(message, name) is { } reference
            ? LooseJson.Text(reference, "original_message_id"u8)
                ?? LooseJson.Text(reference, "message_id"u8)
                ?? LooseJson.Text(reference, "id"u8)
            : null;
        found ??= LooseJson.Object(message, "context"u8) is { } context ? LooseJson.Text(context, "id"u8) : null;
        return PlatformId.Usable(found, LongestId);
    }

    /// <summary>The new words, wherever they stand.</summary>
    private static string? Edited(JsonElement message)
    {
        var edit = LooseJson.Object(message, "edit"u8);
        var inner = edit is { } told ? LooseJson.Object(told, "message"u8) ?? told : message;
        var words = WhatsAppCarried.Of(inner, LooseJson.Text(inner, "type"u8) ?? "text").Text
            ?? LooseJson.Text(inner, "text"u8)
            ?? (LooseJson.Object(message, "text"u8) is { } text ? LooseJson.Text(text, "body"u8) : null);
        return words is { Length: > 0 } ? words : null;
    }

    private static string? Id(JsonElement message) => PlatformId.Read(message, "id"u8, LongestId);
}
