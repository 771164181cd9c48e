using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Webhooks.Reception;

/// <summary>
/// Who wants no more broadcasts, written to the promises before anything else and whatever becomes of the rest; and the one confirmation
/// that goes back. Repeated events change and send nothing more.
/// </summary>
internal sealed class OptOuts
{
    /// <summary>How long SQL may take; beyond, the body is not acknowledged.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(600);

    /// <summary>A confirmation that late confuses more than it tells.</summary>
    private static readonly TimeSpan Life = TimeSpan.FromHours(12);

    private const int Block = 500;

    private readonly Suppressions suppressions;
    private readonly Answers answers;
    private readonly SuppressionWords words;
    private readonly Circuit circuit;
    private readonly TimeProvider time;
    private readonly WriteBatcher<SuppressionChange, bool> gathering;

    public OptOuts(Suppressions suppressions, Answers answers, SuppressionWords words, Circuit circuit, TimeProvider time)
    {
        (this.suppressions, this.answers, this.words, this.circuit, this.time) = (suppressions, answers, words, circuit, time);
        gathering = new(Block, WriteBlockAsync, circuit.IsAway);
    }

    /// <summary>
    /// Has what these events say of it written down. True: it is in SQL now, or nothing of the kind was said, which costs no call. False:
    /// SQL could not take it in time, so it must not be acknowledged.
    /// </summary>
    public async ValueTask<bool> HearAsync(IReadOnlyList<InboundEvent> events, CancellationToken cancellationToken)
    {
        List<SuppressionChange>? changes = null;
        foreach (var item in events)
            if (SuppressionChange.Of(item, words) is { } change)
                (changes ??= []).Add(change);
        if (changes is null)
            return true;
        try
        {
            await gathering.WriteAsync(changes).WaitAsync(Patience, time, cancellationToken);
            return true;
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>Those also that waited in Redis. Throws what the database throws when it is away, or has one of them not; all may be
    /// repeated, and all others are written.</summary>
    public async Task WriteAsync(IReadOnlyList<SuppressionChange> changes, CancellationToken cancellationToken)
    {
        try
        {
            await suppressions.ApplyAsync(changes, cancellationToken);
            await answers.AddAsync(
                [
                    .. changes
                        .Select(Confirmation.Of)
                        .OfType<Confirmation>()
                        .Where(confirmation => confirmation.At > time.GetUtcNow() - Life),
                ],
                Life,
                cancellationToken
            );
        }
        catch (Exception wrong) when (changes.Count > 1 && !cancellationToken.IsCancellationRequested && !circuit.IsAway(wrong))
        {
            var faults = new List<Exception>();
            foreach (var change in changes)
            {
                try
                {
                    await WriteAsync([change], cancellationToken);
                }
                catch (Exception fault) when (!cancellationToken.IsCancellationRequested && !circuit.IsAway(fault))
                {
                    faults.Add(fault);
                }
            }

            if (faults.Count > 0)
                throw new AggregateException(faults);
        }
    }

    private async Task<IReadOnlyList<bool>> WriteBlockAsync(IReadOnlyList<SuppressionChange> changes)
    {
        await WriteAsync(changes, CancellationToken.None);
        return new bool[changes.Count];
    }
}
