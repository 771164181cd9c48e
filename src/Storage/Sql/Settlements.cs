using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;

namespace OmoBroadcast.Storage.Sql;

/// <summary>What became of claimed requests, and what that leaves behind. Lost answers of the database are looked into and repeated; what
/// stays away is a <see cref="DatabaseAwayException"/>.</summary>
public sealed class Settlements(Database database)
{
    private readonly Engine engine = database.Engine;
    private readonly Accounts accounts = new(database);
    private readonly MessageBook book = new(database.Engine);
    private readonly QueueEnds ends = new(database.Engine);
    private long putBack;

    /// <summary>Grows whenever something goes back to the queue, to a place that claims may have passed.</summary>
    internal long PutBack => Interlocked.Read(ref putBack);

    /// <summary>
    /// Writes what became of claimed requests, all in one transaction. Each holds only where the request is still claimed under the same
    /// epoch; those that do not are returned: somebody else answers for them now. Settling the same again is harmless.
    /// </summary>
    public async Task<IReadOnlyList<Settlement>> SettleAsync(IReadOnlyList<Settlement> settlements, CancellationToken cancellationToken)
    {
        if (settlements.Count == 0)
            return [];
        var trails = settlements.Where(settlement => settlement.Trail is not null).ToList();
        var numbers =
            trails.Count == 0
                ? null
                : await accounts.NumbersAsync(trails.Select(settlement => settlement.Trail!.Account), cancellationToken);
        var final = settlements.Any(settlement => settlement.As == SettledAs.UnderWay)
            ? [.. settlements.Where(settlement => settlement.As != SettledAs.UnderWay)]
            : settlements;
        var missed = await database.WriteAsync(
            async writing =>
            {
                HashSet<(Guid, long)> settled = final.Count == 0 ? [] : await engine.SettleAsync(writing, final);
                if (numbers is not null)
                    await FollowAsync(writing, trails, numbers);
                if (settled.Count == final.Count)
                    return [];
                var others = final.Where(settlement => !settled.Contains((settlement.Id, settlement.Epoch))).ToList();
                return writing.Doubtful ? await NotOursAsync(writing, others) : others;
            },
            cancellationToken
        );
        if (final.Any(settlement => settlement.As > SettledAs.Skipped))
            Interlocked.Increment(ref putBack);
        return missed;
    }

    /// <summary>
    /// Replaces a claimed request of a campaign by parts, queued anew under keys of their own; to be used only when nobody got the whole.
    /// Its deliveries point to the parts, and it counts for nothing from then on. False: the claim is lost, nothing was done.
    /// </summary>
    /// <exception cref="ArgumentException">The parts have not exactly the request's recipients.</exception>
    public async Task<bool> SplitAsync(ClaimedRequest request, IReadOnlyList<NewRequest> parts, CancellationToken cancellationToken)
    {
        if (request.Campaign is not { } campaign)
            throw new ArgumentException("Only a campaign's request can be split.", nameof(request));
        var whole = request.Recipients.Order(StringComparer.Ordinal);
        if (
            !whole.SequenceEqual(parts.SelectMany(part => part.Recipients).Order(StringComparer.Ordinal))
            || parts.Any(part => part.Account != request.Account)
        )
            throw new ArgumentException("The parts do not make the whole.", nameof(parts));
        var account = await accounts.NumberAsync(request.Account, cancellationToken);
        var rows = parts.Select(part => PageRows.Row(part, account)).ToList();
        var divided = await database.WriteOnceAsync(
            writing => DividedAsync(writing, request),
            async writing =>
            {
                var ours = await writing.QueryAsync(
                    $"""
                    select id from queue
                    where id = @id and epoch = @epoch and {RequestStates.Table.Where(RequestChange.Divide)} {engine.Lock}
                    """,
                    row => row.Id("id"),
                    ("id", engine.Key(request.Id)),
                    ("epoch", request.Epoch)
                );
                if (ours.Count == 0)
                    return false;
                await ends.EndAsync(writing, ours, new($"{RequestStates.Table.To(RequestChange.Divide):d}", At: "null"));
                await DivideAsync(writing, campaign, request.Id, rows);
                return true;
            },
            cancellationToken
        );
        Interlocked.Increment(ref putBack);
        return divided;
    }

    private async Task DivideAsync(SqlTransaction writing, long campaign, Guid whole, List<RequestRow> parts)
    {
        await engine.InsertAsync(writing, campaign, parts, []);
        foreach (var part in parts)
        {
            await writing.ExecuteAsync(
                $"""
                update deliveries set request = @part
                where campaign = @campaign and account = @account and {engine.Among("user_id", "@users")} and request = @id
                """,
                ("part", engine.Key(part.Id)),
                ("campaign", campaign),
                ("account", part.Account),
                ("users", engine.List(part.Recipients.Split('\n'))),
                ("id", engine.Key(whole))
            );
        }
        await writing.ExecuteAsync(
            "update campaigns set first_expiry = @expiry where id = @campaign and coalesce(first_expiry, @expiry + 1) > @expiry",
            ("campaign", campaign),
            ("expiry", parts.Min(part => part.ExpiresAt))
        );
    }

