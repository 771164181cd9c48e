using OmoBroadcast.Sandbox.Platform;

namespace OmoBroadcast.Sandbox.Ledger;

/// <param name="Skip">So many of the first.</param>
/// <param name="Take">So many at most.</param>
/// <param name="Endpoint">push, multicast, send …</param>
/// <param name="Channel">The platform.</param>
/// <param name="Contains">Those with a text that holds it.</param>
internal sealed record CallQuery(int? Skip, int? Take, string? Endpoint, string? Channel, string? Contains);
