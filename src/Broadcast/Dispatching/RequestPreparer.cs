using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Broadcast.Dispatching;

/// <summary>
/// Makes what is claimed ready to be sent: its content, its media, and, where the platform limits what one customer is sent, the right to
/// send it now. What is not to be had now goes back to the queue with a time, and costs the account no slot.
/// </summary>
public sealed class RequestPreparer(Contents contents, MediaSources media, RecipientRate recipientRate, Withdrawal withdrawal, Node node)
{
    /// <summary>Throws what the stores throw when they are away.</summary>
    public async Task<IReadOnlyList<PreparedRequest>> PrepareAsync(
        ChannelLimits limits,
        RecheckedRequests looked,
        long deadline,
        CancellationToken cancellationToken
    )
    {
        var prepared = new List<PreparedRequest>(looked.Requests.Count);
        List<Settlement>? back = null;
        SendOutcome.Refused? held = null;
        foreach (var request in looked.Requests)
        {
            var content = await contents.OfAsync(request, cancellationToken);
            var (sources, refusal) = await media.OfAsync(request.Account, content);
            if (refusal is not null)
                (back ??= []).Add(NotNow(request, refusal, limits));
            else
                prepared.Add(new(request, content, deadline, sources) { Revision = looked.Revision });
            if (held is not null || refusal is not SendOutcome.Refused { Scope: RefusalScope.Account } refused)
                continue;
            await withdrawal.HoldAsync(request.Account, refused, node.Now);
            held = refused;
        }

        if (limits.Pair is { } pair && prepared.Count > 0)
            back = [.. back ?? [], .. await TakeTooSoonAsync(pair, prepared, limits, cancellationToken)];
        if (back is { Count: > 0 })
            await withdrawal.PutBackAsync(back, cancellationToken);
        return prepared;
    }

    /// <summary>The platform no longer knows the upload of a message's media.</summary>
    public Task ForgetAsync(AccountKey account, OutboundMessage message, MediaSource? source) =>
        media.ForgetAsync(account, message, source);

    /// <summary>Takes out those whose recipient must not be sent anything yet.</summary>
    private async Task<IReadOnlyList<Settlement>> TakeTooSoonAsync(
        PairLimit pair,
        List<PreparedRequest> prepared,
        ChannelLimits limits,
        CancellationToken cancellationToken
    )
    {
        var waits = await recipientRate.TakeAsync(
            pair,
            [
                .. prepared.Select(one =>
                    (new CustomerKey(one.Request.Account, one.Request.Recipients[0]), one.Content.Messages.Count - one.Part)
                ),
            ],
            cancellationToken
        );
        var back = new List<Settlement>();
        for (var i = prepared.Count - 1; i >= 0; i--)
        {
            if (waits[i] <= TimeSpan.Zero)
                continue;
            var wait = new SendOutcome.Throttled(waits[i], ThrottleScope.Recipient);
            back.Add(SettlementPolicy.Decide(prepared[i].Request, wait, limits, node.Now, 0)!);
            prepared.RemoveAt(i);
        }

        return back;
    }

    private Settlement NotNow(ClaimedRequest request, SendOutcome refusal, ChannelLimits limits)
    {
        // A batch is refused as a whole here: it is the media, not one of its recipients.
        var whole = refusal is SendOutcome.Refused { Scope: RefusalScope.Recipients } one
            ? one with
            {
                Scope = RefusalScope.Content,
            }
            : refusal;
        return SettlementPolicy.Decide(request, whole, limits, node.Now, 0)!;
    }
}
