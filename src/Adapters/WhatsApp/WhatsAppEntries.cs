using System.Text.Json;
using OmoBroadcast.Adapters.Meta;
using OmoBroadcast.Adapters.Wire;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Adapters.WhatsApp;

/// <summary>The entries of WhatsApp: changes of one number, or of a business account and so of each of its numbers.</summary>
internal static class WhatsAppEntries
{
    public static void Read(JsonElement entry, DateTimeOffset at, TrustedAccounts signed, EventCollector harvest)
    {
        if (LooseJson.Array(entry, "changes"u8) is not { } changes)
            return;
        var waba = LooseJson.Text(entry, "id"u8) ?? "";
        foreach (var change in changes.EnumerateArray())
        {
            if (harvest.TooMany)
                return;
            if (change.ValueKind != JsonValueKind.Object)
                continue;
            // Of handovers the number is who receives.
            var number =
                LooseJson.Object(change, "value"u8) is { } value
                && (LooseJson.Object(value, "metadata"u8) ?? LooseJson.Object(value, "recipient"u8)) is { } metadata
                    ? LooseJson.Text(metadata, "phone_number_id"u8)
                    : null;
            foreach (
                var account in number is null ? signed.OfWaba(waba)
                : signed.Find(number) is { } found ? [found]
                : []
            )
                harvest.Take(account.Key, change, at, change => OfOne(account, waba, change, at, harvest));
        }
    }

    private static void OfOne(MetaAccount account, string waba, JsonElement change, DateTimeOffset at, EventCollector harvest)
    {
        var field = LooseJson.Text(change, "field"u8) ?? "";
        var value = LooseJson.Object(change, "value"u8);
        var any =
            value is { } held
            && field switch
            {
                "messages" => Messages(account, held, held, at, harvest, standby: false),
                "standby" => Messages(account, held, LooseJson.Object(held, "standby"u8) ?? held, at, harvest, standby: true),
                "messaging_handovers" => Handed(account, held, at, harvest),
                "calls" => Each(account, held, "calls"u8, at, harvest, item =>
                    harvest.Add(WhatsAppCall.Read(account, item, new WhatsAppContacts(held), at))
                ),
                "smb_message_echoes" => Each(account, held, "message_echoes"u8, at, harvest, item =>
                    harvest.Add(WhatsAppMessage.Echo(account, item, at))
                ),
                "user_preferences" => Each(account, held, "user_preferences"u8, at, harvest, item =>
                    harvest.Add(WhatsAppPeople.Preference(account, item, at))
                ),
                "user_id_update" => Each(account, held, "user_id_update"u8, at, harvest, item =>
                    harvest.Add(WhatsAppPeople.Renamed(account, item, at))
                ),
                _ => News(account, waba, field, held, at, harvest),
            };
        if (!any)
            harvest.Add(
                EventCollector.Kept(
                    account.Key,
                    null,
                    at,
                    field,
                    change,
                    id: value is { } all ? EventId.Of(waba, field, EventId.Digest(all)) : null
                )
            );
    }

    private static bool Messages(
        MetaAccount account,
        JsonElement value,
        JsonElement holder,
        DateTimeOffset at,
        EventCollector harvest,
        bool standby
    )
    {
        var contacts = new WhatsAppContacts(holder.TryGetProperty("contacts"u8, out _) ? holder : value);
        var any = false;
        // One body has one of them as a rule: what is not there costs nothing.
        if (LooseJson.Array(holder, "messages"u8) is { } messages)
            any |= Each(account, messages, at, harvest, One);
        if (LooseJson.Array(holder, "statuses"u8) is { } statuses)
            any |= Each(account, statuses, at, harvest, item => harvest.Add(WhatsAppStatus.Read(account, item, at, standby)));
        if (standby && LooseJson.Array(holder, "message_echoes"u8) is { } echoes)
            any |= Each(account, echoes, at, harvest, item => harvest.Add(WhatsAppMessage.Echo(account, item, at, standby)));
        if (LooseJson.Array(holder, "errors"u8) is { } errors)
            any |= Each(account, errors, at, harvest, item => harvest.Add(OfError(account, item, at)));
        return any;

        void One(JsonElement item)
        {
            if (LooseJson.Is(item, "type"u8, "system"u8))
                harvest.AddAll(WhatsAppMessage.System(account, item, contacts, at));
            else
                harvest.Add(WhatsAppMessage.Read(account, item, contacts, at, standby));
        }
    }

    /// <summary>Who has a conversation from now on. That it was passed is told to the new owner, that it was taken to the former.</summary>
    private static bool Handed(MetaAccount account, JsonElement value, DateTimeOffset entryAt, EventCollector harvest)
    {
        if (LooseJson.Object(value, "sender"u8) is not { } sender)
            return false;
        var user = WhatsAppId.Read(sender, "phone_number"u8, "user_id"u8) ?? WhatsAppId.Read(sender, "wa_id"u8, "user_id"u8);
        SystemEvent? happened = LooseJson.Text(value, "type"u8) switch
        {
            "control_passed" => SystemEvent.HandedBack,
            "control_taken" => SystemEvent.HandedOver,
            _ => null,
        };
        if (user is null || happened is not { } known)
            return false;
        harvest.Add(
            new(
                EventId.Of("handover", user, EventId.Digest(value)),
                account.Key,
                user,
                MetaTime.Read(value, "timestamp"u8) ?? entryAt,
                false,
                new InboundBody.SystemMessage(known, null),
                null,
                Alias: WhatsAppId.Alias(sender, "user_id"u8, user)
            )
        );
        return true;
    }

    /// <summary>An error of no message: of the number, or of what came in.</summary>
    private static InboundEvent OfError(MetaAccount account, JsonElement item, DateTimeOffset at)
    {
        var kept = EventCollector.Kept(account.Key, null, at, "errors", item);
        return
            GraphError.Of(item) is { } error
            && WhatsAppErrors.Table.Fault(error) is SendOutcome.Refused { Scope: RefusalScope.Account } fault
            ? kept with
            {
                Body = new InboundBody.Standing(AccountStanding.Warned, fault.Code, fault.Reason),
            }
            : kept;
    }

    private static bool News(MetaAccount account, string waba, string field, JsonElement value, DateTimeOffset at, EventCollector harvest)
    {
        if (WhatsAppNews.Read(waba, field, value) is not { } news)
            return false;
        var id = EventId.Of(waba, field, EventId.Digest(value));
        harvest.Add(new(id, account.Key, null, MetaTime.Read(value, "timestamp"u8) ?? at, false, news, EventCollector.Raw(value)));
        return true;
    }

    private static bool Each(
        MetaAccount account,
        JsonElement value,
        ReadOnlySpan<byte> name,
        DateTimeOffset at,
        EventCollector harvest,
        Action<JsonElement> read
    )
    {
        return LooseJson.Array(value, name) is { } items && Each(account, items, at, harvest, read);
    }

    private static bool Each(MetaAccount account, JsonElement items, DateTimeOffset at, EventCollector harvest, Action<JsonElement> read)
    {
        foreach (var item in items.EnumerateArray())
            harvest.Take(account.Key, item, at, read);
        return true;
    }
}
