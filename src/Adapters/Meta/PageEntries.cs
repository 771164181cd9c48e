using System.Text.Json;
using OmoBroadcast.Adapters.Wire;

namespace OmoBroadcast.Adapters.Meta;

/// <summary>The entries of Messenger and Instagram: items between a person and the account, and changes of the account.</summary>
internal static class PageEntries
{
    public static void Read(JsonElement entry, DateTimeOffset at, TrustedAccounts signed, EventCollector harvest)
    {
        if (signed.Find(LooseJson.Text(entry, "id"u8)) is not { } account)
            return;
        Items("messaging"u8, standby: false);
        Items("standby"u8, standby: true);
        if (LooseJson.Array(entry, "changes"u8) is { } changes)
            foreach (var change in changes.EnumerateArray())
                harvest.Take(account.Key, change, at, change => Change(account, change, at, harvest));

        // Documented for comments: the change is the entry itself.
        if (entry.TryGetProperty("field"u8, out _) && entry.TryGetProperty("value"u8, out _))
            harvest.Take(account.Key, entry, at, change => Change(account, change, at, harvest));

        void Items(ReadOnlySpan<byte> name, bool standby)
        {
            if (LooseJson.Array(entry, name) is not { } items)
                return;
            foreach (var item in items.EnumerateArray())
                harvest.Take(account.Key, item, at, item => new PageItem(account, item, at, standby).Read(harvest));
        }
    }

    // Instagram, and the dashboard's test button, send items as changes too.
    private static void Change(MetaAccount account, JsonElement change, DateTimeOffset at, EventCollector harvest)
    {
        var field = LooseJson.Text(change, "field"u8) ?? "";
        if (
            LooseJson.Object(change, "value"u8) is { } value
            && (
                LooseJson.Object(value, "sender"u8)
                ?? LooseJson.Object(value, "recipient"u8)
                ?? LooseJson.Object(value, "message"u8)
                ?? LooseJson.Object(value, "message_edit"u8)
            )
                is not null
        )
            new PageItem(account, value, at, field == "standby").Read(harvest);
        else
            harvest.Add(EventCollector.Kept(account.Key, null, at, field, change));
    }
}
