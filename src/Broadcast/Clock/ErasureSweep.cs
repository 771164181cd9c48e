using Microsoft.Extensions.Logging;
using OmoBroadcast.Broadcast.Desk;
using OmoBroadcast.Store.Condition;

namespace OmoBroadcast.Broadcast.Clock;

/// <summary>Goes on forgetting whoever asked for it, until nothing is on its way to them any more. By two nodes at once it comes to the same.</summary>
internal sealed class ErasureSweep(PersonalDataDesk desk, TimeProvider time, ILogger<ErasureSweep> log) : Worker
{
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(30);

    protected override async Task WorkAsync(CancellationToken stoppingToken)
    {
        var spell = new Spell(log, "Erasing", time);
        while (true)
        {
            await Task.Delay(Round, time, stoppingToken);
            try
            {
                var left = await desk.GoOnAsync(stoppingToken);
                spell.Worked();
                if (left > 0) log.LogInformation("{Left} persons are being erased: something is still on its way to them", left);
            }
            catch (Exception trouble) when (trouble is not OperationCanceledException)
            {
                spell.Failed(trouble);
            }
        }
    }
}
