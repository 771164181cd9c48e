namespace OmoBroadcast.Storage.Sql;

/// <summary>
/// Lines that many ask to have written, each waiting for its own: what comes while some are being written goes with the next, all in one
/// statement. Alone, a line waits for nobody. The more there are the less each costs, and none is answered before it is on the disk.
/// </summary>
/// <param name="write">What became of each, in the order given. What it throws is thrown to all of them.</param>
internal sealed class GatheredWrites<TLine, TResult>(int most, Func<IReadOnlyList<TLine>, Task<IReadOnlyList<TResult>>> write)
{
    private readonly Lock gate = new();
    private readonly Queue<(TLine Line, TaskCompletionSource<TResult> Done)> waiting = [];
    private bool writing;

    public Task<TResult> WriteAsync(TLine line)
    {
        // Whoever waits goes on elsewhere: the next are not to wait for that.
        var done = new TaskCompletionSource<TResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            waiting.Enqueue((line, done));
            if (writing)
                return done.Task;
            writing = true;
        }

        _ = WriteAllAsync();
        return done.Task;
    }

    private async Task WriteAllAsync()
    {
        while (Take() is { Count: > 0 } lines)
        {
            try
            {
                var results = await write(lines.ConvertAll(one => one.Line));
                foreach (var (one, result) in lines.Zip(results))
                    one.Done.SetResult(result);
            }
            catch (Exception wrong)
            {
                foreach (var one in lines)
                    one.Done.TrySetException(wrong);
            }
        }
    }

    private List<(TLine Line, TaskCompletionSource<TResult> Done)> Take()
    {
        var taken = new List<(TLine, TaskCompletionSource<TResult>)>();
        lock (gate)
        {
            while (taken.Count < most && waiting.TryDequeue(out var next))
                taken.Add(next);
            writing = taken.Count > 0;
        }

        return taken;
    }
}
