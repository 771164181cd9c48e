using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Broadcast.Dispatching;

/// <summary>
/// What an outcome means for the ledger, as one pure function. Repeated is only what the platform says or guarantees was not sent, or what
/// carries a key under which it cannot be sent twice; everything else is settled.
/// </summary>
public static class SettlementPolicy
{
    /// <summary>No repetition starts this close to the end of a retry key's life: a key forgotten by the platform would send
    /// again.</summary>
    public static readonly TimeSpan KeyMargin = TimeSpan.FromHours(1);

    /// <summary>What is uploaded for a message so often and each time forgotten will not be there the next time either.</summary>
    private const int MostUploads = 5;

    /// <summary>How to settle; null for a refused batch, which is to be split instead, all of it being surely not sent.</summary>
    /// <param name="jitter">0 to 1; spreads repetitions.</param>
    public static Settlement? Decide(
        ClaimedRequest request,
        SendOutcome outcome,
        ChannelLimits limits,
        DateTimeOffset now,
        double jitter
    ) =>
        outcome switch
        {
            SendOutcome.Accepted accepted => Settle(request, SettledAs.Accepted, now) with { PlatformId = accepted.PlatformId },
            SendOutcome.Throttled throttled => Wait(request, throttled, now, jitter),
            SendOutcome.Unavailable { Code: { } code } tired when request.Attempts >= tired.MostAttempts => Refuse(request, now) with
            {
                Code = code,
                Reason = tired.Reason,
            },
            SendOutcome.Unavailable unavailable => Again(request, "unavailable", unavailable.Reason, now, jitter),
            SendOutcome.MediaGone gone when request.Attempts >= MostUploads => Refuse(request, now) with { Code = gone.Code },
            SendOutcome.MediaGone gone => Again(request, "media", gone.Code, now, jitter),
            SendOutcome.Unknown unknown when RepeatIsSafe(request, limits, now) => Doubt(request, unknown, now, jitter),
            SendOutcome.Unknown unknown => Settle(request, SettledAs.Unknown, now) with { Code = "unknown", Reason = unknown.Reason },
            SendOutcome.Refused { Scope: RefusalScope.Account or RefusalScope.Template } account
                when account.Scope == RefusalScope.Account || request.Campaign is not null => Settle(request, SettledAs.Throttled, now) with
            {
                Code = account.Code,
                Reason = account.Reason,
                NotBefore = now,
            },
            SendOutcome.Refused { Scope: RefusalScope.Recipients } when request.Recipients.Count > 1 && !request.Uncertain => null,
            SendOutcome.Refused refused => Refuse(request, now) with { Code = refused.Code, Reason = refused.Reason },
            SendOutcome.Unreachable unreachable => Refuse(request, now) with { Code = unreachable.Code, Reason = unreachable.Reason },
            _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome.GetType().Name),
        };

    private static Settlement Wait(ClaimedRequest request, SendOutcome.Throttled throttled, DateTimeOffset now, double jitter) =>
        Settle(request, SettledAs.Throttled, now) with
        {
            Code = throttled.Scope switch
            {
                ThrottleScope.Quota => "quota",
                ThrottleScope.Recipient => "recipient",
                _ => "pace",
            },
            NotBefore = now + throttled.RetryAfter + (throttled.RetryAfter * 0.1 * jitter),
        };

    private static Settlement Doubt(ClaimedRequest request, SendOutcome.Unknown unknown, DateTimeOffset now, double jitter) =>
        Again(request, "unknown", unknown.Reason, now, jitter) with
        {
            Uncertain = true,
        };

    private static bool RepeatIsSafe(ClaimedRequest request, ChannelLimits limits, DateTimeOffset now) =>
        limits.RetryKeyLifetime is { } life && request.RetrySafe && now - (request.FirstAttemptAt ?? now) < life - KeyMargin;

    /// <summary>
    /// What is refused now may have been taken by an earlier attempt of which no answer came, where the platform looks at the recipients
    /// before it looks at the key. Then nobody knows; under new keys, or sent once more by a retry, it could arrive twice.
    /// </summary>
    private static Settlement Refuse(ClaimedRequest request, DateTimeOffset now) =>
        Settle(request, request.Uncertain ? SettledAs.Unknown : SettledAs.Refused, now);

    private static Settlement Settle(ClaimedRequest request, SettledAs state, DateTimeOffset now) =>
        new(request.Id, request.Epoch, state, now, Uncertain: request.Uncertain);

    private static Settlement Again(ClaimedRequest request, string code, string reason, DateTimeOffset now, double jitter) =>
        Settle(request, SettledAs.Requeued, now) with
        {
            Code = code,
            Reason = reason,
            NotBefore = now + Backoff(request.Attempts, jitter),
        };

    /// <summary>Half a second, doubled with every attempt up to two minutes, of which the upper half is left to chance.</summary>
    private static TimeSpan Backoff(int attempts, double jitter) =>
        TimeSpan.FromSeconds(Math.Min(120, 0.5 * Math.Pow(2, Math.Clamp(attempts - 1, 0, 10))) * (0.5 + (jitter / 2)));
}
