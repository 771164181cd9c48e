using System.Globalization;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Storage.Condition;
using OmoBroadcast.Storage.Outages;
using OmoBroadcast.Storage.Rounds;
using OmoBroadcast.Storage.Sql;
using Quartz;

namespace OmoBroadcast.Broadcast.Clock;

/// <summary>
/// When what is due. Kept by Quartz in the same database; Quartz only wakes us. Should it lose something, or not be there at all,
/// <see cref="Sweeper"/> finds the same in the ledger a moment later: so nothing here is worth failing for.
/// </summary>
public sealed partial class LaunchTimetable(Clockwork clockwork, Database database, Node node, ILogger<LaunchTimetable> log) : Worker
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500),
        Retry = TimeSpan.FromSeconds(2);

    private readonly Channel<(long Campaign, DateTimeOffset DueAt)> notes = Channel.CreateUnbounded<(long, DateTimeOffset)>();
    private volatile IScheduler? scheduler;

    /// <summary>Whether the clock runs here (or, on a node that does not send, can be written to).</summary>
    public bool IsAwake => scheduler is not null;

    /// <summary>Notes that a campaign is due, without waiting: Quartz notes one at a time in all nodes. Noting it again moves it. What is
    /// due at once needs no note: the nodes are told.</summary>
    public void Note(long campaign, DateTimeOffset dueAt)
    {
        if (dueAt <= node.Now)
        {
            _ = node.Nudges.SendAsync(Topics.Due(campaign));
            return;
        }

        // While the clock sleeps the sweeper does without.
        if (IsAwake)
            notes.Writer.TryWrite((campaign, dueAt));
    }

    protected override async Task WorkAsync(CancellationToken stoppingToken)
    {
        scheduler = await OpenAsync(stoppingToken);
        await foreach (var (campaign, dueAt) in notes.Reader.ReadAllAsync(stoppingToken))
            await NoteAsync(campaign, dueAt, stoppingToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (scheduler is { } running)
            await running.Shutdown(waitForJobsToComplete: true, cancellationToken);
        await clockwork.DisposeAsync();
    }

    private async Task<IScheduler> OpenAsync(CancellationToken cancellationToken)
    {
        var outage = new OutageLog(log, "The timetable", TimeProvider.System);
        for (; ; await Task.Delay(Retry, TimeProvider.System, cancellationToken))
        {
            // That the database is away the watch tells; Quartz would try it a few times and give up.
            while (!await database.IsAwakeAsync(cancellationToken))
                await Task.Delay(Look, TimeProvider.System, cancellationToken);
            try
            {
                var started = await clockwork.StartAsync(cancellationToken);
                outage.Ended();
                return started;
            }
            catch (Exception wrong) when (!cancellationToken.IsCancellationRequested)
            {
                outage.Failed(Cause(wrong));
            }
        }
    }

    private async Task NoteAsync(long campaign, DateTimeOffset dueAt, CancellationToken cancellationToken)
    {
        if (scheduler is not { } running)
            return;
        try
        {
            var id = campaign.ToString(CultureInfo.InvariantCulture);
            var job = JobBuilder.Create<LaunchJob>().WithIdentity(id, "launch").UsingJobData(LaunchJob.CampaignKey, campaign).Build();
            var trigger = TriggerBuilder.Create().WithIdentity(id, "launch").StartAt(dueAt).Build();
            await running.DeleteJob(job.Key, cancellationToken);
            await running.ScheduleJob(job, trigger, cancellationToken: cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            var cause = Cause(e);
            LogNotNoted(Outage.Is(cause) ? null : e, campaign, Faults.Of(cause));
        }
    }

    /// <summary>What the database threw, where that is all there is to it.</summary>
    private static Exception Cause(Exception wrong)
    {
        var cause = wrong;
        while (cause is SchedulerException { InnerException: { } inner })
            cause = inner;
        return Outage.Is(cause) ? cause : wrong;
    }

    [LoggerMessage(LogLevel.Warning, "Campaign {Campaign} could not be noted in the timetable; the sweeper will find it: {Reason}")]
    private partial void LogNotNoted(Exception? e, long campaign, FaultReason reason);
}
