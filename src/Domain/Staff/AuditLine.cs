namespace OmoBroadcast.Domain.Staff;

/// <summary>Begun and neither of the others: the process ended in the middle, and the act was done in part, whole, or not at all.</summary>
public enum AuditOutcome
{
    Begun = 0,
    Done = 1,
    Refused = 2,
    Failed = 3,
}

/// <summary>One act of a member of staff.</summary>
/// <param name="Name">As the directory has it; empty for who was never in it.</param>
/// <param name="Act">The verb.</param>
/// <param name="Target">The campaign or conversation, by its key; empty without.</param>
public sealed record AuditLine(long Id, DateTimeOffset At, string StaffId, string Name, string Act, string Target, AuditOutcome Outcome);

/// <summary>Which lines are wanted; null: all.</summary>
public sealed record AuditFilter(DateTimeOffset Since, string? StaffId = null, string? Act = null);
