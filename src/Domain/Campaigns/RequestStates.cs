using OmoBroadcast.Domain.States;
using static OmoBroadcast.Domain.Campaigns.RequestChange;
using static OmoBroadcast.Domain.Campaigns.RequestState;
using static OmoBroadcast.Domain.States.Actors;

namespace OmoBroadcast.Domain.Campaigns;

/// <summary>How a request stands in the ledger. Only the first two are open; <see cref="Split"/> counts nothing, its parts do.</summary>
public enum RequestState
{
    Queued = 0,
    Claimed = 1,
    Accepted = 2,
    Refused = 3,
    Unknown = 4,
    Expired = 5,
    Cancelled = 6,
    Skipped = 7,
    Split = 8,
}

/// <summary>What happens to a request.</summary>
public enum RequestChange
{
    /// <summary>By a launch, as a reply, or as a part of another.</summary>
    Queue,
    Claim,

    /// <summary>All its recipients are skipped: the row is deleted.</summary>
    LeaveOut,
    Accept,
    Refuse,

    /// <summary>Its call ended so that nobody can say whether the platform has it, and it may not be repeated.</summary>
    Doubt,

    /// <summary>Later again, throttled, or released.</summary>
    Requeue,

    /// <summary>Its call did not begin, and is not to.</summary>
    Withhold,

    /// <summary>Parts of it are requests of their own.</summary>
    Divide,
    EndLease,
    Expire,
    Cancel,

    /// <summary>What is reported of its messages proves it otherwise.</summary>
    Report,
}

/// <summary>The states of a request.</summary>
public static class RequestStates
{
    public static readonly StateTable<RequestState, RequestChange> Table = new([
        new(null, Queue, Queued, Launcher | Dispatcher | Salesperson),
        new(Queued, Claim, Claimed, Dispatcher),
        new(Claimed, LeaveOut, null, Dispatcher),
        new(Claimed, Accept, Accepted, Dispatcher),
        new(Claimed, Refuse, Refused, Dispatcher),
        new(Claimed, Doubt, Unknown, Dispatcher),
        new(Claimed, Requeue, Queued, Dispatcher),
        new(Claimed, Requeue, Unknown, Dispatcher),
        new(Claimed, Requeue, Cancelled, Dispatcher),
        new(Claimed, Withhold, Expired, Dispatcher),
        new(Claimed, Withhold, Cancelled, Dispatcher),
        new(Claimed, Withhold, Skipped, Dispatcher),
        new(Claimed, Withhold, Unknown, Dispatcher),
        new(Claimed, Divide, Split, Dispatcher),
        new(Claimed, EndLease, Queued, Sweeper),
        new(Claimed, EndLease, Unknown, Sweeper),
        new(Claimed, EndLease, Expired, Sweeper),
        new(Claimed, EndLease, Cancelled, Sweeper),
        new(Queued, Expire, Expired, Sweeper),
        new(Queued, Expire, Unknown, Sweeper),
        new(Queued, Cancel, Cancelled, Sender | Manager | Sweeper),
        new(Queued, Cancel, Unknown, Sender | Manager | Sweeper),
        new(Unknown, Report, Accepted, Platform),
        new(Unknown, Report, Refused, Platform),
        new(Accepted, Report, Refused, Platform),
        new(Refused, Report, Accepted, Platform),
    ]);

    /// <summary>Those that wait or are on their way.</summary>
    public static readonly IReadOnlyList<RequestState> Open = [Queued, Claimed];

    /// <summary>Those that are done with.</summary>
    public static readonly IReadOnlyList<RequestState> Closed = [.. Enum.GetValues<RequestState>().Except(Open)];

    /// <summary>A call of these may have reached its recipient, or be about to.</summary>
    public static readonly IReadOnlyList<RequestState> Doubtful = [Claimed, Unknown];

    /// <summary>The platform gave, or may give, a code for these.</summary>
    public static readonly IReadOnlyList<RequestState> Troubled = [Refused, Unknown];

    /// <summary>Its recipient did not get it, as far as is known.</summary>
    public static readonly IReadOnlyList<RequestState> Missed = [Refused, Expired, Cancelled];

    /// <summary>How the deliveries of a request are seen.</summary>
    public static DeliveryState Seen(this RequestState state) =>
        state switch
        {
            Queued or Claimed or Split => DeliveryState.Waiting,
            Accepted => DeliveryState.Accepted,
            Refused => DeliveryState.Refused,
            Unknown => DeliveryState.Unknown,
            Expired => DeliveryState.Expired,
            Cancelled => DeliveryState.Cancelled,
            Skipped => DeliveryState.Skipped,
            _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
        };

    /// <summary>The states in the ledger that are seen as <paramref name="state"/>.</summary>
    public static IEnumerable<RequestState> Stored(this DeliveryState state) =>
        Enum.GetValues<RequestState>().Where(stored => stored.Seen() == state);
}
