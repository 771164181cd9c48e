using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Store.Promises;

namespace OmoBroadcast.Broadcast.Dispatching;

/// <summary>Claims what one lane is to send next: replies before campaigns of the staff, those before headquarters', with a share kept for each.</summary>
public sealed class Supply(Ledger ledger, Recheck recheck, Preparing preparing, MediaSources media, Node node)
{
    /// <summary>
    /// Where a call can be repeated under its key a lease is short: nothing is lost when another node takes over too early, and a dead node's work goes on soon.
    /// Elsewhere a lease that ran out leaves its request unknown for good, so it outlives the longest call.
    /// </summary>
    private static readonly TimeSpan ShortLease = TimeSpan.FromSeconds(8), LongLease = TimeSpan.FromSeconds(30);

    /// <summary>Of what can be claimed for campaigns, the part that headquarters' get while the staff's wait too.</summary>
    private const double HeadquartersShare = 0.2;

    /// <summary>Up to <paramref name="most"/> requests for the lane, ready to be sent; replies come on top and first. Throws what the stores throw when they are away.</summary>
    public async Task<IReadOnlyList<Prepared>> TakeAsync(AccountKey account, RequestKind kind, ChannelLimits limits, int most, CancellationToken ct)
    {
        var lease = limits.RetryKeyLifetime is null ? LongLease : ShortLease;
        // Counted from before the claim: the lease cannot end earlier by the database's clock.
        var deadline = node.Clock.GetTimestamp() + (long)(lease.TotalSeconds * 0.75 * node.Clock.TimestampFrequency);
        var claimed = new List<ClaimedRequest>();
        try
        {
            if (kind == RequestKind.Single) claimed.AddRange(await ClaimAsync(RequestClass.Reply, 64));
            if (most > 0)
            {
                var staff = await ClaimAsync(RequestClass.Staff, most);
                claimed.AddRange(staff);
                var share = Math.Max(most - staff.Count, (int)(most * HeadquartersShare));
                claimed.AddRange(await ClaimAsync(RequestClass.Headquarters, share));
            }

            if (claimed.Count == 0) return [];
            var kept = await recheck.CheckAsync(account, claimed, node.Now, ct);
            return await preparing.PrepareAsync(limits, kept, deadline, ct);
        }
        catch
        {
            await ReleaseAsync(claimed);
            throw;
        }

        Task<IReadOnlyList<ClaimedRequest>> ClaimAsync(RequestClass cls, int count) =>
            ledger.ClaimAsync(account, kind, cls, count, node.Name, lease, node.Now, ct);
    }

    /// <summary>The platform no longer knows the upload of a message's media.</summary>
    public Task ForgetAsync(AccountKey account, OutboundMessage message, MediaSource? source) => media.ForgetAsync(account, message, source);

    /// <summary>Gives back what was claimed and not begun. Best effort: what cannot be given back now is swept when its lease ends.</summary>
    public async Task ReleaseAsync(IReadOnlyList<ClaimedRequest> claimed)
    {
        if (claimed.Count == 0) return;
        try
        {
            await ledger.ReleaseAsync(claimed, CancellationToken.None);
        }
        catch (Exception e) when (Outage.Is(e))
        {
            return;
        }
    }
}
