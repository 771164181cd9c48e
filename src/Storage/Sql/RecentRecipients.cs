namespace OmoBroadcast.Storage.Sql;

/// <summary>
/// Whom the latest broadcasts went to, in memory and by hash. By customer deliveries have no index, which each of millions would have to
/// be entered in; so whoever opens a conversation would look into every broadcast. With this they look only into those that may have gone
/// to its customer. A hash that two share costs one look more.
/// </summary>
internal sealed class RecentRecipients(Database database)
{
    /// <summary>So many broadcasts; what is older is not shown in conversations.</summary>
    private const int Most = 500;

    /// <summary>Recipients remembered of one: 4 MB in all at most. Larger ones are few, and looked into.</summary>
    private const int Largest = 2_000;

    /// <summary>Read at once by the one who finds them missing, while others look into them.</summary>
    private const int ReadAtOnce = 50;

    private readonly BriefCache<int, IReadOnlyList<Launched>> latest = new(database.Time);
    private int reading;
    private volatile IReadOnlyDictionary<long, int[]> remembered = new Dictionary<long, int[]>();

    /// <summary>The broadcasts, the latest first, that may have gone to them; all others of the latest have not.</summary>
    public async Task<IReadOnlyList<long>> PossibleAsync(int account, string userId, CancellationToken cancellationToken)
    {
        var broadcasts = await latest.ReadAsync(0, _ => LatestAsync(), cancellationToken);
        await RememberAsync(broadcasts, cancellationToken);
        var (known, hash) = (remembered, HashCode.Combine(account, userId));
        return
        [
            .. broadcasts
                .Where(one => !known.TryGetValue(one.Campaign, out var hashes) || Array.BinarySearch(hashes, hash) >= 0)
                .Select(one => one.Campaign),
        ];
    }

    private async Task<IReadOnlyList<Launched>> LatestAsync() =>
        await database.QueryAsync(
            $"""
            select id, case when launched = 1 then launch_size end as size from campaigns
                where started_at is not null order by started_at desc, id desc limit {Most}
            """,
            row => new Launched(row.Long("id"), row.LongOrNull("size")),
            CancellationToken.None
        );

    // Once it is launched nobody is added to a broadcast any more.
    private async Task RememberAsync(IReadOnlyList<Launched> broadcasts, CancellationToken cancellationToken)
    {
        if (!broadcasts.Any(IsMissing) || Interlocked.CompareExchange(ref reading, 1, 0) != 0)
            return;
        try
        {
            var missing = broadcasts.Where(IsMissing).Take(ReadAtOnce).Select(one => one.Campaign).ToArray();
            var found = (
                await database.QueryAsync(
                    $"""
                    select campaign, account, user_id from deliveries
                        where {database.Engine.Among("campaign", "@campaigns")} and request is not null
                    """,
                    row => (Campaign: row.Long("campaign"), Hash: HashCode.Combine(row.Number("account"), row.Text("user_id"))),
                    cancellationToken,
                    ("campaigns", database.Engine.List(missing))
                )
            ).ToLookup(row => row.Campaign, row => row.Hash);
            var still = broadcasts.Select(one => one.Campaign).ToHashSet();
            remembered = remembered
                .Where(one => still.Contains(one.Key))
                .Concat(missing.Select(campaign => KeyValuePair.Create(campaign, found[campaign].Order().ToArray())))
                .ToDictionary();
        }
        finally
        {
            Volatile.Write(ref reading, 0);
        }
    }

    private bool IsMissing(Launched one) => one.Recipients <= Largest && !remembered.ContainsKey(one.Campaign);

    /// <param name="Recipients">How many were chosen; null while it is not known yet.</param>
    private readonly record struct Launched(long Campaign, long? Recipients);
}
