using Microsoft.Extensions.Logging;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Broadcast.Dispatching;

/// <summary>Makes one call and sees to it that the ledger learns what became of it.</summary>
public sealed partial class Caller(IChannel channel, DispatchTools tools, ILogger log)
{
    private readonly bool oneByOne = channel.Limits.MessagesPerRequest == 1;
    private readonly Random chance = new();
    private long busyUntil;

    /// <summary>What the whole lane should make of it. Does not throw.</summary>
    /// <param name="onset">As <see cref="Outbound.Onset"/>.</param>
    public async Task<LaneFeedback> CallAsync(PreparedRequest prepared, Func<bool> onset)
    {
        var request = prepared.Request;
        var begun = tools.Node.Now;
        var withheld = false;
        var outcome = await SendAsync(prepared, () => !(withheld = !onset()));
        try
        {
            if (withheld)
            {
                // Nothing left: as if it had not been attempted.
                await tools.Settler.AddAsync(request.Released());
                return LaneFeedback.None;
            }

            SendingMetrics.Sent(request.Account, outcome);
            return await EaseAsync(request.Account, outcome, await SettleAsync(prepared, outcome, begun));
        }
        catch (Exception e)
        {
            // The lease runs out and the sweeper decides: nothing is lost.
            LogNotHandedOver(e, request.Id);
            return LaneFeedback.None;
        }
    }

    private async Task<LaneFeedback> SettleAsync(PreparedRequest prepared, SendOutcome outcome, DateTimeOffset begun)
    {
        var request = prepared.Request;
        if (oneByOne && outcome is SendOutcome.Accepted && prepared.Next() is { } next)
        {
            await tools.Settler.AddAsync(
                new(request.Id, request.Epoch, SettledAs.UnderWay, tools.Node.Now, Trail: prepared.Trail(outcome, channel.Limits, begun))
            );
            return LaneFeedback.None with { Next = next };
        }

        if (outcome is SendOutcome.MediaGone && prepared.Media.Count > prepared.Part)
            await tools.Supply.ForgetAsync(request.Account, prepared.Message, prepared.Media[prepared.Part]);
        double jitter;
        lock (chance)
            jitter = chance.NextDouble();
        if (SettlementPolicy.Decide(request, outcome, channel.Limits, tools.Node.Now, jitter) is { } settlement)
            await tools.Settler.AddAsync(settlement with { Trail = TrailOf(prepared, outcome, begun) });
        else
            await tools.Settlements.SplitAsync(request, request.Halves(tools.Node.Now), CancellationToken.None);
        return await AftermathAsync(prepared, outcome);
    }

    /// <summary>Slows down as the platform's allowance fills, and stops before it is full.</summary>
    private async Task<LaneFeedback> EaseAsync(AccountKey account, SendOutcome outcome, LaneFeedback aftermath)
    {
        if (outcome.Usage is not { } usage)
            return outcome is SendOutcome.Accepted ? aftermath with { Share = 1 } : aftermath;
        var share = CatchUpEasing.Share(usage);
        if (share > 0)
            return aftermath with { Share = share };
        var until = tools.Node.Now + (usage.Regain ?? CatchUpEasing.Pause);
        // Calls under way together all hear the same.
        var before = Interlocked.Read(ref busyUntil);
        if (tools.Node.Now.UtcTicks >= before && Interlocked.CompareExchange(ref busyUntil, until.UtcTicks, before) == before)
        {
            await tools.Holds.HoldAsync(account, HoldReason.Busy, until, $"{usage.Percent} %", CancellationToken.None);
            LogBusy(account, usage.Percent, until);
        }

        return aftermath with
        {
            Hold = true,
        };
    }

