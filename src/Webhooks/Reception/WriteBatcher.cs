namespace OmoBroadcast.Webhooks.Reception;

/// <summary>
/// Writes what many have to write in one go: while a block is being written the next one gathers. What a store will not have costs only
/// whoever brought it: then each is written by itself.
/// </summary>
/// <param name="most">Items of a block.</param>
/// <param name="write">Answers in the order of the items.</param>
/// <param name="isAway">Whether a failure is the store's own: then nobody's would be taken.</param>
internal sealed class WriteBatcher<T, TAnswer>(
    int most,
    Func<IReadOnlyList<T>, Task<IReadOnlyList<TAnswer>>> write,
    Func<Exception, bool> isAway
)
{
    private readonly Lock gate = new();
    private readonly Queue<Batch> gathered = new();
    private bool writing;

    /// <summary>Throws what the writing threw. Whoever stops waiting does not stop the writing.</summary>
    public Task<IReadOnlyList<TAnswer>> WriteAsync(IReadOnlyList<T> items)
    {
        var batch = new Batch(items, new(TaskCreationOptions.RunContinuationsAsynchronously));
        lock (gate)
        {
            gathered.Enqueue(batch);
            if (writing)
                return batch.Taken.Task;
            writing = true;
        }

        _ = WriteGatheredAsync();
        return batch.Taken.Task;
    }

    private async Task WriteGatheredAsync()
    {
        while (Next() is { Count: > 0 } block)
        {
            if (await TakenAsync(block, alone: block.Count == 1))
                continue;
            foreach (var batch in block)
                await TakenAsync([batch], alone: true);
        }
    }

    private List<Batch> Next()
    {
        var block = new List<Batch>();
        lock (gate)
        {
            for (
                var items = 0;
                gathered.TryPeek(out var next) && (block.Count == 0 || items + next.Items.Count <= most);
                items += next.Items.Count
            )
                block.Add(gathered.Dequeue());
            if (block.Count == 0)
                writing = false;
        }

        return block;
    }

    /// <summary>False: one of them may be to blame, and nobody was told yet.</summary>
    private async Task<bool> TakenAsync(List<Batch> block, bool alone)
    {
        try
        {
            var answers = await write([.. block.SelectMany(batch => batch.Items)]);
            var at = 0;
            foreach (var batch in block)
            {
                batch.Taken.TrySetResult([.. answers.Skip(at).Take(batch.Items.Count)]);
                at += batch.Items.Count;
            }
        }
#pragma warning disable CA1031 // Each of those that wait decides what to do instead.
        catch (Exception wrong)
#pragma warning restore CA1031
        {
            if (!alone && !isAway(wrong))
                return false;
            foreach (var batch in block)
                batch.Taken.TrySetException(wrong);
        }

        return true;
    }

    private sealed record Batch(IReadOnlyList<T> Items, TaskCompletionSource<IReadOnlyList<TAnswer>> Taken);
}
