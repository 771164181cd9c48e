namespace OmoBroadcast.Sandbox.Platform;

/// <summary>Wakes whoever waits for something to change; ringing costs nothing while nobody listens.</summary>
internal sealed class Bell
{
    private TaskCompletionSource? _next;

    public void Ring() => Interlocked.Exchange(ref _next, null)?.TrySetResult();

    /// <returns>Whether <paramref name="condition"/> held before the time was up.</returns>
    public async Task<bool> UntilAsync(Func<bool> condition, TimeSpan most, TimeProvider time, CancellationToken cancel)
    {
        var start = time.GetTimestamp();
        while (true)
        {
            // Listen first, then look: a ring between the two is not missed.
            var next = Listen();
            if (condition())
                return true;
            var left = most - time.GetElapsedTime(start);
            if (left <= TimeSpan.Zero)
                return false;
            try
            {
                await next.WaitAsync(left, time, cancel);
            }
            catch (TimeoutException)
            {
                return condition();
            }
        }
    }

    private Task Listen()
    {
        while (true)
        {
            if (Volatile.Read(ref _next) is { } waiting)
                return waiting.Task;
            var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (Interlocked.CompareExchange(ref _next, mine, null) is null)
                return mine.Task;
        }
    }
}