    private Task<List<bool>> DividedAsync(SqlTransaction writing, ClaimedRequest request) =>
        writing.QueryAsync(
            "select 1 from records where id = @id and epoch = @epoch and state = @state",
            row => true,
            ("id", engine.Key(request.Id)),
            ("epoch", request.Epoch),
            ("state", RequestStates.Table.To(RequestChange.Divide))
        );

    /// <summary>After a lost answer to a COMMIT: what is no longer claimed under our epoch may be what we did ourselves.</summary>
    private async Task<List<Settlement>> NotOursAsync(SqlTransaction writing, List<Settlement> missed)
    {
        var others = new List<Settlement>();
        foreach (var settlement in missed)
        {
            var ours = await writing.QueryAsync(
                $"""
                select 1 from records where id = @id and epoch = @epoch
                union all select 1 from queue where id = @id and epoch = @epoch and state = {RequestState.Queued:d}
                """,
                row => true,
                ("id", engine.Key(settlement.Id)),
                ("epoch", settlement.Epoch)
            );
            if (ours.Count == 0)
                others.Add(settlement);
        }
        return others;
    }

    /// <summary>
    /// What settlements leave behind, also those that came too late to settle: that the platform took a message stays true whoever holds
    /// the request now.
    /// </summary>
    private async Task FollowAsync(SqlTransaction writing, List<Settlement> settlements, IReadOnlyDictionary<AccountKey, int> numbers)
    {
        var trails = settlements.ConvertAll(settlement => (Settlement: settlement, Trail: settlement.Trail!));
        var messages = trails
            .Where(one => one.Trail.Sent is not null)
            .Select(one => new MessageRow(
                numbers[one.Trail.Account],
                one.Trail.Sent!.PlatformId,
                one.Settlement.Id,
                one.Trail.Sent.Part,
                one.Trail.UserId,
                one.Trail.Sent.At,
                MessageRank.Sent,
                one.Settlement.At
            ))
            .DistinctBy(message => (message.Account, message.PlatformId))
            .ToList();
        var reported = await book.NoteAsync(writing, messages);
        var went = trails
            .Where(one => one.Trail.Went > 0 && one.Settlement.As != SettledAs.Accepted)
            .GroupBy(one => one.Settlement.Id)
            .Select(request => (request.Key, request.Max(one => one.Trail.Went)))
            .ToList();
        await book.WentAsync(writing, went);
        var told = trails
            .Where(one => one.Settlement.As == SettledAs.Unknown || (one.Settlement.As == SettledAs.Accepted && one.Trail.Total > 1))
            .Select(one => one.Settlement.Id);
        var derived = reported.Concat(told).ToHashSet();
        // A late "it was accepted" of what was swept as unknown in the meantime.
        derived.UnionWith(
            await LeftUnknownAsync(writing, [.. messages.Select(message => message.Request!.Value).Where(id => !derived.Contains(id))])
        );
        await book.DeriveAsync(writing, derived, settlements.Max(settlement => settlement.At));
        await SuppressAsync(writing, settlements, numbers);
    }

    /// <summary>What the answers say of customers for all bulk messages to come.</summary>
    private async Task SuppressAsync(SqlTransaction writing, List<Settlement> settlements, IReadOnlyDictionary<AccountKey, int> numbers)
    {
        var changes = settlements
            .Where(settlement => settlement.Trail!.Suppress is not null)
            .Select(settlement => new SuppressionChange(
                new(settlement.Trail!.Account, settlement.Trail.UserId),
                settlement.Trail.Suppress!.Value,
                On: true,
                settlement.At,
                $"answer:{settlement.Id:N}"
            ));
        foreach (var account in changes.GroupBy(change => numbers[change.Customer.Account]).OrderBy(account => account.Key))
            await Suppressions.ApplyAsync(writing, engine, account.Key, [.. account]);
    }

    private async Task<IReadOnlyList<Guid>> LeftUnknownAsync(SqlTransaction writing, IReadOnlyCollection<Guid> requests) =>
        requests.Count == 0
            ? []
            : await writing.QueryAsync(
                $"select id from records where {engine.AmongIds("id", "@ids")} and state = {RequestState.Unknown:d}",
                row => row.Id("id"),
                ("ids", engine.List(requests))
            );
}
