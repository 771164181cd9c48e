using System.Globalization;
using System.Text.Json;
using OmoBroadcast.Adapters.Meta;
using OmoBroadcast.Adapters.Wire;
using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Adapters.WhatsApp;

/// <summary>What people told WhatsApp about themselves.</summary>
/// <seealso href="https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/user_preferences"/>
internal static class WhatsAppPeople
{
    /// <summary>One of <c>user_preferences</c>: no more marketing from the account, or again.</summary>
    public static InboundEvent Preference(MetaAccount account, JsonElement item, DateTimeOffset entryAt)
    {
        var at = MetaTime.Read(item, "timestamp"u8) ?? entryAt;
        var user = WhatsAppId.Read(item, "wa_id"u8, "user_id"u8);
        bool? stop = LooseJson.Text(item, "value"u8) switch
        {
            "stop" => true,
            "resume" or "signup" => false,
            _ => null,
        };
        if (user is null || stop is not { } known || LooseJson.Text(item, "category"u8) is not (null or "marketing_messages"))
            return EventCollector.Kept(account.Key, user, at, "user_preferences", item);
        var stamp = at.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        return new(
            EventId.Of("preference", user, known ? "stop" : "resume", stamp),
            account.Key,
            user,
            at,
            false,
            new InboundBody.Preference(known),
            null,
            Alias: WhatsAppId.Alias(item, "user_id"u8, user)
        );
    }

    /// <summary>One of <c>user_id_update</c>: the scoped id changed; where the number is known, it stays the name.</summary>
    public static InboundEvent Renamed(MetaAccount account, JsonElement item, DateTimeOffset entryAt)
    {
        var at = MetaTime.Read(item, "timestamp"u8) ?? entryAt;
        var ids = LooseJson.Object(item, "user_id"u8);
        var former = ids is { } known ? LooseJson.Text(known, "previous"u8) : null;
        var now = WhatsAppId.Read(item, "wa_id"u8, "wa_id"u8) ?? (ids is { } told ? WhatsAppId.Read(told, "current"u8, "current"u8) : null);
        return former is { Length: > 0 and <= 150 } && now is not null && former != now
            ? new(
                EventId.Of("renamed", former, now),
                account.Key,
                now,
                at,
                false,
                new InboundBody.Renamed(former),
                null,
                Alias: ids is { } both ? WhatsAppId.Alias(both, "current"u8, now) : null
            )
            : EventCollector.Kept(account.Key, null, at, "user_id_update", item);
    }
}
