using Microsoft.Extensions.Logging;

namespace OmoBroadcast.Storage.Rounds;

/// <summary>
/// What is looked at again and again as long as the process runs. A <see cref="RoundRunner"/> does the rest: it waits, counts, says once
/// that it fails and once that it goes on, and ends.
/// </summary>
/// <param name="work">What it does, as the log is to name it: "Sweeping the ledger".</param>
/// <param name="period">From one look to the next.</param>
public abstract class Round(string work, TimeSpan period)
{
    /// <summary>As metrics, health and documents name it.</summary>
    public string Name => WorkName.Of(GetType());

    public string Work => work;

    public virtual TimeSpan Period => period;

    /// <summary>The machine's time for what a stopped clock must not stop; null: the application's.</summary>
    public virtual TimeProvider? Clock => null;

    /// <summary>How loudly the log says that an engine is away. The watch of the engines says it too, as an error.</summary>
    public virtual LogLevel AwayLevel => LogLevel.Information;

    /// <summary>Whether <see cref="NewsAsync"/> ends the wait for the next look, for now.</summary>
    public virtual bool Listens => false;

    /// <summary>How long it rests at least before it looks again, however many news there are.</summary>
    public virtual TimeSpan Rest => TimeSpan.Zero;

    /// <summary>Once, while the process starts: what starts next waits for it.</summary>
    public virtual Task BeginAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>One look. Whatever it throws is told, and the next look comes all the same.</summary>
    public abstract Task LookAsync(CancellationToken cancellationToken);

    /// <summary>Until there is something to look at.</summary>
    public virtual Task NewsAsync(CancellationToken cancellationToken) =>
        Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);

    /// <summary>Once, after the last look.</summary>
    public virtual Task EndAsync() => Task.CompletedTask;

    /// <summary>One after the other. One that fails keeps none of the others waiting; the first failure is thrown after all.</summary>
    protected static async Task EachAsync<T>(IEnumerable<T> all, Func<T, Task> look, CancellationToken cancellationToken)
    {
        Exception? first = null;
        foreach (var one in all)
        {
            try
            {
                await look(one);
            }
            catch (Exception wrong) when (!cancellationToken.IsCancellationRequested)
            {
                first ??= wrong;
            }
        }

        if (first is not null)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(first);
    }
}
