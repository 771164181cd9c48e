using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using OmoBroadcast.Storage.Teams;
using OmoBroadcast.Teams.Connector;

namespace OmoBroadcast.Teams.Inbound;

/// <summary>The activities that are worked on here: many at once, those of one conversation in their order.</summary>
internal sealed partial class ArrivalQueue(ActivityInbox inbox, MessageResponder responder, TimeProvider time, ILogger<ArrivalQueue> log)
    : IDisposable
{
    private const int MostTries = 3;
    private const int MostAtOnce = 32;

    private readonly KeyedQueue queue = new();
    private readonly SemaphoreSlim places = new(MostAtOnce);
    private readonly ConcurrentDictionary<string, bool> inHand = new(StringComparer.Ordinal);

    public void Dispose() => places.Dispose();

    public bool Holds(string key) => inHand.ContainsKey(key);

    /// <summary>Does not wait for it. What fails stays in the inbox.</summary>
    public void Begin(Arrival arrival, CancellationToken cancellationToken)
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
                LogNotWorked(trouble);
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
                LogAgain(trouble, tries);
                await Task.Delay(TimeSpan.FromSeconds(tries), time, cancellationToken);
            }
            catch (Exception trouble) when (trouble is not OperationCanceledException)
            {
                StaffMetrics.Failures.Add(1);
                LogGivenUp(trouble);
                await responder.ApologiseAsync(arrival, cancellationToken);
                break;
            }
        }
        await inbox.DoneAsync(arrival.Key, cancellationToken);
    }

    [LoggerMessage(LogLevel.Error, "An activity could not be worked on")]
    private partial void LogNotWorked(Exception trouble);

    [LoggerMessage(LogLevel.Warning, "An activity could not be worked on, try {Tries}")]
    private partial void LogAgain(Exception trouble, int tries);

    [LoggerMessage(LogLevel.Error, "An activity was given up")]
    private partial void LogGivenUp(Exception trouble);
}
