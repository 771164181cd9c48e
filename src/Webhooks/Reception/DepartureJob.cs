using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Rounds;
using OmoBroadcast.Storage.Settings;

namespace OmoBroadcast.Webhooks.Reception;

/// <summary>Customers of whom nothing was heard for long leave Redis, a few at a time, each written down to the journal as they stand.
/// Whoever is somebody's stays.</summary>
internal sealed partial class DepartureJob(
    Departures departures,
    JournalDrain drain,
    Roster roster,
    StorageOptions options,
    ILogger<DepartureJob> log
) : CalendarJob("Letting customers go of whom nothing was heard for long", TimeSpan.FromHours(6))
{
    /// <summary>Each is written down with every line.</summary>
    private const int AtOnce = 50;

    /// <summary>In one run; the next takes the rest.</summary>
    private const int Most = 20_000;

    public override async Task RunAsync(CancellationToken cancellationToken)
    {
        if (options.CustomerMonths == 0)
            return;
        var (before, gone) = (departures.Now.AddMonths(-options.CustomerMonths), 0);
        foreach (var account in roster.Accounts)
            for (var bucket = 0; bucket < Conversations.Buckets && gone < Most; bucket++)
                gone += await LeaveAsync(account.Key, bucket, before, cancellationToken);
        if (gone > 0)
            LogGone(gone, options.CustomerMonths);
    }

    private async Task<int> LeaveAsync(AccountKey account, int bucket, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var gone = 0;
        await foreach (var some in departures.QuietAsync(account, bucket, (before, AtOnce), cancellationToken))
        {
            var left = await departures.LeaveAsync(some, before, cancellationToken);
            gone += left;
            // The lists are for what is done by customers and staff.
            if (left > 0)
                await drain.DrainAsync([account], cancellationToken);
            if (gone >= Most)
                break;
        }

        return gone;
    }

    [LoggerMessage(LogLevel.Information, "{Customers} customers of whom nothing was heard for {Months} months are in the journal alone")]
    private partial void LogGone(int customers, int months);
}
