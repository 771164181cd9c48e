using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Rounds;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Webhooks.Reception;

/// <summary>Writes down the reports that came while SQL was away, and finds a place for the echoes that waited for the answer to our own
/// call.</summary>
internal sealed partial class ReportRound(
    ReportedEvents reported,
    WaitingReports waiting,
    Reports reports,
    ReportPlaces places,
    TimeProvider time
) : Round("Writing down reports that have waited", TimeSpan.FromSeconds(2))
{
    private const int AtOnce = 100;

    public override Task LookAsync(CancellationToken cancellationToken) =>
        EachAsync<Func<CancellationToken, Task>>([DrainAsync, PlaceEchoesAsync], step => step(cancellationToken), cancellationToken);

    private async Task DrainAsync(CancellationToken cancellationToken)
    {
        foreach (var account in places.Roster.Accounts)
        {
            if (await waiting.DrainAsync(account.Key, kept => PlaceAsync(kept, cancellationToken), cancellationToken))
                LogWritten(places.Log, account.Key);
        }
    }

    private async Task PlaceAsync(IReadOnlyList<InboundEvent> kept, CancellationToken cancellationToken)
    {
        try
        {
            var taken = await reported.WriteNowAsync(kept, cancellationToken);
            InboundEvent[] foreign = [.. kept.Where((_, i) => taken[i] == ReportResult.Foreign)];
            if (foreign.Length > 0)
                await places.Conversations.ApplyAsync(foreign, suppressionsPending: false, cancellationToken);
        }
        catch (Exception wrong) when (!cancellationToken.IsCancellationRequested && !places.Circuit.IsAway(wrong))
        {
            // One of them is to blame, and must not hold up the others for ever.
            if (kept.Count == 1)
                await places.Inbox.AddAsync(WaitingReports.Alone(kept[0], time.GetUtcNow()), cancellationToken);
            else
                foreach (var one in kept)
                    await PlaceAsync([one], cancellationToken);
        }
    }

    private async Task PlaceEchoesAsync(CancellationToken cancellationToken)
    {
        foreach (var echo in await reports.DueAsync(time.GetUtcNow(), AtOnce, cancellationToken))
        {
            var taken = (await reported.WriteNowAsync([echo], cancellationToken))[0];
            if (taken == ReportResult.Held)
                continue;
            if (taken == ReportResult.Foreign)
                await places.Conversations.ApplyAsync([echo], suppressionsPending: false, cancellationToken);
            await reports.DoneAsync(echo, cancellationToken);
        }
    }

    [LoggerMessage(LogLevel.Information, "Reports of {Account} that had waited for the database are written down")]
    private static partial void LogWritten(ILogger log, AccountKey account);
}

/// <summary>Where what was reported may belong.</summary>
internal sealed record ReportPlaces(
    Roster Roster,
    Conversations Conversations,
    WebhookInbox Inbox,
    Circuit Circuit,
    ILogger<ReportRound> Log
);
