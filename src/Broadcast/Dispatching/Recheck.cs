using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Store.Present;
using OmoBroadcast.Store.Promises;

namespace OmoBroadcast.Broadcast.Dispatching;

/// <summary>
/// Looks once more, just before the call, at those for whom something changed since the launch: an opt-out, a block, a conversation closed or handed over.
/// Asking who changed is cheap; asking again for everybody would cost as much as the sending.
/// </summary>
public sealed class Recheck(Suppressions suppressions, Conversations conversations, Campaigns campaigns, Ledger ledger, Roster roster)
{
    /// <summary>Clocks of nodes may differ by this much; a look too far back only costs a question.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    /// <summary>
    /// The requests that may still be sent, without those who must no longer receive. Throws what the stores throw when they are away: then nothing may be sent.
    /// </summary>
    public async Task<IReadOnlyList<ClaimedRequest>> CheckAsync(AccountKey account, IReadOnlyList<ClaimedRequest> claimed, DateTimeOffset now, CancellationToken ct)
    {
        if (!claimed.Any(request => request.Campaign is not null)) return claimed;
        var since = claimed.Where(request => request.Campaign is not null).Min(request => request.CreatedAt) - Skew;
        // What is older than the memory of changes is asked for everybody.
        var all = since < now - Conversations.ChangesKept;
        var optedOut = suppressions.ChangedSinceAsync(account, since, ct);
        var changed = new HashSet<string>(await conversations.ChangedSinceAsync(account, since, ct));
        changed.UnionWith(await optedOut);
        if (changed.Count == 0 && !all) return claimed;

        var kept = new List<ClaimedRequest>(claimed.Count);
        foreach (var request in claimed)
        {
            string[] touched = request.Campaign is null ? [] : [.. request.Recipients.Where(user => all || changed.Contains(user))];
            if (touched.Length == 0) kept.Add(request);
            else if (await WithoutAsync(request, await OutAsync(request, touched, ct), now, ct) is { } rest) kept.Add(rest);
        }

        return kept;
    }

    private async Task<IReadOnlyDictionary<string, SkipReason>> OutAsync(ClaimedRequest request, IReadOnlyList<string> users, CancellationToken ct)
    {
        var campaign = await campaigns.FindAsync(request.Campaign!.Value, ct) ?? throw new InvalidOperationException($"Campaign {request.Campaign} is not there");
        CustomerKey[] keys = [.. users.Select(user => new CustomerKey(request.Account, user))];
        var suppressed = await suppressions.FindAsync(keys, ct);
        var present = await conversations.FindAsync(keys, ct);
        var limits = roster[request.Account.Channel].Limits;
        var gone = new Dictionary<string, SkipReason>();
        foreach (var key in keys)
        {
            if (Eligibility.Check(key, present.GetValueOrDefault(key), suppressed.GetValueOrDefault(key, []), campaign.Sender, limits) is { } reason)
                gone[key.UserId] = reason;
        }

        return gone;
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

        var rest = await ledger.SkipAsync(request, gone, ct);
        if (rest is null || request.Attempts <= 1) return rest;
        // It has been tried (and surely not sent) with another list of recipients: a new list takes a new key.
        await ledger.SplitAsync(rest, [rest.Again(rest.Recipients, now)], ct);
        return null;
    }
}
