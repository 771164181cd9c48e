using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using OmoBroadcast.Broadcast;
using OmoBroadcast.Storage.Condition;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Teams.Connector;

namespace OmoBroadcast.Teams.Inbound;

/// <summary>
/// Works on the inbox: what this node wrote down at once, and what any node left lying when it stopped. In each conversation in order.
/// </summary>
internal sealed class ArrivalWorker(
    Arrivals arrivals,
    ActivityInbox inbox,
    MessageResponder responder,
    TimeProvider time,
    ILogger<ArrivalWorker> log
) : Worker
{
    private const int MostTries = 3;
    private const int MostAtOnce = 32;
    private const int MostFound = 100;
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LeftLying = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LeftAtStart = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Forgetting = TimeSpan.FromHours(1);
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(8);

    private readonly KeyedQueue queue = new();
    private readonly SemaphoreSlim places = new(MostAtOnce);
    private readonly ConcurrentDictionary<string, bool> inHand = new(StringComparer.Ordinal);

    protected override Task WorkAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(TakeFreshAsync(stoppingToken), FindOldAsync(stoppingToken));

    public override void Dispose()
    {
        places.Dispose();
        base.Dispose();
    }

    private async Task TakeFreshAsync(CancellationToken cancellationToken)
    {
        await foreach (var arrival in arrivals.Fresh.ReadAllAsync(cancellationToken))
            Begin(arrival, cancellationToken);
    }

    private async Task FindOldAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Round, time);
        var outage = new OutageLog(log, "Reading the inbox of activities", time);
        var (age, forgotten) = (LeftAtStart, DateTimeOffset.MinValue);
        do
        {
            try
            {
                var now = time.GetUtcNow();
                foreach (var stored in await inbox.PendingAsync(MostFound, cancellationToken))
                    if (now - stored.At >= age && !inHand.ContainsKey(stored.Key) && await IsMineAsync(stored, now, cancellationToken))
                        Begin(new(stored.Key, JsonSerializer.Deserialize<Activity>(stored.Json)!), cancellationToken);
                // What a former life of this node left is begun at once; later on it may be in the hands of another.
                age = LeftLying;
                outage.Worked();
                if (now - forgotten < Forgetting)
                    continue;
                await inbox.ForgetAsync(now - Remembered, cancellationToken);
                forgotten = now;
            }
            catch (Exception trouble) when (trouble is not OperationCanceledException)
            {
                outage.Failed(trouble);
            }
        } while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    // Of several nodes that find the same one, one takes it; if that one dies too, the next minute has another taker.
    private Task<bool> IsMineAsync(StoredActivity stored, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var minute = (now - stored.At).Ticks / LeftLying.Ticks;
        return inbox.FirstUseAsync(
            Arrivals.Id(string.Create(CultureInfo.InvariantCulture, $"{stored.Key} {minute}")),
            "",
            "take-over",
            now,
            cancellationToken
        );
    }

    private void Begin(Arrival arrival, CancellationToken cancellationToken)
    {
        if (inHand.TryAdd(arrival.Key, true))
            _ = WorkAsync(arrival, cancellationToken);
    }

    private async Task WorkAsync(Arrival arrival, CancellationToken cancellationToken)
    {
        try
        {
            await queue.RunAsync(arrival.Activity.ConversationId ?? "", async () =>
            {
                await places.WaitAsync(cancellationToken);
                try
                {
                    await TryAsync(arrival, cancellationToken);
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
            if (!cancellationToken.IsCancellationRequested)
                log.LogError(trouble, "An activity could not be worked on");
        }
        finally
        {
            inHand.TryRemove(arrival.Key, out _);
        }
    }

    private async Task TryAsync(Arrival arrival, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await responder.AnswerAsync(arrival, cancellationToken);
                break;
            }
            catch (Exception trouble) when (trouble is not OperationCanceledException && tries < MostTries)
            {
                log.LogWarning(trouble, "An activity could not be worked on, try {Tries}", tries);
                await Task.Delay(TimeSpan.FromSeconds(tries), time, cancellationToken);
            }
            catch (Exception trouble) when (trouble is not OperationCanceledException)
            {
                StaffMetrics.Failures.Add(1);
                log.LogError(trouble, "An activity was given up");
                await responder.ApologiseAsync(arrival, cancellationToken);
                break;
            }
        }
        await inbox.DoneAsync(arrival.Key, cancellationToken);
    }
}
