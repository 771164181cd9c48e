namespace OmoBroadcast.Storage.Condition;

/// <summary>Why an engine cannot be written to. Names no address and no secret, so that it may be shown and logged.</summary>
public enum FaultReason
{
    /// <summary>Anything else; the log of the engine itself tells more.</summary>
    Other,

    /// <summary>Not looked at yet, or its schema is not there yet.</summary>
    NotReady,

    /// <summary>The address has no such host.</summary>
    UnknownHost,

    /// <summary>Nobody listens there.</summary>
    Refused,

    /// <summary>No answer in time.</summary>
    Silent,

    /// <summary>The connection cannot be secured: wrong certificate, or one side speaks TLS and the other does not.</summary>
    Tls,

    PasswordMissing,

    PasswordWrong,

    /// <summary>The user may not do that, or may not come from here.</summary>
    NoPermission,

    /// <summary>The server has no database of that name.</summary>
    NoSuchDatabase,

    /// <summary>No connection is to be had.</summary>
    TooManyConnections,

    /// <summary>Held up by another's work.</summary>
    Busy,

    /// <summary>Redis: <c>OOM</c>.</summary>
    OutOfMemory,

    /// <summary>A replica, a standby, or a file system mounted so.</summary>
    ReadOnly,

    /// <summary>Redis: <c>MISCONF</c>, it cannot save what it is told.</summary>
    CannotSave,

    /// <summary>It reads its data or shuts down.</summary>
    StartingOrStopping,

    /// <summary>Redis Cluster: a part of the keys is served by nobody.</summary>
    SlotsUnserved,

    DiskFull,

    /// <summary>The operating system reports an error of the disk.</summary>
    DiskError,

    /// <summary>The embedded engine's log has failed; it is being opened anew.</summary>
    LogFailed,
}
