using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using OmoBroadcast.Adapters.Wire;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Adapters.Meta;

/// <summary>One item of Messenger or Instagram: who, when, and exactly one member that says what.</summary>
/// <seealso href="https://developers.facebook.com/docs/messenger-platform/webhook-reference"/>
internal sealed class PageItem
{
    private const int LongestId = 512,
        LongestUser = 128,
        MostMids = 1000;

    /// <summary>
    /// Whoever writes in Meta's own inboxes is a person; all other apps, Meta's automations among them, answer by themselves. One id is
    /// printed in two ways.
    /// </summary>
    private static readonly FrozenSet<string> Inboxes = ["263902037430900", "26390203743090", "1217981644879628"];

    private readonly MetaAccount account;
    private readonly JsonElement item;
    private readonly DateTimeOffset at;
    private readonly bool standby;
    private readonly string? sender,
        user;

    /// <param name="entryAt">What it is dated if it does not say.</param>
    public PageItem(MetaAccount account, JsonElement item, DateTimeOffset entryAt, bool standby)
    {
        this.account = account;
        this.item = item;
        this.standby = standby;
        at = MetaTime.Read(item, "timestamp"u8) ?? entryAt;
        sender = Person("sender"u8);

        // What the account itself does, it does towards the other one.
        user = sender == account.Key.Id ? Person("recipient"u8) : sender;
        if (user == account.Key.Id)
            user = null;
    }

