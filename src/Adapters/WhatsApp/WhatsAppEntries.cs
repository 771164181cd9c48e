using System.Text.Json;
using OmoBroadcast.Adapters.Meta;
using OmoBroadcast.Adapters.Wire;

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
                harvest.Take(account.Key, change, at, change => new WhatsAppChange(account, waba, at, harvest).Read(change));
        }
    }
}
