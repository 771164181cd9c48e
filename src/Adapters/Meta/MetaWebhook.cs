using System.Text.Json;
using OmoBroadcast.Adapters.Wire;
using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Adapters.Meta;

/// <summary>Reads one entry of a body.</summary>
/// <param name="at">The entry's own time; the Unix epoch without.</param>
internal delegate void EntryReading(JsonElement entry, DateTimeOffset at, TrustedAccounts signed, EventCollector harvest);

/// <summary>Authenticates one webhook body and takes its envelope apart; what stands in an entry is its channel's affair.</summary>
/// <seealso href="https://developers.facebook.com/docs/graph-api/webhooks/getting-started"/>
/// <seealso href="https://developers.facebook.com/docs/messenger-platform/webhook-reference"/>
/// <param name="product">What <c>object</c> must say.</param>
internal sealed class MetaWebhook(MetaAccounts accounts, string product, EntryReading read)
{
    private readonly MetaSignature signature = new(accounts.All.SelectMany(account => account.Secrets));

    public WebhookReading Read(WebhookRequest request)
    {
        if (string.Equals(request.Method, "GET", StringComparison.OrdinalIgnoreCase))
            return MetaChallenge.Read(request, accounts.All);
        if (!string.Equals(request.Method, "POST", StringComparison.OrdinalIgnoreCase))
            return new WebhookReading.Refused(405, "Meta gets and posts");
        if (RequestHeaders.Find(request, MetaSignature.Header) is not { } claimed)
            return new WebhookReading.Refused(401, "no signature");
        if (signature.Signer(claimed, request.Body.Span) is not { } secret)
            return new WebhookReading.Refused(401, "wrong signature");
        try
        {
            using var document = ShallowJson.Parse(request.Body);
            return Open(document.RootElement, new TrustedAccounts(accounts, secret));
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException or ArgumentException)
        {
            return new WebhookReading.Refused(400, "not a webhook body");
        }
    }

    private WebhookReading Open(JsonElement root, TrustedAccounts signed)
    {
        var harvest = new EventCollector();
        var found = false;
        if (root.ValueKind == JsonValueKind.Array)
        {
            // Meta's own pages print the envelope in an array.
            foreach (var envelope in root.EnumerateArray())
                found |= Open(envelope, signed, harvest);
        }
        else
        {
            found = Open(root, signed, harvest);
        }

        if (!found)
            return new WebhookReading.Refused(400, "no entries");
        if (harvest.TooMany)
            return new WebhookReading.Refused(413, "too many events");
        var events = harvest.Gather();
        return events.Count == 0 && signed.Disbelieved
            ? new WebhookReading.Refused(401, "signed with another account's secret")
            : new WebhookReading.Events(events);
    }

    private bool Open(JsonElement envelope, TrustedAccounts signed, EventCollector harvest)
    {
        if (envelope.ValueKind != JsonValueKind.Object || LooseJson.Text(envelope, "object"u8) is not { } named)
            return false;

        // Other products of the same app are nobody's error, and nothing to us.
        if (named != product)
            return true;
        if (LooseJson.Array(envelope, "entry"u8) is not { } entries)
            return false;
        foreach (var entry in entries.EnumerateArray())
        {
            if (harvest.TooMany)
                break;
            if (entry.ValueKind != JsonValueKind.Object)
                continue;
            try
            {
                read(entry, MetaTime.Read(entry, "time"u8) ?? DateTimeOffset.UnixEpoch, signed, harvest);
            }
            catch (Exception strange)
                when (strange is InvalidOperationException or ArgumentException or FormatException or OverflowException)
            {
                // An entry whose very account cannot be read is nobody's.
            }
        }

        return true;
    }
}
