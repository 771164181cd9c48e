using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Store.Promises;

namespace OmoBroadcast.Webhooks.Reception;

/// <summary>
/// Who wants no more broadcasts, written to the promises before anything else; and the one confirmation that goes back. Repeated events change
/// and send nothing more.
/// </summary>
internal sealed class OptOuts(Suppressions suppressions, Ledger ledger, SuppressionWords words, Roster roster, TimeProvider time)
{
    /// <summary>How long SQL may take before the change is handed to Redis instead, to be written later.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(400);

    /// <summary>A confirmation that late confuses more than it tells.</summary>
    private static readonly TimeSpan Life = TimeSpan.FromHours(12);

    /// <summary>True when SQL could not take the changes now: they must not be lost.</summary>
    public async ValueTask<bool> ApplyAsync(IReadOnlyList<InboundEvent> events, CancellationToken cancellation)
    {
        List<SuppressionChange>? changes = null;
        foreach (var item in events)
            if (SuppressionChange.Of(item, words) is { } change) (changes ??= []).Add(change);
        if (changes is null) return false;
        try
        {
            await WriteAsync(changes, cancellation).WaitAsync(Patience, time, cancellation);
            return false;
        }
        catch (Exception) when (!cancellation.IsCancellationRequested)
        {
            return true;
        }
    }

    /// <summary>Also for what waited in Redis. Throws what the database throws when it is away; all may be repeated.</summary>
    public async Task WriteAsync(IReadOnlyList<SuppressionChange> changes, CancellationToken cancellation)
    {
        await suppressions.ApplyAsync(changes, cancellation);
        var now = time.GetUtcNow();
        foreach (var confirmation in changes.Select(Confirmation.Of).OfType<Confirmation>().Where(confirmation => confirmation.At > now - Life))
            await ledger.AddReplyAsync(
                confirmation.Id, confirmation.Customer.Account, confirmation.Customer.UserId, confirmation.Content, null, now, confirmation.At + Life,
                roster[confirmation.Customer.Account.Channel].Limits.RetryKeyLifetime is not null, cancellation);
    }
}
