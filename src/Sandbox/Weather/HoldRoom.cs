namespace OmoBroadcast.Sandbox.Weather;

/// <summary>Where accepted calls wait for their answer to be let go.</summary>
internal sealed class HoldRoom
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _door = New();
    private bool _all;
    private int _next;
    private int _held;

    public Bell Changed { get; } = new();

    public int Held
    {
        get
        {
            lock (_lock) return _held;
        }
    }

    public void Set(bool all, int next)
    {
        lock (_lock) (_all, _next) = (all, next);
    }

    public void Release(bool keepHolding)
    {
        lock (_lock)
        {
            if (!keepHolding) (_all, _next) = (false, 0);
            _door.TrySetResult();
            _door = New();
        }
    }

    /// <summary>Returns at once while nothing is to be held; ends by itself when the caller goes away.</summary>
    public async Task PassAsync(CancellationToken gone)
    {
        Task door;
        lock (_lock)
        {
            if (!_all && _next == 0) return;
            if (!_all) _next--;
            door = _door.Task;
            _held++;
        }

        Changed.Ring();
        try
        {
            await door.WaitAsync(gone);
        }
        finally
        {
            lock (_lock) _held--;
            Changed.Ring();
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
