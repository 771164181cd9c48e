using System.Collections.Concurrent;
using OmoBroadcast.Sandbox.Customers;
using OmoBroadcast.Sandbox.Platform;
using OmoBroadcast.Sandbox.Weather;

namespace OmoBroadcast.Sandbox.Meta;

/// <summary>Webhooks that leave by themselves: echoes, receipts, statuses. Many that wait may share a body.</summary>
internal sealed class Outbox(WebhookSender sender, Voices voices, WeatherStation weather, SandboxClock clock) : IDisposable
{
    private readonly ConcurrentDictionary<MetaAccount, ConcurrentQueue<(Told Told, TaskCompletionSource Gone)>> _waiting = new();
    private readonly CancellationTokenSource _stop = new();
    private int _pending;

    public Bell Changed { get; } = new();

    public WebhookResults Results { get; } = new();

    /// <summary>Those that have still to leave.</summary>
    public int Pending => Volatile.Read(ref _pending);

    /// <summary>Something is being prepared that will tell later.</summary>
    public void Begin() => Interlocked.Increment(ref _pending);

    public void End()
    {
        Interlocked.Decrement(ref _pending);
        Changed.Ring();
    }

    /// <summary>Ends when it was delivered, well or not.</summary>
    /// <param name="account">Whose webhook.</param>
    /// <param name="told">What happened.</param>
    /// <param name="times">How often it is delivered.</param>
    public async Task TellAsync(MetaAccount account, Told told, int times)
    {
        if (account is not { Webhook: not null, Subscribed: true })
            return;
        Begin();
        try
        {
            for (var i = 0; i < times; i++)
                await OnceAsync(account, told);
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // The sandbox is closing.
        }
        finally
        {
            End();
        }
    }

    public Task WaitAsync(TimeSpan time) => time <= TimeSpan.Zero ? Task.CompletedTask : Task.Delay(time, clock.Time, _stop.Token);

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    private async Task OnceAsync(MetaAccount account, Told told)
    {
        var queue = _waiting.GetOrAdd(account, _ => new());
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        queue.Enqueue((told, gone));
        await account.Lines.WaitAsync(_stop.Token);
        try
        {
            var most = Math.Max(1, weather.Meta(account.Channel).EventsPerBody);
            var batch = new List<(Told Told, TaskCompletionSource Gone)>(1);
            while (batch.Count < most && queue.TryDequeue(out var next))
                batch.Add(next);
            if (batch.Count > 0)
            {
                var (status, took) = await sender.SendAsync(
                    account,
                    voices.Of(account.Channel).Body(account, [.. batch.Select(b => b.Told)]),
                    _stop.Token
                );
                Results.Add(status, took);
                foreach (var (_, done) in batch)
                    done.TrySetResult();
            }
        }
        finally
        {
            account.Lines.Release();
        }

        await gone.Task.WaitAsync(_stop.Token);
    }
}
