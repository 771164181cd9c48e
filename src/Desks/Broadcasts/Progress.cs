using OmoBroadcast.Broadcast.Planning;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Desks.Broadcasts;

/// <summary>How a campaign stands, from the ledger.</summary>
/// <param name="Holds">Accounts of it that wait for a person or for the platform's next month.</param>
public sealed record Progress(Campaign Campaign, Tally Tally, IReadOnlyDictionary<SkipReason, long> Skipped, IReadOnlyList<Hold> Holds)
{
    /// <summary>A campaign is followed so long after its end.</summary>
    public static readonly TimeSpan Followed = TimeSpan.FromDays(1);

    private static readonly TimeSpan Soonest = TimeSpan.FromSeconds(5),
        Latest = TimeSpan.FromMinutes(30);

    /// <summary>The campaigns that went again to those whom it did not reach, the latest first.</summary>
    public IReadOnlyList<long> Retries { get; init; } = [];

    /// <summary>How many a retry would go to: not whom nothing can reach. 0 before the end.</summary>
    public long Missed { get; init; }

    /// <summary>What it has cost as far as the platform has said; null before the end and where nothing is charged.</summary>
    public CampaignCost? Cost { get; init; }

    /// <summary>When it goes on, while its store's send window is shut; null: it does not wait for that.</summary>
    public DateTimeOffset? Reopens { get; init; }

    /// <summary>The name of the manager who approved it.</summary>
    public string? Approver { get; init; }

    /// <summary>
    /// What came otherwise than the preview had said, by reason: how many did not receive for it, and how many were told beforehand. Empty
    /// before the end, and where nothing is known of a preview.
    /// </summary>
    public IReadOnlyList<(SkipReason Reason, long Happened, long Told)> Changed =>
        Campaign is not { State: CampaignState.Done, PromisedLeft: { } told }
            ? []
            :
            [
                .. Skipped
                    .Keys.Union(told.Keys)
                    .Select(reason => (reason, Skipped.GetValueOrDefault(reason), told.GetValueOrDefault(reason)))
                    .Where(change => change.Item2 != change.Item3)
                    .OrderBy(change => change.reason),
            ];

    /// <summary>Receipts of it may still come.</summary>
    public bool Reports { get; init; }

    /// <summary>Nothing of it waits and nothing more will be sent; a cancelled one is at its end when the calls that were under way have
    /// ended.</summary>
    public bool Ended => Campaign.State is CampaignState.Done or CampaignState.Cancelled && Tally.Waiting == 0;

    /// <summary>
    /// When something may look different again: at any moment before the end; after it, when a platform may still tell what became of an
    /// unknown message or how far one has come, less and less often. Null: never.
    /// </summary>
    public DateTimeOffset? LookAgain(DateTimeOffset now)
    {
        if (!Ended)
            return now;
        var since = now - (Campaign.FinishedAt ?? now);
        if (since >= Followed || (Tally.Unknown == 0 && (!Reports || Tally.Read >= Tally.Accepted)))
            return null;
        var pause = since / 5;
        return now
            + (
                pause < Soonest ? Soonest
                : pause > Latest ? Latest
                : pause
            );
    }
}
