namespace OmoBroadcast.Storage.Sql;

/// <summary>On what terms a node claims.</summary>
/// <param name="Owner">The node, for the eyes of an operator.</param>
/// <param name="Lease">Until when the claim holds, by the database's clock.</param>
/// <param name="Keyed">
/// For how long after its first attempt an uncertain request may be repeated under its key, as in <see cref="LedgerSweep"/>; null: as long
/// as it likes. What is older is not given, though the sweeper may not have come by yet: after an outage of all nodes the platform has
/// forgotten the key.
/// </param>
public sealed record ClaimTerms(string Owner, TimeSpan Lease, DateTimeOffset Now, TimeSpan? Keyed = null)
{
    /// <summary>Whose campaigns may be sent now.</summary>
    public OpenStores Open { get; init; } = OpenStores.All;
}
