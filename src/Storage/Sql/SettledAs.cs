using OmoBroadcast.Domain.Campaigns;

namespace OmoBroadcast.Storage.Sql;

/// <summary>What a claimed request becomes.</summary>
public enum SettledAs
{
    Accepted = RequestState.Accepted,
    Refused = RequestState.Refused,
    Unknown = RequestState.Unknown,

    /// <summary>Too late to be sent. Becomes <see cref="Unknown"/> when an earlier attempt is uncertain.</summary>
    Expired = RequestState.Expired,

    /// <summary>As <see cref="Expired"/>, for a campaign that was cancelled.</summary>
    Cancelled = RequestState.Cancelled,

    /// <summary>Not to be sent after all. <see cref="Settlement.Code"/> is the name of the <see cref="SkipReason"/>. As
    /// <see cref="Expired"/> when uncertain.</summary>
    Skipped = RequestState.Skipped,

    /// <summary>
    /// To be tried again from <see cref="Settlement.NotBefore"/> on. Becomes <see cref="Cancelled"/> (uncertain: <see cref="Unknown"/>)
    /// when its campaign has been cancelled, and <see cref="Unknown"/> when it is uncertain and the channel knows no retry key.
    /// </summary>
    Requeued = 10,

    /// <summary>As <see cref="Requeued"/>, and the attempt does not count: the platform or the network took nothing of it.</summary>
    Throttled = 11,

    /// <summary>Not yet: one of several messages went, the next follows. Only the <see cref="Settlement.Trail"/> is written.</summary>
    UnderWay = 12,
}
