namespace OmoBroadcast.Storage.Sql;

/// <summary>What a sweep changed, in requests.</summary>
public sealed record SweepResult(int Requeued, int Unknown, int Expired, int Cancelled);
