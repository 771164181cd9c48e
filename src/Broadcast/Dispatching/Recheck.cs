using System.Collections.Concurrent;
using OmoBroadcast.Broadcast.Planning;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Store.Present;
using OmoBroadcast.Store.Promises;

namespace OmoBroadcast.Broadcast.Dispatching;

/// <summary>
/// Looks once more, just before the call, at those for whom something changed since the launch: an opt-out, a block, a conversation closed or handed over.
/// Asking who changed is cheap; asking again for everybody would cost as much as the sending. Where a platform's window closes by itself, everybody is asked for.
/// </summary>
public sealed class Recheck(Knowledge knowledge, Campaigns campaigns, Ledger ledger, Roster roster, TemplateHolds holds)
{
    /// <summary>Clocks of nodes may differ by this much; a look too far back only costs a question.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    private const int MostRemembered = 10_000;

    private readonly ConcurrentDictionary<long, bool> ofStore = new();

    /// <summary>
    /// The requests that may still be sent, without those who must no longer receive. Throws what the stores throw when they are away: then nothing may be sent.
    /// </summary>
    public async Task<IReadOnlyList<ClaimedRequest>> CheckAsync(AccountKey account, IReadOnlyList<ClaimedRequest> claimed, DateTimeOffset now, CancellationToken ct)
    {
        if (!claimed.Any(request => request.Campaign is not null)) return claimed;
        var since = claimed.Where(request => request.Campaign is not null).Min(request => request.CreatedAt) - Skew;
        // What is older than the memory of changes is asked for everybody.
        var all = since < now - Conversations.ChangesKept || roster[account.Channel].Limits.Window is not null;
        var changed = all ? [] : await knowledge.ChangedSinceAsync(account, since, ct);
        var stores = all ? [] : await OfStoresAsync(claimed, ct);
        if (changed.Count == 0 && stores.Count == 0 && !all) return claimed;

        string[] Touched(ClaimedRequest request) => request.Campaign is not { } campaign ? []
            : [.. request.Recipients.Where(user => all || stores.Contains(campaign) || changed.Contains(user))];
        CustomerKey[] keys = [.. claimed.SelectMany(Touched).Distinct().Select(user => new CustomerKey(account, user))];
        if (keys.Length == 0) return claimed;
        var known = await knowledge.OfAsync(keys, Binding.Channels.Contains(account.Channel), ct);
        var senders = new Dictionary<long, Sending>();
        var kept = new List<ClaimedRequest>(claimed.Count);
        var waiting = new List<ClaimedRequest>();
        foreach (var request in claimed)
        {
            var touched = Touched(request);
            if (touched.Length == 0) kept.Add(request);
            else if (await WaitsAsync(request, senders, ct)) waiting.Add(request);
            else if (await WithoutAsync(request, Out(known, request, touched, await OccasionAsync(request, senders, now, ct)), now, ct) is { } rest) kept.Add(rest);
        }

        if (waiting.Count > 0) await ledger.ReleaseAsync(waiting, ct);
        return kept;
    }

    /// <summary>Those to a whole store: who sells in it, and whether the sender is its manager, changes without a customer's doing.</summary>
    private async Task<HashSet<long>> OfStoresAsync(IReadOnlyList<ClaimedRequest> claimed, CancellationToken ct)
    {
        var found = new HashSet<long>();
        foreach (var id in claimed.Select(request => request.Campaign).OfType<long>().Distinct())
        {
            // Whom a campaign goes to is settled before it is sent.
            if (!ofStore.TryGetValue(id, out var store))
            {
                if (ofStore.Count >= MostRemembered) ofStore.Clear();
                ofStore[id] = store = (await campaigns.FindAsync(id, ct))?.Audience.Store is not null;
            }

            if (store) found.Add(id);
        }

        return found;
    }

    /// <summary>Whether its template may not be sent now and may be again: then the rest of the campaign waits.</summary>
    private async Task<bool> WaitsAsync(ClaimedRequest request, Dictionary<long, Sending> senders, CancellationToken ct)
    {
        var (campaign, status, _) = await SenderAsync(request, senders, ct);
        if (MessageTemplate.StandingOf(status) != TemplateStanding.Waits) return false;
        await holds.HoldAsync(campaign.Id, status!, ct);
        return true;
    }

    private async Task<Occasion> OccasionAsync(
        ClaimedRequest request, Dictionary<long, Sending> senders, DateTimeOffset now, CancellationToken ct)
    {
        var (campaign, status, sellers) = await SenderAsync(request, senders, ct);
        return new(sellers, roster.Account(request.Account), roster[request.Account.Channel].Limits, request.Content ?? campaign.Content, now)
        {
            ToBound = campaign.Audience.BoundOn is not null, TemplateApproved = status == MessageTemplate.Approved,
        };
    }

    private async Task<Sending> SenderAsync(
        ClaimedRequest request, Dictionary<long, Sending> senders, CancellationToken ct)
    {
        if (senders.TryGetValue(request.Campaign!.Value, out var known)) return known;
        var found = await campaigns.FindAsync(request.Campaign.Value, ct) ?? throw new InvalidOperationException($"Campaign {request.Campaign} is not there");
        var sellers = found.Audience.Store is null ? Sellers.Alone(found.Sender) : await knowledge.SellersAsync(found, ct);
        senders.Add(request.Campaign.Value, known = new(found, await knowledge.StatusAsync(found.Content, ct), sellers));
        return known;
    }

    private async Task<ClaimedRequest?> WithoutAsync(
        ClaimedRequest request, IReadOnlyDictionary<string, SkipReason> gone, DateTimeOffset now, CancellationToken ct)
    {
        if (gone.Count == 0) return request;
        if (request.Uncertain)
        {
            // It may have been sent already. Repeating it could reach somebody who has said stop; another body under its key is undefined. So it stays unknown.
            await ledger.SettleAsync([new(request.Id, request.Epoch, SettledAs.Unknown, now, "stopped", "a recipient opted out before the answer was known", Uncertain: true)], ct);
            return null;
        }

        if (request.Went > 0)
        {
            // Part of it went: no longer skipped, and not accepted either.
            await ledger.SettleAsync([new(request.Id, request.Epoch, SettledAs.Refused, now, gone.Values.First().ToString())], ct);
            return null;
        }

        var rest = await ledger.SkipAsync(request, gone, ct);
        if (rest is null || request.Attempts <= 1) return rest;
        // It has been tried (and surely not sent) with another list of recipients: a new list takes a new key.
        await ledger.SplitAsync(rest, [rest.Again(rest.Recipients, now)], ct);
        return null;
    }

    private static Dictionary<string, SkipReason> Out(Known known, ClaimedRequest request, IEnumerable<string> users, Occasion occasion)
    {
        var gone = new Dictionary<string, SkipReason>();
        foreach (var user in users)
            if (known.Verdict(new CustomerKey(request.Account, user), occasion) is { } reason) gone[user] = reason;
        return gone;
    }

    private sealed record Sending(Campaign Campaign, string? Status, Sellers Sellers);
}
