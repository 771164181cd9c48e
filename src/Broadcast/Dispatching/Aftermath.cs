using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Broadcast.Dispatching;

/// <summary>Sees to what a call's outcome means for others: those of its account, or of its campaign. What must wait is held in the
/// ledger, for all nodes.</summary>
public sealed partial class Aftermath(Holds holds, Notices notices, TemplateHolds templates, Node node, ILogger<Aftermath> log)
{
    private readonly ConcurrentDictionary<AccountKey, long> busyUntil = new();

    /// <summary>Throws what the database throws when it is away.</summary>
    public async Task<LaneFeedback> OfAsync(PreparedRequest prepared, SendOutcome outcome)
    {
        var account = prepared.Request.Account;
        switch (outcome)
        {
            case SendOutcome.Throttled { Scope: ThrottleScope.Quota } quota:
                await holds.HoldAsync(account, HoldReason.Quota, node.Now + quota.RetryAfter, "", CancellationToken.None);
                LogUsedUp(account);
                return LaneFeedback.Held;
            case SendOutcome.Throttled { Scope: ThrottleScope.Recipient }:
                return LaneFeedback.None;
            case SendOutcome.Throttled pace:
                return LaneFeedback.None with { Wait = pace.RetryAfter };
            case SendOutcome.Refused { Scope: RefusalScope.Account } refused:
                await RefusedAsync(account, refused.Code);
                return LaneFeedback.Held;
            case SendOutcome.Refused { Scope: RefusalScope.Template } refused when prepared.Request.Campaign is { } campaign:
                await templates.RefusedAsync(campaign, prepared.Content, refused.Code, CancellationToken.None);
                return LaneFeedback.None;
            case SendOutcome.Unavailable or SendOutcome.Unknown:
                return LaneFeedback.None with { Trouble = true };
            default:
                return LaneFeedback.None;
        }
    }

    /// <summary>Slows down as the platform's allowance fills, and stops before it is full.</summary>
    public async Task<LaneFeedback> EaseAsync(AccountKey account, SendOutcome outcome, LaneFeedback aftermath)
    {
        if (outcome.Usage is not { } usage)
            return outcome is SendOutcome.Accepted ? aftermath with { Share = 1 } : aftermath;
        var share = CatchUpEasing.Share(usage);
        if (share > 0)
            return aftermath with { Share = share };
        var until = node.Now + (usage.Regain ?? CatchUpEasing.Pause);
        // Calls under way together all hear the same.
        var before = busyUntil.GetOrAdd(account, 0);
        if (node.Now.UtcTicks >= before && busyUntil.TryUpdate(account, until.UtcTicks, before))
        {
            await holds.HoldAsync(account, HoldReason.Busy, until, $"{usage.Percent} %", CancellationToken.None);
            LogBusy(account, usage.Percent, until);
        }

        return aftermath with
        {
            Hold = true,
        };
    }

    private async Task RefusedAsync(AccountKey account, string code)
    {
        await holds.HoldAsync(account, HoldReason.Token, node.Now + Hold.AfterRefusal, code, CancellationToken.None);
        LogRefused(account, code);
        await notices.RaiseAsync(account, NoticeReason.Token, node.Now, code, Notice.AgainAfter, CancellationToken.None);
    }

    [LoggerMessage(LogLevel.Warning, "{Account} has used {Percent} % of the calls its platform allows; what is left waits until {Until}")]
    private partial void LogBusy(AccountKey account, int percent, DateTimeOffset until);

    [LoggerMessage(LogLevel.Warning, "{Account} has used up its messages; what is left waits")]
    private partial void LogUsedUp(AccountKey account);

    [LoggerMessage(LogLevel.Error, "{Account} is refused by its platform ({Code}); what is left waits for a person")]
    private partial void LogRefused(AccountKey account, string code);
}
