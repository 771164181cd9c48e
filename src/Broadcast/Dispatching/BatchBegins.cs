namespace OmoBroadcast.Broadcast.Dispatching;

/// <summary>
/// Writes down that a batch begins, after it has its slot and just before its call: one that still waits when the node dies has surely not
/// been sent, and whoever opts out of it can be taken out. What comes while one is being written goes together in the next.
/// </summary>
internal sealed class BatchBegins(RequestSource source)
{
    private readonly Lock guard = new();
    private List<PreparedRequest> waiting = [];
    private Task last = Task.CompletedTask;
    private Task<IReadOnlyList<PreparedRequest>>? coming;

    /// <summary>As it may be called now; null: it is no longer ours. Throws what the database throws when it is away. Any thread may
    /// ask.</summary>
    public async Task<PreparedRequest?> BeginAsync(PreparedRequest prepared)
    {
        Task<IReadOnlyList<PreparedRequest>> writing;
        lock (guard)
        {
            waiting.Add(prepared);
            if (coming is null)
                last = coming = WriteAsync(last);
            writing = coming;
        }

        return (await writing).FirstOrDefault(begun => begun.Request.Id == prepared.Request.Id);
    }

    private async Task<IReadOnlyList<PreparedRequest>> WriteAsync(Task before)
    {
        // Not before it is known as the one that comes.
        await before.ConfigureAwait(ConfigureAwaitOptions.ForceYielding | ConfigureAwaitOptions.SuppressThrowing);
        List<PreparedRequest> block;
        lock (guard)
        {
            (block, waiting) = (waiting, []);
            coming = null;
        }

        return await source.BeginAsync(block);
    }
}
