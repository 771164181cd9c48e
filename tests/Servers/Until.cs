using System.Data.Common;
using System.Diagnostics;
using System.Text.Json;
using StackExchange.Redis;

namespace OmoBroadcast.Tests.Servers;

/// <summary>Waits for what only another process can bring about, and says what was last seen when it does not come.</summary>
public static class Until
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    /// <summary>Looks again and again until <paramref name="enough"/> holds. Throws <see cref="TimeoutException"/> after
    /// <paramref name="within"/>.</summary>
    public static async Task<T> SeenAsync<T>(
        string what,
        TimeSpan within,
        Func<Task<T>> look,
        Func<T, bool> enough,
        Func<string>? evidence = null
    )
    {
        var clock = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(Step);
        while (true)
        {
            var (seen, trouble) = await TryAsync(look);
            if (trouble is null && enough(seen!))
                return seen!;
            if (clock.Elapsed > within)
                throw new TimeoutException(
                    $"Waited {within.TotalSeconds:0} s for {what}; last seen: {trouble ?? (object?)seen}\n{evidence?.Invoke()}"
                );
            await timer.WaitForNextTickAsync();
        }
    }

    /// <summary>Looks until it is so; a store that is away for the moment makes it not so.</summary>
    public static async Task TrueAsync(Func<Task<bool>> holds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(25));
        while (!await HoldsAsync())
            await beat.WaitForNextTickAsync(patience.Token);

        async Task<bool> HoldsAsync()
        {
            try
            {
                return await holds();
            }
            catch (Exception away) when (away is RedisException or TimeoutException or DbException)
            {
                return false;
            }
        }
    }

    /// <summary>Until it is time to look at another process again.</summary>
    public static Task NextLookAsync() => PassedAsync(Step);

    /// <summary>Until so much has passed on the clock of another process, which nobody can wind.</summary>
    public static async Task PassedAsync(TimeSpan time)
    {
        using var timer = new PeriodicTimer(time);
        await timer.WaitForNextTickAsync();
    }

    // A server that is being killed and started again answers with errors for a while; that is part of what is waited for.
    private static async Task<(T? Seen, Exception? Trouble)> TryAsync<T>(Func<Task<T>> look)
    {
        try
        {
            return (await look(), null);
        }
        catch (Exception trouble)
            when (trouble is HttpRequestException or IOException or TaskCanceledException or JsonException or RedisException)
        {
            return (default, trouble);
        }
    }
}
