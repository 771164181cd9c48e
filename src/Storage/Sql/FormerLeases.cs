using Microsoft.Extensions.Logging;
using OmoBroadcast.Domain.Campaigns;

namespace OmoBroadcast.Storage.Sql;

/// <summary>
/// Leases guard against a node that still lives. Where the data folder lets in one process at a time, whoever held one before this start is
/// no more, and customers need not wait until it ends: launches, and what was claimed and surely not begun. A call that may have left may
/// still be under way at the platform, so its lease runs on.
/// </summary>
internal static partial class FormerLeases
{
    /// <summary>Before this process takes any of its own. A disk without room for it keeps nothing else from starting: then the leases end
    /// by themselves. Throws what else the database throws.</summary>
    public static async Task EndAsync(Engine engine, ILogger logger, CancellationToken cancellationToken)
    {
        try
        {
            await EndAsync(engine, cancellationToken);
        }
        catch (Exception trouble) when (engine.IsTransient(trouble))
        {
            LogLeft(logger, trouble);
        }
    }

    private static async Task EndAsync(Engine engine, CancellationToken cancellationToken)
    {
        await using var unit = await engine.BeginAsync(cancellationToken);
        var writing = new SqlTransaction(unit.Connection, unit.Transaction, false, cancellationToken);
        await writing.ExecuteAsync(
            $"update campaigns set launch_until = 0 where settled = 0 and state <> {CampaignState.Draft:d} and launch_until > 0"
        );
        await writing.ExecuteAsync(
            $"""
            update queue set lease_until = 0 where state = {RequestState.Claimed:d} and unbegun = epoch and uncertain = 0
            """
        );
        await writing.ExecuteAsync("update claims set lease_until = 0");
        await unit.CommitAsync();
    }

    [LoggerMessage(LogLevel.Warning, "What the process before this one held is free only when its leases end")]
    private static partial void LogLeft(ILogger logger, Exception trouble);
}
