using OmoBroadcast.Storage.Rounds;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Storage.Housekeeping;

/// <summary>Keeps the lines of each tally few. It sees by their numbers which campaigns have got new ones; after a start it looks at all
/// once.</summary>
public sealed class TallyRound(Database database) : Round("Adding up how broadcasts ended", TimeSpan.FromSeconds(5))
{
    private long seen;

    public override async Task LookAsync(CancellationToken cancellationToken)
    {
        var (campaigns, last) = await TallyBook.ScatteredAsync(database, seen, cancellationToken);
        await EachAsync(campaigns, campaign => TallyBook.FoldAsync(database, campaign, cancellationToken), cancellationToken);
        seen = last;
    }
}
