using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Webhooks.Reception;

/// <summary>Does again what the journal says. What cannot be done keeps nothing else from being done.</summary>
internal sealed partial class JournalRedo(JournalReplay replay, Circuit circuit, ILogger<JournalRedo> logger)
{
    /// <param name="entries">Of each customer in their order.</param>
    public async Task ReplayAsync(IReadOnlyList<JournalEntry> entries, CancellationToken cancellationToken)
    {
        try
        {
            await replay.ReplayAsync(entries, cancellationToken);
        }
        catch (Exception wrong) when (IsTheirs(wrong, cancellationToken))
        {
            foreach (var unit in JournalReplay.Units(entries))
                await ReplayUnitAsync(unit, cancellationToken);
        }
    }

    private async Task ReplayUnitAsync(IReadOnlyList<JournalEntry> unit, CancellationToken cancellationToken)
    {
        try
        {
            await replay.ReplayAsync(unit, cancellationToken);
        }
        catch (Exception wrong) when (IsTheirs(wrong, cancellationToken))
        {
            LogSkipped(unit[0].What, unit[0].Customer.Account, wrong.GetType().Name);
        }
    }

    private bool IsTheirs(Exception wrong, CancellationToken cancellationToken) =>
        !cancellationToken.IsCancellationRequested && !circuit.IsAway(wrong);

    [LoggerMessage(LogLevel.Error, "An entry ({What}) of the journal of {Account} cannot be done again and is left out: {Reason}")]
    private partial void LogSkipped(string what, AccountKey account, string reason);
}