    private string Stamp => at.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);

    public void Read(EventCollector harvest)
    {
        foreach (var member in item.EnumerateObject())
            if (!IsCircumstance(member) && member.Value.ValueKind == JsonValueKind.Object && Understood(member.Name, member.Value, harvest))
                return;
        harvest.Add(Other(null));
    }

    /// <summary>Says who, when and to which end, and not what.</summary>
    private static bool IsCircumstance(JsonProperty member) =>
        member.NameEquals("sender"u8)
        || member.NameEquals("recipient"u8)
        || member.NameEquals("timestamp"u8)
        || member.NameEquals("priority_message"u8);

    private bool Understood(string name, JsonElement value, EventCollector harvest)
    {
        switch (name)
        {
            case "delivery":
                Receipts(ReceiptKind.Delivered, value, harvest);
                return true;
            case "read":
                Receipts(ReceiptKind.Read, value, harvest);
                return true;
            case "message_edit":
                if (Edit(value) is { } edited)
                    harvest.Add(edited);
                return true;
            case "postback":
                harvest.Add(Postback(value));
                if (LooseJson.Object(value, "referral"u8) is { } by)
                    harvest.Add(CameBy(by));
                return true;
        }

        var one = name switch
        {
            "message" => Message(value),
            "reaction" => Reaction(value),
            "referral" => CameBy(value),
            "account_linking" => Linking(value),
            "pass_thread_control" => Handover(value, passed: true),
            "take_thread_control" => Handover(value, passed: false),
            "optin" => OptIn(value),
            "policy_enforcement" or "policy-enforcement" => Policy(value),
            _ => null,
        };
        if (one is not null)
            harvest.Add(one);
        return one is not null;
    }

    private InboundEvent Message(JsonElement message)
    {
        if (Mid(message) is not { } mid)
            return Other("message");
        if (LooseJson.IsTrue(message, "is_deleted"u8))
            return Event(EventId.Of(mid, "deleted"), new InboundBody.Unsent(mid), whole: true);
        var carried = Attachment.Of(message);
        if (!LooseJson.IsTrue(message, "is_echo"u8) && sender != account.Key.Id)
            return Event(EventId.Of(mid), new InboundBody.Message(mid, carried.Kind, carried.Text, null, carried.Details), carried.Whole);

        // An account that talks to itself has no customer.
        var customer =
            LooseJson.Object(item, "recipient"u8) is { } recipient && Id(recipient) is { } to && to != account.Key.Id ? to : null;
        var of = Correlation.Read(LooseJson.Text(message, "metadata"u8));
        var app = LooseJson.Text(message, "app_id"u8);
        var ours = of is not null || (app is { Length: > 0 } && app == account.AppId);
        InboundBody body = customer is null
            ? new InboundBody.Other("self")
            : new InboundBody.Echo(mid, of, ours, carried.Kind, carried.Text, carried.Details)
            {
                Automatic = !ours && app is { Length: > 0 } && !Inboxes.Contains(app),
            };
        return Event(EventId.Of("echo", mid), body, carried.Whole && customer is not null) with { UserId = customer };
    }

    /// <summary>Messenger names messages or a time up to which all are meant; Instagram names the one message.</summary>
    private void Receipts(ReceiptKind kind, JsonElement value, EventCollector harvest)
    {
        var word = kind == ReceiptKind.Read ? "read" : "delivery";
        if (user is null)
        {
            harvest.Add(Other(word));
            return;
        }

        var any = false;
        if (Mid(value) is { } only)
            any = Add(only);
        if (LooseJson.Array(value, "mids"u8) is { } mids)
            foreach (var mid in mids.EnumerateArray().Where(mid => mid.ValueKind == JsonValueKind.String).Take(MostMids))
                if (PlatformId.Usable(LooseJson.Text(mid), LongestId) is { } id)
                    any = Add(id);
        if (MetaTime.Read(value, "watermark"u8) is { } until)
        {
            var id = EventId.Of(word, user, "until", until.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture));
            harvest.Add(Event(id, new InboundBody.Receipt(kind, null, null, until, null), whole: true));
        }
        else if (!any)
        {
            harvest.Add(Other(word));
        }

        bool Add(string mid)
        {
            harvest.Add(Event(EventId.Of(word, user, mid), new InboundBody.Receipt(kind, mid, null, null, null), whole: true));
            return true;
        }
    }

    /// <summary>Instagram tells of edits that change nothing, by the dozen.</summary>
    private InboundEvent? Edit(JsonElement edit)
    {
        var number = LooseJson.Text(edit, "num_edit"u8);
        if (LooseJson.Text(edit, "text"u8) is { Length: > 0 } text && Mid(edit) is { } mid)
            return Event(EventId.Of(mid, "edit", number, Stamp), new InboundBody.Edited(mid, text), whole: true);
        return number is null or "0" ? null : Other("message_edit");
    }

    private InboundEvent Reaction(JsonElement reaction)
    {
        if (Mid(reaction) is not { } mid || user is null || sender != user)
            return Other("reaction");
        var action = LooseJson.Text(reaction, "action"u8);
        var emoji = action == "unreact" ? null : LooseJson.Text(reaction, "emoji"u8) ?? LooseJson.Text(reaction, "reaction"u8) ?? "other";
        return Event(EventId.Of(mid, "reaction", sender, action, Stamp), new InboundBody.Reaction(mid, emoji), whole: true);
    }

    private InboundEvent Postback(JsonElement postback)
    {
        // In standby the payload is kept back.
        var title = LooseJson.Text(postback, "title"u8) is { Length: > 0 } said ? said : null;
        var data = LooseJson.Text(postback, "payload"u8) ?? title;
        var id = Mid(postback) is { } mid ? EventId.Of("postback", mid) : EventId.Of("postback", sender, Stamp, data);
        return data is null ? Other("postback") : Event(id, new InboundBody.Postback(data, null, title), whole: true);
    }

    private InboundEvent CameBy(JsonElement referral) =>
        Event(
            EventId.Of("referral", sender, Stamp, EventId.Digest(referral)),
            new InboundBody.SystemMessage(SystemEvent.CameBy, null, Attachment.ReferralOf(referral)),
            whole: true
        );

    private InboundEvent Linking(JsonElement linking)
    {
        SystemEvent? happened = LooseJson.Text(linking, "status"u8) switch
        {
            "linked" => SystemEvent.AccountLinked,
            "unlinked" => SystemEvent.AccountUnlinked,
            _ => null,
        };
        return happened is not { } known
            ? Other("account_linking")
            : Event(EventId.Of("linking", sender, Stamp, EventId.Digest(linking)), new InboundBody.SystemMessage(known, null), whole: true);
    }

    /// <summary>
    /// Whose the conversation is from now on. Each is told to whom it concerns: that it was passed, to the new owner, that it was taken, to
    /// the former; with routing both may be told, and the new owner's app is named.
    /// </summary>
    private InboundEvent Handover(JsonElement handover, bool passed)
    {
        var owner = LooseJson.Text(handover, "new_owner_app_id"u8);
        var ours = account.AppId is { Length: > 0 } app && owner is { Length: > 0 } ? owner == app : passed;
        return Event(
            EventId.Of("handover", user, Stamp, EventId.Digest(handover)),
            new InboundBody.SystemMessage(ours ? SystemEvent.HandedBack : SystemEvent.HandedOver, null),
            whole: true
        );
    }

    private InboundEvent OptIn(JsonElement optin)
    {
        var status = LooseJson.Text(optin, "notification_messages_status"u8) ?? "";
        var stop = status.StartsWith("STOP", StringComparison.OrdinalIgnoreCase);
        if (user is null || (!stop && !status.StartsWith("RESUME", StringComparison.OrdinalIgnoreCase)))
            return Other("optin");
        return Event(EventId.Of("optin", user, Stamp, EventId.Digest(optin)), new InboundBody.Preference(stop), whole: false);
    }

    private InboundEvent Policy(JsonElement policy)
    {
        var action = LooseJson.Text(policy, "action"u8) ?? "";
        AccountStanding? now = action.ToUpperInvariant() switch
        {
            "BLOCK" => AccountStanding.Restricted,
            "WARNING" => AccountStanding.Warned,
            "UNBLOCK" => AccountStanding.Restored,
            _ => null,
        };
        var reason = LooseJson.Text(policy, "reason"u8);
        return now is not { } standing
            ? Other("policy_enforcement")
            : Event(
                EventId.Of("policy", action, Stamp, EventId.Digest(policy)),
                new InboundBody.Standing(standing, action, reason is null ? null : Words.Tidy(reason)),
                whole: false
            ) with
            {
                UserId = null,
            };
    }

    /// <param name="type">Null: the first member that is not about who and when.</param>
    private InboundEvent Other(string? type)
    {
        if (type is null)
            foreach (var member in item.EnumerateObject())
                if (!IsCircumstance(member))
                    type ??= member.Name;
        return EventCollector.Kept(account.Key, user, at, type ?? "nothing", item) with { Standby = standby };
    }

    // Without a person nothing of it is anywhere else.
    private InboundEvent Event(string id, InboundBody body, bool whole) =>
        new(id, account.Key, user, at, standby, body, whole && user is not null ? null : EventCollector.Raw(item));

    private string? Person(ReadOnlySpan<byte> name) => LooseJson.Object(item, name) is { } person ? Id(person) : null;

    private static string? Id(JsonElement person) => PlatformId.Read(person, "id"u8, LongestUser);

    private static string? Mid(JsonElement value) => PlatformId.Read(value, "mid"u8, LongestId);
}
