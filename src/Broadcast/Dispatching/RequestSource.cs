using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Storage.Outages;
using OmoBroadcast.Storage.Settings;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Broadcast.Dispatching;

/// <summary>Claims what one lane is to send next: replies before campaigns of the staff, those before headquarters', with a share kept for
/// each.</summary>
public sealed class RequestSource(RequestQueue queue, Recheck recheck, RequestPreparer preparer, WindowLimits windows, Node node)
{
    /// <summary>
    /// A claim is short: nothing is lost when another node takes over too early, since a call can be repeated under its key or has not
    /// begun, and a dead node's work goes on soon. Where that is written down, a lease that ran out leaves what has begun in doubt, without
    /// a key for good, so from there on it outlives the longest call: <see cref="LeaseOptions.Begun"/>.
    /// </summary>
    private static readonly TimeSpan Claimed = TimeSpan.FromSeconds(8);

    /// <summary>Of a lease, the part in which a call may begin.</summary>
    private const double Usable = 0.75;

    /// <summary>Of what can be claimed for campaigns, the part that headquarters' get while the staff's wait too.</summary>
    private const double HeadquartersShare = 0.2;

    /// <summary>Up to <paramref name="most"/> requests for the lane, ready to be sent; replies come on top and first. Throws what the
    /// stores throw when they are away.</summary>
    public async Task<RequestBlock> TakeAsync(
        AccountKey account,
        RequestKind kind,
        ChannelLimits limits,
        int most,
        CancellationToken cancellationToken
    )
    {
        // Counted from before the claim: the lease cannot end earlier by the database's clock.
        var deadline = Deadline(Claimed);
        var claimed = new List<ClaimedRequest>();
        try
        {
            var dry = await ClaimAsync(claimed, account, kind, limits, most, cancellationToken);
            if (claimed.Count == 0)
                return new([], dry);
            var looked = await recheck.CheckAsync(account, claimed, node.Now, cancellationToken);
            var prepared = await preparer.PrepareAsync(limits, looked, deadline, cancellationToken);
            return new(await windows.LimitAsync(prepared, cancellationToken), dry);
        }
        catch
        {
            await ReleaseAsync(claimed);
            throw;
        }
    }

    /// <param name="claimed">Takes what is claimed, as soon as it is: whatever comes then, it can be given back.</param>
    /// <returns>Whether there was less than was asked for.</returns>
    private async Task<bool> ClaimAsync(
        List<ClaimedRequest> claimed,
        AccountKey account,
        RequestKind kind,
        ChannelLimits limits,
        int most,
        CancellationToken cancellationToken
    )
    {
        var terms = new ClaimTerms(node.Name, Claimed, node.Now, limits.RetryKeyLifetime - SettlementPolicy.KeyMargin)
        {
            Open = windows.Open,
        };
        if (kind == RequestKind.Single)
            claimed.AddRange(await ClaimAsync(RequestClass.Reply, 64));
        if (most <= 0)
            return false;
        var staff = await ClaimAsync(RequestClass.Staff, most);
        claimed.AddRange(staff);
        var share = Math.Max(most - staff.Count, (int)(most * HeadquartersShare));
        var headquarters = await ClaimAsync(RequestClass.Headquarters, share);
        claimed.AddRange(headquarters);
        return staff.Count < most && headquarters.Count < share;

        Task<IReadOnlyList<ClaimedRequest>> ClaimAsync(RequestClass cls, int count) =>
            queue.ClaimAsync(new(account, kind, cls), count, terms, cancellationToken);
    }

    /// <summary>Looks once more at what waits for its call, of which something has changed; what may still be sent. Throws what the stores
    /// throw when they are away.</summary>
    public async Task<IReadOnlyList<PreparedRequest>> AgainAsync(
        AccountKey account,
        IReadOnlyList<PreparedRequest> touched,
        CancellationToken cancellationToken
    )
    {
        var byId = touched.ToDictionary(prepared => prepared.Request.Id);
        try
        {
            var looked = await recheck.AgainAsync(account, [.. touched.Select(prepared => prepared.Request)], node.Now, cancellationToken);
            return [.. looked.Requests.Select(request => byId[request.Id] with { Request = request, Revision = looked.Revision })];
        }
        catch
        {
            await ReleaseAsync([.. touched.Select(prepared => prepared.Request)]);
            throw;
        }
    }

    /// <summary>
    /// Writes down that calls of these begin now, for platforms without a retry key and of batches; those of which one may be made. Throws
    /// what the database throws when it is away.
    /// </summary>
    public async Task<IReadOnlyList<PreparedRequest>> BeginAsync(IReadOnlyList<PreparedRequest> block)
    {
        var deadline = Deadline(node.Leases.Begun);
        try
        {
            var begun = await queue.BeginAsync([.. block.Select(prepared => prepared.Request)], node.Leases.Begun, CancellationToken.None);
            return
            [
                .. block
                    .Where(prepared => begun.Contains(prepared.Request.Id))
                    .Select(prepared => prepared with { Deadline = deadline, Begun = true }),
            ];
        }
        catch
        {
            await ReleaseAsync([.. block.Select(prepared => prepared.Request)]);
            throw;
        }
    }

    /// <summary>Its send window has shut meanwhile.</summary>
    public bool IsShut(PreparedRequest prepared) => prepared.Part == 0 && node.Now >= prepared.Shuts;

    /// <summary>The platform no longer knows the upload of a message's media.</summary>
    public Task ForgetAsync(AccountKey account, OutboundMessage message, MediaSource? source) =>
        preparer.ForgetAsync(account, message, source);

    /// <summary>Gives back what was claimed and not begun. Best effort: what cannot be given back now is swept when its lease
    /// ends.</summary>
    public async Task ReleaseAsync(IReadOnlyList<ClaimedRequest> claimed)
    {
        if (claimed.Count == 0)
            return;
        try
        {
            await queue.ReleaseAsync(claimed, CancellationToken.None);
        }
        catch (Exception e) when (Outage.Is(e))
        {
            return;
        }
    }

    private long Deadline(TimeSpan lease) =>
        node.Clock.GetTimestamp() + (long)(lease.TotalSeconds * Usable * node.Clock.TimestampFrequency);
}

/// <param name="Dry">There was less than was asked for. What was claimed and may not be sent after all says nothing of that.</param>
public sealed record RequestBlock(IReadOnlyList<PreparedRequest> Requests, bool Dry);
