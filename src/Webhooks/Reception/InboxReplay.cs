using System.Collections.Frozen;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Store.Promises;

namespace OmoBroadcast.Webhooks.Reception;

/// <summary>
/// Takes the bodies that waited in SQL through the same path as the others, in order of arrival, as soon as Redis answers. New ones need not wait
/// behind them: the conversations come out the same in any order.
/// </summary>
internal sealed class InboxReplay(WebhookInbox inbox, Intake intake, Circuit circuit, Roster roster, ReplaySignal signal, TimeProvider time, ILogger<InboxReplay> logger)
    : BackgroundService
{
    private const int Page = 100;
    private const int MostAttempts = 3;
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private static readonly FrozenDictionary<string, string> Nothing = FrozenDictionary<string, string>.Empty;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                var (waiting, progress) = await LookAsync(stoppingToken);
                if (progress) continue;

                // With bodies waiting for something to come back, more of them are no news.
                if (waiting) await Task.Delay(Look, time, stoppingToken);
                else await signal.WaitAsync(Look, time, stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The process ends.
        }
    }

    private async Task<(bool Waiting, bool Progress)> LookAsync(CancellationToken cancellation)
    {
        try
        {
            var waiting = await inbox.CountAsync(cancellation);
            Sight.InboxHolds(waiting);
            return (waiting > 0, waiting > 0 && await circuit.IsAwakeAsync(cancellation) && await ReplayAsync(cancellation));
        }
        catch (Exception wrong) when (!cancellation.IsCancellationRequested)
        {
            logger.LogDebug("The inbox waits: {Reason}", wrong.GetType().Name);
            return (true, false);
        }
    }

    /// <summary>True when it got on and there may be more.</summary>
    private async Task<bool> ReplayAsync(CancellationToken cancellation)
    {
        var progress = false;
        foreach (var stored in await inbox.NextAsync(Page, cancellation))
        {
            try
            {
                switch (roster.Find(stored.Channel)?.Read(new WebhookRequest("POST", stored.Headers, Nothing, stored.Body)))
                {
                    case WebhookReading.Events events:
                        await intake.ApplyAsync(events.Items, cancellation);
                        await inbox.RemoveAsync(stored.Id, cancellation);
                        Sight.Replayed.Add(1, new KeyValuePair<string, object?>("outcome", "applied"));
                        break;
                    case WebhookReading.Refused refused:
                        await QuarantineAsync(stored.Id, refused.Reason, cancellation);
                        break;
                    default:
                        await QuarantineAsync(stored.Id, "no such channel", cancellation);
                        break;
                }

                progress = true;
            }
            catch (Exception wrong) when (!cancellation.IsCancellationRequested && !Circuit.IsAway(wrong) && wrong is not System.Data.Common.DbException)
            {
                var reason = wrong.GetType().Name;
                if (await inbox.FailedAsync(stored.Id, reason, cancellation) >= MostAttempts) await QuarantineAsync(stored.Id, reason, cancellation);
            }
        }

        return progress;
    }

    private async Task QuarantineAsync(long id, string reason, CancellationToken cancellation)
    {
        await inbox.QuarantineAsync(id, reason, cancellation);
        Sight.Replayed.Add(1, new KeyValuePair<string, object?>("outcome", "quarantined"));
        logger.LogWarning("Body {Id} of the inbox is set aside: {Reason}", id, reason);
    }
}
