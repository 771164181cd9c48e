namespace OmoBroadcast.Storage.Sql;

/// <summary>How many requests of a queue wait, and how many are on their way.</summary>
public sealed record QueueDepth(QueueKey Queue, long Queued, long Claimed);
