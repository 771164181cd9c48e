using OmoBroadcast.Storage.Rounds;
using Quartz;

namespace OmoBroadcast.Broadcast.Clock;

/// <summary>Runs a <see cref="CalendarJob"/> when Quartz says so, never twice at once.</summary>
[DisallowConcurrentExecution]
public sealed class ClockworkJob(IEnumerable<CalendarJob> jobs, RoundRecords records, CancellationToken stopping) : IJob
{
    /// <summary>Of the keys of these jobs and their triggers.</summary>
    public const string Group = "calendar";

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        // A node of an older version may not know it; another will.
        if (jobs.FirstOrDefault(job => job.Name == context.JobDetail.Key.Name) is not { } job)
            return;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stopping);
        await records.Of(job).RunAsync(job.RunAsync, either.Token);
    }

    /// <summary>Notes when each job is to be done. One that is noted already keeps its time, so that what was missed is made up
    /// for.</summary>
    public static async Task NoteAsync(
        IScheduler scheduler,
        IEnumerable<CalendarJob> jobs,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        foreach (var job in jobs)
        {
            var key = new TriggerKey(job.Name, Group);
            if (await scheduler.GetTrigger(key, cancellationToken) is ISimpleTrigger known && known.RepeatInterval == job.Every)
            {
                // Where a node of an older version took it, which cannot load this class.
                if (await scheduler.GetTriggerState(key, cancellationToken) == TriggerState.Error)
                    await scheduler.ResetTriggerFromErrorState(key, cancellationToken);
                continue;
            }

            var detail = JobBuilder.Create<ClockworkJob>().WithIdentity(job.Name, Group).Build();
            var trigger = TriggerBuilder
                .Create()
                .WithIdentity(key)
                .StartAt(now + job.Every)
                .WithSimpleSchedule(schedule =>
                    schedule
                        .WithInterval(job.Every)
                        .RepeatForever()
                        .WithMisfireInstruction(SimpleTriggerMisfireInstruction.NowWithExistingCount)
                )
                .Build();
            // Two nodes that note it at once replace each other's.
            await scheduler.ScheduleJob(detail, [trigger], ScheduleJobOptions.Replacing, cancellationToken);
        }
    }
}
