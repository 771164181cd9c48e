using OmoBroadcast.Sandbox.Platform;

namespace OmoBroadcast.Sandbox.Weather;

/// <summary>Where calls wait: for their answer to be let go, or for the platform to decide.</summary>
internal sealed class HoldRoom
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _released = New();
    private readonly Dictionary<Channel, (bool All, int Next, Moment When)> _orders = [];
    private int _held;

    public Bell Changed { get; } = new();

    public int Held
    {
        get
        {
            lock (_lock)
                return _held;
        }
    }

    public void Set(Channel channel, bool all, int next, Moment when)
    {
        lock (_lock)
            _orders[channel] = (all, next, when);
    }

    public void Release(bool keepHolding)
    {
        lock (_lock)
        {
            if (!keepHolding)
                _orders.Clear();
            _released.TrySetResult();
            _released = New();
        }
    }

    /// <summary>Returns at once while nothing is to be held; ends by itself when the caller goes away.</summary>
    /// <param name="channel">Whose call.</param>
    /// <param name="now">Where it stands.</param>
    /// <param name="early">If it may be held at either: now is before the decision.</param>
    /// <param name="gone">The caller's going away.</param>
    public async Task PassAsync(Channel channel, Moment now, bool early, CancellationToken gone)
    {
        Task released;
        lock (_lock)
        {
            var (all, next, when) = _orders.GetValueOrDefault(channel);
            if (!all && next == 0)
                return;
            if (when == Moment.Either)
                when = early ? Moment.Before : Moment.After;
            if (when != now)
                return;
            if (!all)
                _orders[channel] = _orders[channel] with { Next = next - 1 };
            released = _released.Task;
            _held++;
        }

        Changed.Ring();
        try
        {
            await released.WaitAsync(gone);
        }
        finally
        {
            lock (_lock)
                _held--;
            Changed.Ring();
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
