using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Domain.Campaigns;

/// <summary>Why an account sends nothing for now: its plan's messages are used up, its token is not accepted, the platform has restricted
/// it, or (only for campaigns) its calls for the hour are nearly used up.</summary>
public enum HoldReason
{
    Quota = 0,
    Token = 1,
    Restricted = 2,
    Busy = 3,
}

/// <summary>An account from which nothing is claimed until then.</summary>
public sealed record Hold(AccountKey Account, HoldReason Reason, DateTimeOffset Until, string Detail)
{
    /// <summary>After the platform refused the account itself: long enough for a person to act, short enough to go on soon after.</summary>
    public static readonly TimeSpan AfterRefusal = TimeSpan.FromMinutes(5);
}
