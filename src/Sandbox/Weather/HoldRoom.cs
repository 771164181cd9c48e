namespace OmoBroadcast.Sandbox.Weather;

/// <summary>Where accepted calls wait for their answer to be let go.</summary>
internal sealed class HoldRoom
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _door = New();
    private readonly Dictionary<Channel, (bool All, int Next)> _orders = [];
    private int _held;

    public Bell Changed { get; } = new();

    public int Held
    {
        get
        {
            lock (_lock) return _held;
        }
    }

    public void Set(Channel channel, bool all, int next)
    {
        lock (_lock) _orders[channel] = (all, next);
    }

    public void Release(bool keepHolding)
    {
        lock (_lock)
        {
            if (!keepHolding) _orders.Clear();
            _door.TrySetResult();
            _door = New();
        }
    }

    /// <summary>Returns at once while nothing is to be held; ends by itself when the caller goes away.</summary>
    public async Task PassAsync(Channel channel, CancellationToken gone)
    {
        Task door;
        lock (_lock)
        {
            var (all, next) = _orders.GetValueOrDefault(channel);
            if (!all && next == 0) return;
            if (!all) _orders[channel] = (all, next - 1);
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
