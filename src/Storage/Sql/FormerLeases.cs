using OmoBroadcast.Domain.Campaigns;

namespace OmoBroadcast.Storage.Sql;

/// <summary>
/// Leases guard against a node that still lives. Where the data folder lets in one process at a time, whoever held one before this start is
/// no more, and customers need not wait until it ends. What may have been sent is judged as ever by the sweep.
/// </summary>
internal static class FormerLeases
{
    /// <summary>Before this process takes any of its own. Throws what the database throws.</summary>
    public static async Task EndAsync(Engine engine, CancellationToken cancellationToken)
    {
        await using var unit = await engine.BeginAsync(cancellationToken);
        var writing = new SqlTransaction(unit.Connection, unit.Transaction, false, cancellationToken);
        await writing.ExecuteAsync(
            $"update campaigns set launch_until = 0 where settled = 0 and state <> {CampaignState.Draft:d} and launch_until > 0"
        );
        await writing.ExecuteAsync(
            $"""
            update requests set lease_until = 0
            where state = {RequestState.Claimed:d}
                and campaign in (select 0 union select id from campaigns where settled = 0 and state <> {CampaignState.Draft:d})
            """
        );
        await unit.CommitAsync();
    }
}
