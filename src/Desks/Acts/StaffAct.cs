using OmoBroadcast.Domain.Staff;

namespace OmoBroadcast.Desks.Acts;

/// <summary>Something that a member of staff is about to do.</summary>
/// <param name="Verb">What it is called in the audit log.</param>
/// <param name="Target">The campaign or conversation, by its key; empty without.</param>
/// <param name="Once">The one-time id of the request; null where it has none.</param>
/// <param name="OutcomeOf">What the audit log says of a result.</param>
public sealed record StaffAct<TResult>(StaffMember Who, string Verb, string Target, string? Once, Func<TResult, AuditOutcome> OutcomeOf);
