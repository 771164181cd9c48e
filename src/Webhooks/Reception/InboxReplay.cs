using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Condition;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Webhooks.Reception;

/// <summary>
/// Takes the bodies that waited in SQL through the same path as the others, in order of arrival, as soon as Redis answers. New ones need
/// not wait behind them: the conversations come out the same in any order. Who said no in them is heard before that, and does not wait for
/// Redis.
/// </summary>
internal sealed class InboxReplay(WebhookInbox inbox, StoredBody stored, Circuit circuit, ReplaySignal signal, ILogger<InboxReplay> logger)
    : Worker
{
    private const int Page = 100;
    private const int MostAttempts = 3;
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    protected override async Task WorkAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                var (waiting, progress) = await LookAsync(stoppingToken);
                if (progress)
                    continue;

                // With bodies waiting for something to come back, more of them are no news.
                if (waiting)
                    await Task.Delay(Look, circuit.Time, stoppingToken);
                else
                    await signal.WaitAsync(Look, circuit.Time, stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The process ends.
        }
    }

    private async Task<(bool Waiting, bool Progress)> LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            var waiting = await inbox.CountAsync(cancellationToken);
            WebhookMetrics.InboxHolds(waiting);
            if (waiting == 0)
                return (false, false);
            foreach (var one in await inbox.UnheardAsync(Page, cancellationToken))
                if (await stored.HearAsync(one, cancellationToken))
                    await inbox.HeardAsync(one.Id, cancellationToken);
            return (true, await circuit.IsAwakeAsync(cancellationToken) && await ReplayAsync(cancellationToken));
        }
        catch (Exception wrong) when (!cancellationToken.IsCancellationRequested)
        {
            logger.LogDebug("The inbox waits: {Reason}", wrong.GetType().Name);
            return (true, false);
        }
    }

    /// <summary>True when it got on and there may be more.</summary>
    private async Task<bool> ReplayAsync(CancellationToken cancellationToken)
    {
        var done = new List<long>();
        try
        {
            foreach (var one in await inbox.NextAsync(Page, cancellationToken))
            {
                var (reason, left) = await stored.ApplyAsync(one, cancellationToken);
                if (reason is null)
                {
                    done.Add(one.Id);
                    WebhookMetrics.Replayed.Add(1, new KeyValuePair<string, object?>("outcome", "applied"));
                }
                else
                {
                    await FailedAsync(one, reason, left, cancellationToken);
                }
            }
        }
        finally
        {
            // What came before the one that has to wait is done.
            if (done.Count > 0)
                await inbox.RemoveAsync(done, cancellationToken);
        }

        return done.Count > 0;
    }

    /// <param name="left">The events that could not be applied; null: all.</param>
    private async Task FailedAsync(StoredWebhook one, string reason, IReadOnlyCollection<string>? left, CancellationToken cancellationToken)
    {
        if (left is not null)
            await inbox.NarrowAsync(one.Id, left, cancellationToken);
        if (await inbox.FailedAsync(one.Id, reason, cancellationToken) < MostAttempts)
            return;
        await inbox.QuarantineAsync(one.Id, reason, cancellationToken);
        WebhookMetrics.Replayed.Add(1, new KeyValuePair<string, object?>("outcome", "quarantined"));
        logger.LogWarning(
            "Body {Id} of the inbox is set aside, {Events} events of it: {Reason}",
            one.Id,
            left?.Count.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "all",
            reason
        );
    }
}
