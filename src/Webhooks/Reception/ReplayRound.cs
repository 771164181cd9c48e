using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Rounds;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Webhooks.Reception;

/// <summary>
/// Takes the bodies that waited in SQL through the same path as the others, in order of arrival, as soon as Redis answers. New ones need
/// not wait behind them: the conversations come out the same in any order. Who said no in them is heard before that, and does not wait for
/// Redis.
/// </summary>
internal sealed partial class ReplayRound(
    WebhookInbox inbox,
    StoredBody stored,
    Circuit circuit,
    ReplaySignal signal,
    ILogger<ReplayRound> logger
) : Round("Replaying the inbox", TimeSpan.FromSeconds(1))
{
    private const int Page = 100;
    private const int MostAttempts = 3;
    private bool waiting;

    /// <summary>With bodies waiting for something to come back, more of them are no news.</summary>
    public override bool Listens => !waiting;

    public override Task NewsAsync(CancellationToken cancellationToken) => signal.WaitAsync(cancellationToken);

    public override async Task LookAsync(CancellationToken cancellationToken)
    {
        // Should it fail, something waits.
        waiting = true;
        do
        {
            var count = await inbox.CountAsync(cancellationToken);
            WebhookMetrics.InboxHolds(count);
            if (count == 0)
            {
                waiting = false;
                return;
            }

            foreach (var one in await inbox.UnheardAsync(Page, cancellationToken))
                if (await stored.HearAsync(one, cancellationToken))
                    await inbox.HeardAsync(one.Id, cancellationToken);
        } while (await circuit.IsAwakeAsync(cancellationToken) && await ReplayAsync(cancellationToken));
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
        LogSetAside(one.Id, left?.Count.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "all", reason);
    }

    [LoggerMessage(LogLevel.Warning, "Body {Id} of the inbox is set aside, {Events} events of it: {Reason}")]
    private partial void LogSetAside(long id, string events, string reason);
}
