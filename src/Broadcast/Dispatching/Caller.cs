using Microsoft.Extensions.Logging;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Store.Promises;

namespace OmoBroadcast.Broadcast.Dispatching;

/// <summary>Makes one call and sees to it that the ledger learns what became of it.</summary>
public sealed class Caller(IChannel channel, Ledger ledger, Settler settler, Node node, ILogger log)
{
    /// <summary>After a refused token: long enough for a person to act, short enough to go on soon after.</summary>
    private static readonly TimeSpan TokenHold = TimeSpan.FromMinutes(5);

    private readonly Random chance = new();

    /// <summary>What the whole lane should make of it. Does not throw.</summary>
    public async Task<Aftermath> CallAsync(Prepared prepared)
    {
        var request = prepared.Request;
        var outcome = await SendAsync(prepared);
        Sight.Sent(request.Account, outcome);
        try
        {
            double jitter;
            lock (chance) jitter = chance.NextDouble();
            if (Verdict.Of(request, outcome, channel.Limits, node.Now, jitter) is { } settlement) await settler.AddAsync(settlement);
            else await ledger.SplitAsync(request, request.Halves(node.Now), CancellationToken.None);
            return await AftermathAsync(request.Account, outcome);
        }
        catch (Exception e)
        {
            // The lease runs out and the sweeper decides: nothing is lost.
            log.LogWarning(e, "The result of request {Request} could not be handed over", request.Id);
            return Aftermath.None;
        }
    }

    private async Task<SendOutcome> SendAsync(Prepared prepared)
    {
        try
        {
            var request = prepared.Request;
            return await channel.SendAsync(new(request.Id, request.Account, request.Recipients, prepared.Content), CancellationToken.None);
        }
        catch (Exception e)
        {
            log.LogError(e, "The adapter of {Channel} threw, which is a bug in it", channel.Id);
            return new SendOutcome.Unknown(e.GetType().Name);
        }
    }

    private async Task<Aftermath> AftermathAsync(AccountKey account, SendOutcome outcome)
    {
        switch (outcome)
        {
            case SendOutcome.Throttled { Scope: ThrottleScope.Quota } quota:
                await ledger.HoldAsync(account, HoldReason.Quota, node.Now + quota.RetryAfter, "", CancellationToken.None);
                log.LogWarning("{Account} has used up its messages; what is left waits", account);
                return Aftermath.Held;
            case SendOutcome.Throttled pace:
                return new Aftermath(pace.RetryAfter, Hold: false, Trouble: false);
            case SendOutcome.Refused { Scope: RefusalScope.Account } refused:
                await ledger.HoldAsync(account, HoldReason.Token, node.Now + TokenHold, refused.Code, CancellationToken.None);
                log.LogError("{Account} is refused by its platform ({Code}); what is left waits for a person", account, refused.Code);
                return Aftermath.Held;
            case SendOutcome.Unavailable or SendOutcome.Unknown:
                return new Aftermath(null, Hold: false, Trouble: true);
            default:
                return Aftermath.None;
        }
    }
}

/// <summary>What one call means for those that wait behind it.</summary>
/// <param name="Wait">The account must not be called for so long.</param>
/// <param name="Hold">The account is held in the ledger: give back what is claimed.</param>
/// <param name="Trouble">No usable answer came.</param>
public sealed record Aftermath(TimeSpan? Wait, bool Hold, bool Trouble)
{
    public static readonly Aftermath None = new(null, Hold: false, Trouble: false), Held = new(null, Hold: true, Trouble: false);
}
