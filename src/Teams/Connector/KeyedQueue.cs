namespace OmoBroadcast.Teams.Connector;

/// <summary>One queue per key: what is put in under one key runs in order, one after the other; keys run beside each other.</summary>
public sealed class KeyedQueue
{
    private readonly Dictionary<string, Task> ends = new(StringComparer.Ordinal);
    private readonly Lock gate = new();

    /// <summary>How many keys have something running or waiting.</summary>
    public int Count
    {
        get
        {
            lock (gate)
                return ends.Count;
        }
    }

    public async Task<T> RunAsync<T>(string key, Func<Task<T>> work)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task? before;
        lock (gate)
        {
            before = ends.GetValueOrDefault(key);
            ends[key] = done.Task;
        }
        try
        {
            if (before is not null)
                await before;
            return await work();
        }
        finally
        {
            done.SetResult();
            lock (gate)
                if (ends.GetValueOrDefault(key) == done.Task)
                    ends.Remove(key);
        }
    }
}
