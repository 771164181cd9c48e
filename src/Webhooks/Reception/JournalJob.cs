using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Rounds;
using OmoBroadcast.Storage.Settings;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Webhooks.Reception;

/// <summary>Forgets what is so old that it need not be kept, in small steps. Of whom Redis holds something that follows from it, it is
/// written down first how they stand.</summary>
internal sealed partial class JournalJob(
    Journal journal,
    JournalLists lists,
    StorageOptions options,
    TimeProvider time,
    ILogger<JournalJob> log
) : CalendarJob("Tidying the journal", TimeSpan.FromHours(1))
{
    private const int AtOnce = 1_000,
        MostSteps = 200;

    public override async Task RunAsync(CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow().AddMonths(-options.JournalMonths);
        await journal.ForgetErasedAsync(time.GetUtcNow().AddDays(-1), cancellationToken);
        var gone = 0;
        for (var step = 0; step < MostSteps; step++)
        {
            var some = await journal.ForgetAsync(before, AtOnce, cancellationToken);
            gone += some;
            if (some < AtOnce)
                break;
        }

        if (gone > 0)
            LogForgotten(gone);
        await OweAsync(before, cancellationToken);
    }

    /// <summary>What is left can go the next time, when they are written down as they stand.</summary>
    private async Task OweAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var (asked, after) = (new HashSet<CustomerKey>(), (OldEntry?)OldEntry.None);
        for (var step = 0; step < MostSteps && after is { } from; step++)
        {
            var page = await journal.OldAsync(before, AtOnce, from, cancellationToken);
            var places = await journal.PlacesAsync([.. page.Customers.Select(customer => customer.Account).Distinct()], cancellationToken);
            foreach (var customer in page.Customers.Where(asked.Add))
            {
                var life = places.GetValueOrDefault(JournalPlaces.Of(customer), ("", 0)).Life;
                // Who is not there because Redis has lost them is still to come back out of the journal.
                if (await lists.OweAsync(customer, life, cancellationToken) == false)
                    await ForgetAsync(customer, life, before, cancellationToken);
            }

            after = page.Next;
        }
    }

    private async Task ForgetAsync(CustomerKey customer, string life, DateTimeOffset before, CancellationToken cancellationToken)
    {
        if (await lists.HasLeftAsync(customer, cancellationToken))
            await journal.KeepAsync(customer, time.GetUtcNow(), cancellationToken);
        // Once more: they may have come back just now.
        else if (await lists.OweAsync(customer, life, cancellationToken) == false)
            await journal.ForgetAsync(customer, before, cancellationToken);
    }

    [LoggerMessage(LogLevel.Information, "{Entries} entries of the journal were old enough to go")]
    private partial void LogForgotten(int entries);
}
