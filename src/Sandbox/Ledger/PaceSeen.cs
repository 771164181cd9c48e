using OmoBroadcast.Sandbox.Platform;

namespace OmoBroadcast.Sandbox.Ledger;

/// <param name="Channel">The platform.</param>
/// <param name="Account">The account.</param>
/// <param name="Endpoint">push, multicast, send …</param>
/// <param name="Calls">All calls.</param>
/// <param name="Accepted">Requests taken.</param>
/// <param name="MaxAcceptedPerSecond">The most requests taken that arrived within any one second, [t, t + 1 s).</param>
/// <param name="MaxCallsPerSecond">The same for all calls, refused ones too.</param>
/// <param name="AcceptedPerSecond">Requests taken by the time from the first to the last.</param>
/// <param name="LongestStallMs">The longest that the sandbox itself stood still meanwhile: as much of a second was seen at once.</param>
internal sealed record PaceSeen(
    string Channel,
    string Account,
    CallKind Endpoint,
    int Calls,
    int Accepted,
    int MaxAcceptedPerSecond,
    int MaxCallsPerSecond,
    double AcceptedPerSecond,
    double LongestStallMs
);
