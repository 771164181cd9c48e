namespace OmoBroadcast.Storage.Rounds;

/// <summary>Runs a <see cref="Round"/> until the process ends. Each has a runner of its own, so that none waits for another.</summary>
public sealed class RoundRunner(Round round, RoundRecord record, TimeProvider time) : Worker
{
    private readonly TimeProvider clock = round.Clock ?? time;
    private Task? tick,
        news;

    public Round Round => round;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await round.BeginAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task WorkAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(round.Period, clock);
        try
        {
            while (true)
            {
                await record.RunAsync(round.LookAsync, stoppingToken);
                await WaitAsync(timer, stoppingToken);
            }
        }
        finally
        {
            await round.EndAsync();
        }
    }

    private async Task WaitAsync(PeriodicTimer timer, CancellationToken stopping)
    {
        if (timer.Period != round.Period)
            timer.Period = round.Period;
        // What was not waited for to its end goes on waiting: nothing that is told meanwhile is lost.
        tick ??= timer.WaitForNextTickAsync(stopping).AsTask();
        if (round.Listens)
            await Task.WhenAny(tick, news ??= round.NewsAsync(stopping));
        else
            await tick;
        if (tick.IsCompleted)
            tick = null;
        if (news is { IsCompleted: true })
            news = null;
        stopping.ThrowIfCancellationRequested();
        if (round.Rest > TimeSpan.Zero)
            await Task.Delay(round.Rest, clock, stopping);
    }
}
