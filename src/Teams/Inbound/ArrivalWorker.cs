using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using OmoBroadcast.Broadcast;
using OmoBroadcast.Store.Condition;
using OmoBroadcast.Store.Promises;
using OmoBroadcast.Teams.Connector;

namespace OmoBroadcast.Teams.Inbound;

/// <summary>
/// Works on the inbox: what this node wrote down at once, and what any node left lying when it stopped. In each conversation in order.
/// </summary>
internal sealed class ArrivalWorker(Arrivals arrivals, ActivityInbox inbox, Answering answering, TimeProvider time, ILogger<ArrivalWorker> log) : Worker
{
    private const int MostTries = 3;
    private const int MostAtOnce = 32;
    private const int MostFound = 100;
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LeftLying = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LeftAtStart = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Forgetting = TimeSpan.FromHours(1);
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(8);

    private readonly Lines lines = new();
    private readonly SemaphoreSlim places = new(MostAtOnce);
    private readonly ConcurrentDictionary<string, bool> inHand = new(StringComparer.Ordinal);

    protected override Task WorkAsync(CancellationToken stoppingToken) => Task.WhenAll(TakeFreshAsync(stoppingToken), FindOldAsync(stoppingToken));

    public override void Dispose()
    {
        places.Dispose();
        base.Dispose();
    }

    private async Task TakeFreshAsync(CancellationToken ct)
    {
        await foreach (var arrival in arrivals.Fresh.ReadAllAsync(ct)) Begin(arrival, ct);
    }

    private async Task FindOldAsync(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(Round, time);
        var spell = new Spell(log, "Reading the inbox of activities", time);
        var (age, forgotten) = (LeftAtStart, DateTimeOffset.MinValue);
        do
        {
            try
            {
                var now = time.GetUtcNow();
                foreach (var stored in await inbox.PendingAsync(MostFound, ct))
                    if (now - stored.At >= age && !inHand.ContainsKey(stored.Key) && await IsMineAsync(stored, now, ct))
                        Begin(new(stored.Key, JsonSerializer.Deserialize<Activity>(stored.Json)!), ct);
                // What a former life of this node left is begun at once; later on it may be in the hands of another.
                age = LeftLying;
                spell.Worked();
                if (now - forgotten < Forgetting) continue;
                await inbox.ForgetAsync(now - Remembered, ct);
                forgotten = now;
            }
            catch (Exception trouble) when (trouble is not OperationCanceledException)
            {
                spell.Failed(trouble);
            }
        }
        while (await timer.WaitForNextTickAsync(ct));
    }

    // Of several nodes that find the same one, one takes it; if that one dies too, the next minute has another taker.
    private Task<bool> IsMineAsync(StoredActivity stored, DateTimeOffset now, CancellationToken ct)
    {
        var minute = (now - stored.At).Ticks / LeftLying.Ticks;
        return inbox.FirstUseAsync(Arrivals.Id(string.Create(CultureInfo.InvariantCulture, $"{stored.Key} {minute}")), "", "take-over", now, ct);
    }

    private void Begin(Arrival arrival, CancellationToken ct)
    {
        if (inHand.TryAdd(arrival.Key, true)) _ = WorkAsync(arrival, ct);
    }

    private async Task WorkAsync(Arrival arrival, CancellationToken ct)
    {
        try
        {
            await lines.RunAsync(arrival.Activity.ConversationId ?? "", async () =>
            {
                await places.WaitAsync(ct);
                try
                {
                    await TryAsync(arrival, ct);
                    return true;
                }
                finally
                {
                    places.Release();
                }
            });
        }
        catch (Exception trouble)
        {
            // It stays in the inbox and is found again.
            if (!ct.IsCancellationRequested) log.LogError(trouble, "An activity could not be worked on");
        }
        finally
        {
            inHand.TryRemove(arrival.Key, out _);
        }
    }

    private async Task TryAsync(Arrival arrival, CancellationToken ct)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await answering.AnswerAsync(arrival, ct);
                break;
            }
            catch (Exception trouble) when (trouble is not OperationCanceledException && tries < MostTries)
            {
                log.LogWarning(trouble, "An activity could not be worked on, try {Tries}", tries);
                await Task.Delay(TimeSpan.FromSeconds(tries), time, ct);
            }
            catch (Exception trouble) when (trouble is not OperationCanceledException)
            {
                Sight.Failures.Add(1);
                log.LogError(trouble, "An activity was given up");
                await answering.ApologiseAsync(arrival, ct);
                break;
            }
        }
        await inbox.DoneAsync(arrival.Key, ct);
    }
}
