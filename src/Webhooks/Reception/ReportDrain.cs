using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Store.Condition;
using OmoBroadcast.Store.Present;
using OmoBroadcast.Store.Promises;

namespace OmoBroadcast.Webhooks.Reception;

/// <summary>Writes down the reports that came while SQL was away, and finds a place for the echoes that waited for the answer to our own call.</summary>
internal sealed class ReportDrain(Reported reported, WaitingReports waiting, Reports reports, ReportPlaces places, TimeProvider time) : Worker
{
    private const int AtOnce = 100;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2), ForgetEvery = TimeSpan.FromMinutes(10);

    protected override async Task WorkAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        long? forgot = null;
        try
        {
            do
            {
                await GuardAsync(() => DrainAsync(stoppingToken), stoppingToken);
                await GuardAsync(() => PlaceEchoesAsync(stoppingToken), stoppingToken);
                if (forgot is not null && time.GetElapsedTime(forgot.Value) < ForgetEvery) continue;
                forgot = time.GetTimestamp();
                await GuardAsync(() => reports.ForgetAsync(time.GetUtcNow(), stoppingToken), stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The process ends.
        }
    }

    private async Task DrainAsync(CancellationToken cancellation)
    {
        foreach (var account in places.Roster.Accounts)
        {
            if (await waiting.DrainAsync(account.Key, kept => PlaceAsync(kept, cancellation), cancellation))
                places.Log.LogInformation("Reports of {Account} that had waited for the database are written down", account.Key);
        }
    }

    private async Task PlaceAsync(IReadOnlyList<InboundEvent> kept, CancellationToken cancellation)
    {
        try
        {
            var taken = await reported.WriteNowAsync(kept, cancellation);
            InboundEvent[] foreign = [.. kept.Where((_, i) => taken[i] == ReportTaken.Foreign)];
            if (foreign.Length > 0) await places.Conversations.ApplyAsync(foreign, suppressionsPending: false, cancellation);
        }
        catch (Exception wrong) when (!cancellation.IsCancellationRequested && !places.Circuit.IsAway(wrong))
        {
            // One of them is to blame, and must not hold up the others for ever.
            if (kept.Count == 1) await places.Inbox.AddAsync(WaitingReports.Alone(kept[0], time.GetUtcNow()), cancellation);
            else foreach (var one in kept) await PlaceAsync([one], cancellation);
        }
    }

    private async Task PlaceEchoesAsync(CancellationToken cancellation)
    {
        foreach (var echo in await reports.DueAsync(time.GetUtcNow(), AtOnce, cancellation))
        {
            var taken = (await reported.WriteNowAsync([echo], cancellation))[0];
            if (taken == ReportTaken.Held) continue;
            if (taken == ReportTaken.Foreign) await places.Conversations.ApplyAsync([echo], suppressionsPending: false, cancellation);
            await reports.DoneAsync(echo, cancellation);
        }
    }

    private async Task GuardAsync(Func<Task> work, CancellationToken cancellation)
    {
        try
        {
            await work();
        }
        catch (Exception wrong) when (!cancellation.IsCancellationRequested)
        {
            places.Log.LogDebug("Reports wait: {Reason}", wrong.GetType().Name);
        }
    }
}

/// <summary>Where what was reported may belong.</summary>
internal sealed record ReportPlaces(Roster Roster, Conversations Conversations, WebhookInbox Inbox, Circuit Circuit, ILogger<ReportDrain> Log);
