namespace OmoBroadcast.Webhooks.Reception;

/// <summary>A body that did not come in one piece, while it is on its way: it ends with its caller, when its time is up, or when another
/// needs its place.</summary>
internal sealed class BodyReading : IDisposable
{
    private readonly CancellationTokenSource patience;
    private readonly CancellationTokenSource stop;

    public BodyReading(TimeSpan longest, TimeProvider time, CancellationToken aborted)
    {
        BegunAt = time.GetTimestamp();
        patience = new CancellationTokenSource(longest, time);
        stop = CancellationTokenSource.CreateLinkedTokenSource(aborted, patience.Token);
        Stop = stop.Token;
        Place = new(this);
    }

    /// <summary>By the clock of <see cref="TimeProvider.GetTimestamp"/>.</summary>
    public long BegunAt { get; }

    public CancellationToken Stop { get; }

    /// <summary>Bytes it has of the budget; under the budget's lock.</summary>
    public long Held { get; set; }

    /// <summary>It is here, or has given way; under the budget's lock.</summary>
    public bool HasEnded { get; set; }

    /// <summary>Where it stands among the others; under the budget's lock.</summary>
    public LinkedListNode<BodyReading> Place { get; }

    /// <summary>Ends the reading of one that has given way.</summary>
    public void Cut()
    {
        try
        {
            stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has just ended by itself.
        }
    }

    public void Dispose()
    {
        stop.Dispose();
        patience.Dispose();
    }
}
