using System.Text.Json;
using OmoBroadcast.Adapters.Meta;
using OmoBroadcast.Adapters.Wire;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Adapters.WhatsApp;

/// <summary>One of an entry's <c>changes</c>, as it concerns one number.</summary>
/// <param name="waba">The business account that the entry is of.</param>
/// <param name="entryAt">What is dated so that does not say when it was.</param>
internal sealed class WhatsAppChange(MetaAccount account, string waba, DateTimeOffset entryAt, EventCollector harvest)
{
    public void Read(JsonElement change)
    {
        var field = LooseJson.Text(change, "field"u8) ?? "";
        var value = LooseJson.Object(change, "value"u8);
        if (value is { } held && Understood(field, held))
            return;
        var kept = EventCollector.Kept(account.Key, null, entryAt, field, change);
        harvest.Add(value is { } all ? kept with { Id = EventId.Of(waba, field, EventId.Digest(all)) } : kept);
    }

    private bool Understood(string field, JsonElement value) =>
        field switch
        {
            "messages" => Messages(value, value, standby: false),
            "standby" => Messages(value, LooseJson.Object(value, "standby"u8) ?? value, standby: true),
            "messaging_handovers" => Handed(value),
            "calls" => Each(value, "calls"u8, item => harvest.Add(WhatsAppCall.Read(account, item, new WhatsAppContacts(value), entryAt))),
            "smb_message_echoes" => Each(value, "message_echoes"u8, item => harvest.Add(WhatsAppMessage.Echo(account, item, entryAt))),
            "user_preferences" => Each(value, "user_preferences"u8, item => harvest.Add(WhatsAppPeople.Preference(account, item, entryAt))),
            "user_id_update" => Each(value, "user_id_update"u8, item => harvest.Add(WhatsAppPeople.Renamed(account, item, entryAt))),
            _ => News(field, value),
        };

    private bool Messages(JsonElement value, JsonElement holder, bool standby)
    {
        var contacts = new WhatsAppContacts(holder.TryGetProperty("contacts"u8, out _) ? holder : value);
        var any = false;
        // One body has one of them as a rule: what is not there costs nothing.
        if (LooseJson.Array(holder, "messages"u8) is { } messages)
            any |= Each(messages, One);
        if (LooseJson.Array(holder, "statuses"u8) is { } statuses)
            any |= Each(statuses, item => harvest.Add(WhatsAppStatus.Read(account, item, entryAt, standby)));
        if (standby && LooseJson.Array(holder, "message_echoes"u8) is { } echoes)
            any |= Each(echoes, item => harvest.Add(WhatsAppMessage.Echo(account, item, entryAt, standby)));
        if (LooseJson.Array(holder, "errors"u8) is { } errors)
            any |= Each(errors, item => harvest.Add(OfError(item)));
        return any;

        void One(JsonElement item)
        {
            if (LooseJson.Is(item, "type"u8, "system"u8))
                harvest.AddAll(WhatsAppMessage.System(account, item, contacts, entryAt));
            else
                harvest.Add(WhatsAppMessage.Read(account, item, contacts, entryAt, standby));
        }
    }

    /// <summary>Who has a conversation from now on. That it was passed is told to the new owner, that it was taken to the former.</summary>
    private bool Handed(JsonElement value)
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
    private InboundEvent OfError(JsonElement item)
    {
        var kept = EventCollector.Kept(account.Key, null, entryAt, "errors", item);
        return
            GraphError.Of(item) is { } error
            && WhatsAppErrors.Table.Fault(error) is SendOutcome.Refused { Scope: RefusalScope.Account } fault
            ? kept with
            {
                Body = new InboundBody.Standing(AccountStanding.Warned, fault.Code, fault.Reason),
            }
            : kept;
    }

    private bool News(string field, JsonElement value)
    {
        if (WhatsAppNews.Read(waba, field, value) is not { } news)
            return false;
        var id = EventId.Of(waba, field, EventId.Digest(value));
        var at = MetaTime.Read(value, "timestamp"u8) ?? entryAt;
        harvest.Add(new(id, account.Key, null, at, false, news, EventCollector.Raw(value)));
        return true;
    }

    private bool Each(JsonElement value, ReadOnlySpan<byte> name, Action<JsonElement> read) =>
        LooseJson.Array(value, name) is { } items && Each(items, read);

    private bool Each(JsonElement items, Action<JsonElement> read)
    {
        foreach (var item in items.EnumerateArray())
            harvest.Take(account.Key, item, entryAt, read);
        return true;
    }
}
