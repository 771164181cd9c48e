namespace OmoBroadcast.Teams.Cards;

/// <summary>Whoever looks at a broadcast, and when.</summary>
/// <param name="Mine">Shown to its sender.</param>
/// <param name="Approves">Shown to a manager who may approve it.</param>
/// <param name="Old">An older card was pressed, and nothing has been done.</param>
/// <param name="Now">To tell what is due already, and only waits to be picked up, from what was put off.</param>
internal sealed record Onlooker(bool Mine = true, bool Approves = false, bool Old = false, DateTimeOffset? Now = null);
