using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Store.Present;
using OmoBroadcast.Store.Promises;

namespace OmoBroadcast.Webhooks.Reception;

/// <summary>
/// Writes platforms' reports, and customers' choice of whom they belong to, to the promises before their webhook is acknowledged: all that wait in one transaction, while it runs the next gather. When SQL
/// cannot take them now they are kept in Redis.
/// </summary>
internal sealed class Reported(Reports reports, BindingWords bindings, WaitingReports waiting, Roster roster, TimeProvider time)
{
    /// <summary>How long SQL may take before the reports are handed to Redis instead.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    private const int Block = 2_000;

    private readonly Lock gate = new();
    private List<Batch> gathered = [];
    private bool writing;

    /// <summary>
    /// Takes what is a report out of the events; what is left belongs into the conversations, echoes of messages that nobody of us sent included.
    /// Throws what Redis throws when SQL and Redis are both away.
    /// </summary>
    public async ValueTask<IReadOnlyList<InboundEvent>> ApplyAsync(IReadOnlyList<InboundEvent> events, CancellationToken cancellation)
    {
        if (!events.Any(Concerns)) return events;
        List<InboundEvent> told = [.. events.Where(Concerns)];
        IReadOnlyList<ReportTaken> taken;
        try
        {
            taken = await WriteAsync(told).WaitAsync(Patience, time, cancellation);
        }
        catch (Exception) when (!cancellation.IsCancellationRequested)
        {
            await waiting.KeepAsync(told, cancellation);
            return [.. events.Where(HasAnotherPlace)];
        }

        var next = 0;
        return [.. events.Where(item => !Concerns(item) || taken[next++] == ReportTaken.Foreign || HasAnotherPlace(item))];
    }

    private static bool Concerns(InboundEvent item) => Reports.Is(item) || BindingWords.Concerns(item);

    /// <summary>A new id concerns the conversations too, and a standing is kept raw with the other events of its account.</summary>
    private static bool HasAnotherPlace(InboundEvent item) => item.Body is not (InboundBody.Receipt or InboundBody.Echo);

    /// <summary>At once and alone, for what waited elsewhere. Throws what the database throws when it is away.</summary>
    public async Task<IReadOnlyList<ReportTaken>> WriteNowAsync(IReadOnlyList<InboundEvent> told, CancellationToken cancellation)
    {
        foreach (var item in told)
            if (BindingWords.Concerns(item)) await bindings.ApplyAsync(item, cancellation);
        InboundEvent[] about = [.. told.Where(Reports.Is)];
        var taken = about.Length == 0 ? [] : await reports.ApplyAsync(about, channel => roster.Find(channel)?.Limits.NamesEchoes ?? true, time.GetUtcNow(), cancellation);
        var next = 0;
        return about.Length == told.Count ? taken : [.. told.Select(item => Reports.Is(item) ? taken[next++] : ReportTaken.Noted)];
    }

    private Task<IReadOnlyList<ReportTaken>> WriteAsync(IReadOnlyList<InboundEvent> told)
    {
        var batch = new Batch(told, new(TaskCreationOptions.RunContinuationsAsynchronously));
        lock (gate)
        {
            gathered.Add(batch);
            if (writing) return batch.Taken.Task;
            writing = true;
        }

        _ = WriteGatheredAsync();
        return batch.Taken.Task;
    }

    private async Task WriteGatheredAsync()
    {
        while (true)
        {
            List<Batch> together = [];
            lock (gate)
            {
                var events = 0;
                while (together.Count < gathered.Count && (events += gathered[together.Count].Told.Count) <= Block) together.Add(gathered[together.Count]);
                if (together.Count == 0 && gathered.Count > 0) together.Add(gathered[0]);
                gathered = [.. gathered.Skip(together.Count)];
                if (together.Count == 0)
                {
                    writing = false;
                    return;
                }
            }

            try
            {
                var taken = await WriteNowAsync([.. together.SelectMany(batch => batch.Told)], CancellationToken.None);
                var at = 0;
                foreach (var batch in together)
                {
                    batch.Taken.TrySetResult([.. taken.Skip(at).Take(batch.Told.Count)]);
                    at += batch.Told.Count;
                }
            }
#pragma warning disable CA1031 // Each of those that wait decides what to do instead.
            catch (Exception wrong)
#pragma warning restore CA1031
            {
                foreach (var batch in together) batch.Taken.TrySetException(wrong);
            }
        }
    }

    private sealed record Batch(IReadOnlyList<InboundEvent> Told, TaskCompletionSource<IReadOnlyList<ReportTaken>> Taken);
}
