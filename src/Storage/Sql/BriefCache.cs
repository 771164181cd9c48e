using System.Collections.Concurrent;

namespace OmoBroadcast.Storage.Sql;

/// <summary>
/// What is read with every press and seldom changes, for as long as people do not notice. Whoever changes it here forgets it and sees the
/// change at once; on other nodes it is seen when it is read next, <see cref="Life"/> later at most. What could not be read is not kept.
/// </summary>
internal sealed class BriefCache<TKey, TValue>(TimeProvider time)
    where TKey : notnull
{
    public static readonly TimeSpan Life = TimeSpan.FromSeconds(1);

    private const int Most = 10_000;

    private readonly ConcurrentDictionary<TKey, Entry> entries = new();

    public Task<TValue> ReadAsync(TKey key, Func<TKey, Task<TValue>> read, CancellationToken cancellationToken)
    {
        if (!entries.TryGetValue(key, out var entry) || entry.IsOver(time))
        {
            if (entries.Count >= Most)
                entries.Clear();
            // It is kept before it is read: what is forgotten meanwhile is read anew by the next, whatever this one still sees.
            entries[key] = entry = new(time.GetTimestamp(), new(() => read(key)));
        }

        return entry.Reading.Value.WaitAsync(cancellationToken);
    }

    public void Forget() => entries.Clear();

    private sealed record Entry(long At, Lazy<Task<TValue>> Reading)
    {
        public bool IsOver(TimeProvider time) =>
            time.GetElapsedTime(At) >= Life
            || Reading is { IsValueCreated: true, Value: { IsCompleted: true, IsCompletedSuccessfully: false } };
    }
}
