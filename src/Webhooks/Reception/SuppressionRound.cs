using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Rounds;

namespace OmoBroadcast.Webhooks.Reception;

/// <summary>Writes down the opt-outs that came while SQL was away and have waited in Redis. None of them was acknowledged.</summary>
internal sealed partial class SuppressionRound(
    Conversations conversations,
    OptOuts optOuts,
    Circuit circuit,
    Roster roster,
    ILogger<SuppressionRound> logger
) : Round("Writing down opt-outs that have waited", TimeSpan.FromSeconds(2))
{
    public override Task LookAsync(CancellationToken cancellationToken) =>
        EachAsync(roster.Accounts, account => DrainAsync(account.Key, cancellationToken), cancellationToken);

    private async Task DrainAsync(AccountKey account, CancellationToken cancellationToken)
    {
        while (await conversations.DrainSuppressionsAsync(account, changes => WriteAsync(changes, cancellationToken), cancellationToken))
            LogWritten();
    }

    private async Task WriteAsync(IReadOnlyList<SuppressionChange> changes, CancellationToken cancellationToken)
    {
        try
        {
            await optOuts.WriteAsync(changes, cancellationToken);
        }
        catch (Exception wrong) when (!cancellationToken.IsCancellationRequested && !circuit.IsAway(wrong))
        {
            // All others are written; nobody was told that we knew of this one.
            LogDropped(wrong.GetType().Name);
        }
    }

    [LoggerMessage(LogLevel.Information, "Opt-outs that had waited for the database are written down")]
    private partial void LogWritten();

    [LoggerMessage(LogLevel.Error, "An opt-out that the database will not have is dropped: {Reason}")]
    private partial void LogDropped(string reason);
}
