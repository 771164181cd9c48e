namespace OmoBroadcast.Storage.Condition;

/// <summary>What becomes of a commit when its database is lost and another takes its place.</summary>
public enum Replication
{
    /// <summary>There is no other.</summary>
    None,

    /// <summary>It is there too.</summary>
    Synchronous,

    /// <summary>The last seconds are lost with the primary: what had begun looks as if it had not, and what has no retry key is sent
    /// again.</summary>
    Asynchronous,
}
