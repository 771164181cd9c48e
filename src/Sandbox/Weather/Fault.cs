namespace OmoBroadcast.Sandbox.Weather;

/// <summary>What happens to one call. "Before" and "after" mean before and after the platform accepted it.</summary>
internal enum Fault
{
    None,
    Status401,
    Status412,
    Status429,
    Status500Before,
    Status500After,
    Status502Before,
    Status502After,
    ResetBefore,
    ResetAfter,
    JunkBefore,
    JunkAfter,
    InvalidReplyAfter,

    /// <summary>The platform refuses with an error of its own, which the script names.</summary>
    Error,

    /// <summary>Accepted, and the good answer comes in an odd way: see <see cref="OddAnswer"/>.</summary>
    ChunkedAfter,
    TrickledAfter,
    GzipAfter,
    WrongTypeAfter,
    TwiceHeadedAfter,
    HugeAfter,
    BrokenAfter,
}
