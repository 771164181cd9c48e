using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Store.Promises;

/// <summary>Why an account sends nothing for now: its plan's messages are used up, its token is not accepted, or the platform has restricted it.</summary>
public enum HoldReason { Quota = 0, Token = 1, Restricted = 2 }

/// <summary>An account from which nothing is claimed until then.</summary>
public sealed record Hold(AccountKey Account, HoldReason Reason, DateTimeOffset Until, string Detail)
{
    /// <summary>After the platform refused the account itself: long enough for a person to act, short enough to go on soon after.</summary>
    public static readonly TimeSpan AfterRefusal = TimeSpan.FromMinutes(5);
}