    private async Task<SendOutcome> SendAsync(PreparedRequest prepared, Func<bool> onset)
    {
        try
        {
            var request = prepared.Request;
            return await channel.SendAsync(
                new(request.Id, request.Account, request.Recipients, prepared.Content, oneByOne ? prepared.Part : 0, prepared.Media)
                {
                    Onset = onset,
                },
                CancellationToken.None
            );
        }
        catch (Exception e)
        {
            LogAdapterThrew(e, channel.Id);
            return new SendOutcome.Unknown(e.GetType().Name);
        }
    }

    private Trail? TrailOf(PreparedRequest prepared, SendOutcome outcome, DateTimeOffset begun) =>
        oneByOne || outcome is SendOutcome.Unreachable { Suppress: not null } ? prepared.Trail(outcome, channel.Limits, begun) : null;

    private async Task<LaneFeedback> AftermathAsync(PreparedRequest prepared, SendOutcome outcome)
    {
        var account = prepared.Request.Account;
        switch (outcome)
        {
            case SendOutcome.Throttled { Scope: ThrottleScope.Quota } quota:
                await tools.Holds.HoldAsync(account, HoldReason.Quota, tools.Node.Now + quota.RetryAfter, "", CancellationToken.None);
                LogUsedUp(account);
                return LaneFeedback.Held;
            case SendOutcome.Throttled { Scope: ThrottleScope.Recipient }:
                return LaneFeedback.None;
            case SendOutcome.Throttled pace:
                return LaneFeedback.None with { Wait = pace.RetryAfter };
            case SendOutcome.Refused { Scope: RefusalScope.Account } refused:
                await tools.Holds.HoldAsync(
                    account,
                    HoldReason.Token,
                    tools.Node.Now + Hold.AfterRefusal,
                    refused.Code,
                    CancellationToken.None
                );
                LogRefused(account, refused.Code);
                await tools.Notices.RaiseAsync(
                    account,
                    NoticeReason.Token,
                    tools.Node.Now,
                    refused.Code,
                    Notice.AgainAfter,
                    CancellationToken.None
                );
                return LaneFeedback.Held;
            case SendOutcome.Refused { Scope: RefusalScope.Template } refused when prepared.Request.Campaign is { } campaign:
                await tools.Templates.RefusedAsync(campaign, prepared.Content, refused.Code, CancellationToken.None);
                return LaneFeedback.None;
            case SendOutcome.Unavailable or SendOutcome.Unknown:
                return LaneFeedback.None with { Trouble = true };
            default:
                return LaneFeedback.None;
        }
    }

    [LoggerMessage(LogLevel.Warning, "The result of request {Request} could not be handed over")]
    private partial void LogNotHandedOver(Exception e, Guid request);

    [LoggerMessage(LogLevel.Warning, "{Account} has used {Percent} % of the calls its platform allows; what is left waits until {Until}")]
    private partial void LogBusy(AccountKey account, int percent, DateTimeOffset until);

    [LoggerMessage(LogLevel.Error, "The adapter of {Channel} threw, which is a bug in it")]
    private partial void LogAdapterThrew(Exception e, ChannelId channel);

    [LoggerMessage(LogLevel.Warning, "{Account} has used up its messages; what is left waits")]
    private partial void LogUsedUp(AccountKey account);

    [LoggerMessage(LogLevel.Error, "{Account} is refused by its platform ({Code}); what is left waits for a person")]
    private partial void LogRefused(AccountKey account, string code);
}

/// <summary>What one call means for those that wait behind it.</summary>
/// <param name="Wait">The account must not be called for so long.</param>
/// <param name="Hold">The account is held in the ledger: give back what is claimed.</param>
/// <param name="Trouble">No usable answer came.</param>
/// <param name="Next">The request's next message, which may go now.</param>
/// <param name="Share">How much of the account's pace is to be used from now on; null leaves it as it is.</param>
public sealed record LaneFeedback(TimeSpan? Wait, bool Hold, bool Trouble, PreparedRequest? Next = null, double? Share = null)
{
    public static readonly LaneFeedback None = new(null, Hold: false, Trouble: false),
        Held = new(null, Hold: true, Trouble: false);
}
