namespace OmoBroadcast.Storage.Sql;

/// <summary>
/// By what ids each person is or was known, so that what they said under one of them holds for all. Who writes under an id, or joins two,
/// locks both first: of two who do so at once the later sees what the earlier did.
/// </summary>
internal sealed class PersonIds(Engine engine)
{
    /// <summary>Nobody has that many; whatever claims it is not followed for ever.</summary>
    private const int MostRounds = 8;

    /// <summary>From now on the id stands for the user: of two such claims the later holds.</summary>
    public static Task<int> JoinAsync(SqlTransaction writing, int account, PersonId claim) =>
        writing.ExecuteAsync(
            """
            insert into person_ids (account, id, user_id, at, alias) values (@account, @id, @user, @at, @alias)
            on conflict (account, id) do update set user_id = excluded.user_id, at = excluded.at, alias = excluded.alias
            where excluded.at > person_ids.at or (excluded.at = person_ids.at and excluded.user_id > person_ids.user_id)
            """,
            ("account", account),
            ("id", claim.Id),
            ("user", claim.User),
            ("at", claim.At),
            ("alias", claim.Alias)
        );

    /// <summary>What is known of these ids, locked until the end of the transaction.</summary>
    public async Task<Joined> OfAsync(SqlTransaction writing, int account, IEnumerable<string> ids)
    {
        var all = new HashSet<string>(ids);
        var rows = new List<PersonId>();
        var fresh = all.ToList();
        for (var round = 0; fresh.Count > 0 && round < MostRounds; round++)
        {
            await engine.LockAsync(writing, account, fresh);
            rows = await writing.QueryAsync(
                $"""
                select id, user_id, at, alias from person_ids
                where account = @account and ({engine.Among("id", "@ids")} or (alias = 1 and {engine.Among("user_id", "@ids")}))
                """,
                row => new PersonId(row.Text("id"), row.Text("user_id"), row.Time("at"), row.Flag("alias")),
                ("account", account),
                ("ids", engine.List(all))
            );
            fresh = [.. rows.SelectMany(row => (string[])[row.Id, row.User]).Distinct().Where(all.Add)];
        }

        return new(rows);
    }

    /// <param name="Alias">Both are theirs. Else <paramref name="Id"/> was theirs up to <paramref name="At"/>, and may be somebody else's
    /// since.</param>
    internal sealed record PersonId(string Id, string User, DateTimeOffset At, bool Alias);

    internal sealed record Joined(IReadOnlyList<PersonId> Rows)
    {
        /// <summary>All ids of whoever was known by these at that time.</summary>
        public IReadOnlyCollection<string> From(IEnumerable<string> ids, DateTimeOffset at)
        {
            var found = new SortedSet<string>(ids, StringComparer.Ordinal);
            for (var grown = true; grown; )
            {
                grown = false;
                foreach (var row in Rows)
                {
                    if (found.Contains(row.Id) && (row.Alias || at <= row.At))
                        grown |= found.Add(row.User);
                    if (row.Alias && found.Contains(row.User))
                        grown |= found.Add(row.Id);
                }
            }

            return found;
        }
    }
}
