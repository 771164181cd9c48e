using OmoBroadcast.Domain.Campaigns;

namespace OmoBroadcast.Storage.Sql;

/// <summary>How a request stands in the table. Only the first two are not final; <see cref="Split"/> counts nothing, its parts
/// do.</summary>
internal enum RequestState
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

internal static class RequestStates
{
    public static DeliveryState Seen(this RequestState state) =>
        state switch
        {
            RequestState.Queued or RequestState.Claimed or RequestState.Split => DeliveryState.Waiting,
            RequestState.Accepted => DeliveryState.Accepted,
            RequestState.Refused => DeliveryState.Refused,
            RequestState.Unknown => DeliveryState.Unknown,
            RequestState.Expired => DeliveryState.Expired,
            RequestState.Cancelled => DeliveryState.Cancelled,
            RequestState.Skipped => DeliveryState.Skipped,
            _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
        };

    /// <summary>The states in the table that are seen as <paramref name="state"/>.</summary>
    public static IEnumerable<long> Stored(this DeliveryState state) =>
        Enum.GetValues<RequestState>().Where(stored => stored.Seen() == state).Select(stored => (long)stored);
}
