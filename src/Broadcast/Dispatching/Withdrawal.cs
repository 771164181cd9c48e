using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Broadcast.Dispatching;

/// <summary>
/// Takes out of claimed requests whoever must no longer receive, all of a block in one transaction of each kind, so that many of them slow
/// nobody else. Throws what the database throws when it is away.
/// </summary>
public sealed class Withdrawal(RequestQueue queue, Settlements settlements, SkipWriter skipping, Holds holds)
{
    /// <summary>What may still be sent, in the order given.</summary>
    public async Task<IReadOnlyList<ClaimedRequest>> TakeOutAsync(
        IReadOnlyList<Skip> skips,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var settled = new List<Settlement>();
        var open = new List<Skip>(skips.Count);
        foreach (var skip in skips)
        {
            if (skip.Out.Count > 0 && End(skip, now) is { } end)
                settled.Add(end);
            else
                open.Add(skip);
        }

        if (settled.Count > 0)
            await settlements.SettleAsync(settled, cancellationToken);
        var kept = new List<ClaimedRequest>(open.Count);
        var rests = open.Any(skip => skip.Out.Count > 0)
            ? await skipping.SkipAsync(open, cancellationToken)
            : [.. open.Select(skip => skip.Request)];
        foreach (var (skip, rest) in open.Zip(rests))
        {
            if (rest is null)
                continue;
            // It has been tried (and surely not sent) with another list of recipients: a new list takes a new key.
            if (rest.Recipients.Count < skip.Request.Recipients.Count && rest.Attempts > 1)
                await settlements.SplitAsync(rest, [rest.Again(rest.Recipients, now)], cancellationToken);
            else
                kept.Add(rest);
        }

        return kept;
    }

    /// <summary>Gives back what has to wait.</summary>
    public Task ReleaseAsync(IReadOnlyList<ClaimedRequest> waiting, CancellationToken cancellationToken) =>
        waiting.Count == 0 ? Task.CompletedTask : queue.ReleaseAsync(waiting, cancellationToken);

    /// <summary>Puts back what is not to be had now.</summary>
    public Task PutBackAsync(IReadOnlyList<Settlement> back, CancellationToken cancellationToken) =>
        settlements.SettleAsync(back, cancellationToken);

    /// <summary>The platform refuses the account itself: nothing is claimed from it for a while.</summary>
    public Task HoldAsync(AccountKey account, SendOutcome.Refused refused, DateTimeOffset now) =>
        holds.HoldAsync(account, HoldReason.Token, now + Hold.AfterRefusal, refused.Code, CancellationToken.None);

    private static Settlement? End(Skip skip, DateTimeOffset now)
    {
        var request = skip.Request;
        // It may have been sent already. Repeating it could reach somebody who has said stop; another body under its key is undefined. So
        // it stays unknown.
        if (request.Uncertain)
            return new(
                request.Id,
                request.Epoch,
                SettledAs.Unknown,
                now,
                "stopped",
                "a recipient opted out before the answer was known",
                Uncertain: true
            );
        // Part of it went: no longer skipped, and not accepted either.
        return request.Went > 0 ? new(request.Id, request.Epoch, SettledAs.Refused, now, skip.Out.Values.First().ToString()) : null;
    }
}
