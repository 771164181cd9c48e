namespace OmoBroadcast.Storage.Redis;

/// <summary>Many may be inside at once; now and then one asks for silence: it waits until all have left, and keeps the others out
/// meanwhile.</summary>
internal sealed class CheckpointGate
{
    private readonly Lock gate = new();
    private int inside;
    private TaskCompletionSource? empty;
    private TaskCompletionSource? over;

    public async ValueTask EnterAsync()
    {
        while (true)
        {
            Task wait;
            lock (gate)
            {
                if (over is null)
                {
                    inside++;
                    return;
                }

                wait = over.Task;
            }

            await wait;
        }
    }

    public void Leave()
    {
        lock (gate)
        {
            if (--inside == 0)
                empty?.TrySetResult();
        }
    }

    /// <summary>For one at a time.</summary>
    public async Task DuringAsync(Func<Task> work)
    {
        Task silence;
        lock (gate)
        {
            over = new(TaskCreationOptions.RunContinuationsAsynchronously);
            empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
            if (inside == 0)
                empty.TrySetResult();
            silence = empty.Task;
        }

        try
        {
            await silence;
            await work();
        }
        finally
        {
            TaskCompletionSource ended;
            lock (gate)
                (ended, over, empty) = (over, null, null);
            ended.SetResult();
        }
    }
}
