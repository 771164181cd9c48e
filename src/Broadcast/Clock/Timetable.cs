using System.Globalization;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Quartz;

namespace OmoBroadcast.Broadcast.Clock;

/// <summary>
/// When what is due. Kept by Quartz in the same database; Quartz only wakes us. Should it lose something, or not be there at all,
/// <see cref="Sweeper"/> finds the same in the ledger a moment later: so nothing here is worth failing for.
/// </summary>
public sealed class Timetable(ISchedulerFactory factory, BroadcastOptions options, TimeProvider clock, ILogger<Timetable> log) : BackgroundService
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(2);

    private readonly Channel<(long Campaign, DateTimeOffset DueAt)> notes = Channel.CreateUnbounded<(long, DateTimeOffset)>();
    private volatile IScheduler? scheduler;

    /// <summary>Whether the clock runs here (or, on a node that does not send, can be written to).</summary>
    public bool IsAwake => scheduler is not null;

    /// <summary>Notes that a campaign is due, soon and without waiting: Quartz notes one at a time in all nodes. Noting it again moves it.</summary>
    public void Note(long campaign, DateTimeOffset dueAt)
    {
        // While the clock sleeps the sweeper does without.
        if (IsAwake) notes.Writer.TryWrite((campaign, dueAt));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var failures = 0; !stoppingToken.IsCancellationRequested; failures++)
        {
            try
            {
                var started = await factory.GetScheduler(stoppingToken);
                if (options.Sends) await started.Start(stoppingToken);
                scheduler = started;
                break;
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                if (failures == 0) log.LogWarning(e, "The timetable cannot start yet");
                await Task.Delay(Retry, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        try
        {
            await foreach (var (campaign, dueAt) in notes.Reader.ReadAllAsync(stoppingToken)) await NoteAsync(campaign, dueAt, stoppingToken);
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
            // The process ends; the sweeper finds what is left.
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (scheduler is { } running) await running.Shutdown(waitForJobsToComplete: true, cancellationToken);
    }

    private async Task NoteAsync(long campaign, DateTimeOffset dueAt, CancellationToken ct)
    {
        if (scheduler is not { } running) return;
        try
        {
            var id = campaign.ToString(CultureInfo.InvariantCulture);
            var job = JobBuilder.Create<LaunchJob>().WithIdentity(id, "launch").UsingJobData(LaunchJob.CampaignKey, campaign).Build();
            var trigger = TriggerBuilder.Create().WithIdentity(id, "launch").StartAt(dueAt).Build();
            await running.DeleteJob(job.Key, ct);
            await running.ScheduleJob(job, trigger, cancellationToken: ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            log.LogWarning(e, "Campaign {Campaign} could not be noted in the timetable; the sweeper will find it", campaign);
        }
    }
}
