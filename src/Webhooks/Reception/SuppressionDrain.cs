using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Storage.Condition;
using OmoBroadcast.Storage.Redis;

namespace OmoBroadcast.Webhooks.Reception;

/// <summary>Writes down the opt-outs that came while SQL was away and have waited in Redis. None of them was acknowledged.</summary>
internal sealed class SuppressionDrain(
    Conversations conversations,
    OptOuts optOuts,
    Circuit circuit,
    Roster roster,
    ILogger<SuppressionDrain> logger
) : Worker
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    protected override async Task WorkAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, circuit.Time);
        try
        {
            do
            {
                foreach (var account in roster.Accounts)
                    await DrainAsync(account.Key, stoppingToken);
            } while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The process ends.
        }
    }

    private async Task DrainAsync(AccountKey account, CancellationToken cancellationToken)
    {
        try
        {
            while (
                await conversations.DrainSuppressionsAsync(account, changes => WriteAsync(changes, cancellationToken), cancellationToken)
            )
                logger.LogInformation("Opt-outs that had waited for the database are written down");
        }
        catch (Exception wrong) when (!cancellationToken.IsCancellationRequested)
        {
            logger.LogDebug("Opt-outs wait: {Reason}", wrong.GetType().Name);
        }
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
            logger.LogError("An opt-out that the database will not have is dropped: {Reason}", wrong.GetType().Name);
        }
    }
}
