using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Domain.Campaigns;

/// <summary>Why managers are told of an account. Each has a sentence in both languages.</summary>
public enum NoticeReason
{
    Token = 1,
    Restricted = 2,
    Warned = 3,
    Restored = 4,
}

public sealed record Notice(AccountKey Account, NoticeReason Reason, DateTimeOffset At, string Detail)
{
    /// <summary>Managers are told of the same trouble of an account not more often.</summary>
    public static readonly TimeSpan AgainAfter = TimeSpan.FromDays(1);
}
