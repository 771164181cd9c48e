using System.Text.Json;
using OmoBroadcast.Adapters.Meta;
using OmoBroadcast.Adapters.Wire;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Adapters.WhatsApp;

/// <summary>One of <c>calls</c>. A person who calls is a customer who says something: it opens the window as a message does. How it ended
/// is only told.</summary>
internal static class WhatsAppCall
{
    private const int LongestId = 256;

    public static InboundEvent Read(MetaAccount account, JsonElement call, WhatsAppContacts contacts, DateTimeOffset entryAt)
    {
        var at = MetaTime.Read(call, "timestamp"u8) ?? entryAt;
        var theirs = !LooseJson.Is(call, "direction"u8, "BUSINESS_INITIATED"u8);
        var user = theirs
            ? WhatsAppId.Read(call, "from"u8, "from_user_id"u8) ?? contacts.Only
            : WhatsAppId.Read(call, "to"u8, "to_user_id"u8);
        var happened = LooseJson.Text(call, "event"u8) ?? "";
        if (PlatformId.Read(call, "id"u8, LongestId) is not { } id || user is null)
            return EventCollector.Kept(account.Key, user, at, "calls", call);
        InboundBody? body = happened switch
        {
            "connect" when theirs => new InboundBody.Message(id, MessageKind.Call, null, null),
            "terminate" => Ended(call),
            _ => null,
        };
        return new(
            EventId.Of("call", id, happened),
            account.Key,
            user,
            at,
            false,
            body ?? new InboundBody.Other($"call {happened}"),
            body is null ? EventCollector.Raw(call) : null,
            contacts.Name(user),
            WhatsAppId.Alias(call, theirs ? "from_user_id"u8 : "to_user_id"u8, user)
        );
    }

    private static InboundBody.SystemMessage Ended(JsonElement call)
    {
        var seconds = LooseJson.Number(call, "duration"u8) ?? 0;
        var talked = seconds > 0 || LooseJson.Is(call, "status"u8, "COMPLETED"u8);
        return talked
            ? new(
                SystemEvent.CallEnded,
                seconds is > 0 and < 86_400
                    ? TimeSpan.FromSeconds(seconds).ToString("g", System.Globalization.CultureInfo.InvariantCulture)
                    : null
            )
            : new(SystemEvent.CallMissed, null);
    }
}
