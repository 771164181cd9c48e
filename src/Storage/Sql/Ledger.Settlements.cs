namespace OmoBroadcast.Storage.Sql;

public sealed partial class Ledger
{
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
            trails.Count == 0 ? null : await NumbersAsync(trails.Select(settlement => settlement.Trail!.Account), cancellationToken);
        var final = trails.Count == 0 ? settlements : [.. settlements.Where(settlement => settlement.As != SettledAs.UnderWay)];
        return await database.WriteAsync(
            async writing =>
            {
                HashSet<(Guid, long)> settled = final.Count == 0 ? [] : await engine.SettleAsync(writing, final);
                if (numbers is not null)
                    await FollowAsync(writing, trails, numbers);
                if (settled.Count == final.Count)
                    return [];
                var missed = final.Where(settlement => !settled.Contains((settlement.Id, settlement.Epoch))).ToList();
                return writing.Doubtful ? await NotOursAsync(writing, missed) : missed;
            },
            cancellationToken
        );
    }

    /// <summary>Not attempted after all (a stop, a pause): back to their places in the queue, and the attempt does not count.</summary>
    public async Task ReleaseAsync(IReadOnlyList<ClaimedRequest> requests, CancellationToken cancellationToken) =>
        await SettleAsync([.. requests.Select(request => request.Released())], cancellationToken);

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
        return await database.WriteAsync(
            async writing =>
            {
                if (writing.Doubtful && await IsAsync(writing, request, RequestState.Split))
                    return true;
                var changed = await writing.ExecuteAsync(
                    """
                    update requests set state = 8, lease_until = null, lease_owner = null where id = @id and epoch = @epoch and state = 1
                    """,
                    ("id", engine.Key(request.Id)),
                    ("epoch", request.Epoch)
                );
                if (changed == 0)
                    return false;
                await engine.InsertAsync(writing, campaign, rows, []);
                foreach (var part in parts)
                {
                    await writing.ExecuteAsync(
                        $"""
                        update deliveries set request = @part
                        where campaign = @campaign and account = @account and {engine.Among("user_id", "@users")} and request = @id
                        """,
                        ("part", engine.Key(part.Id)),
                        ("campaign", campaign),
                        ("account", account),
                        ("users", engine.List(part.Recipients)),
                        ("id", engine.Key(request.Id))
                    );
                }
                await writing.ExecuteAsync(
                    "update campaigns set first_expiry = @expiry where id = @campaign and coalesce(first_expiry, @expiry + 1) > @expiry",
                    ("campaign", campaign),
                    ("expiry", rows.Min(row => row.ExpiresAt))
                );
                return true;
            },
            cancellationToken
        );
    }

    private async Task<bool> IsAsync(SqlTransaction writing, ClaimedRequest request, RequestState state)
    {
        var there = await writing.QueryAsync(
            "select 1 from requests where id = @id and epoch = @epoch and state = @state",
            row => true,
            ("id", engine.Key(request.Id)),
            ("epoch", request.Epoch),
            ("state", state)
        );
        return there.Count > 0;
    }

    /// <summary>After a lost answer to a COMMIT: what is no longer claimed under our epoch may be what we did ourselves.</summary>
    private async Task<List<Settlement>> NotOursAsync(SqlTransaction writing, List<Settlement> missed)
    {
        var others = new List<Settlement>();
        foreach (var settlement in missed)
        {
            var ours = await writing.QueryAsync(
                "select 1 from requests where id = @id and epoch = @epoch and state <> 1",
                row => true,
                ("id", engine.Key(settlement.Id)),
                ("epoch", settlement.Epoch)
            );
            if (ours.Count == 0)
                others.Add(settlement);
        }
        return others;
    }
}
