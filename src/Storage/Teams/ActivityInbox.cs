using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Storage.Teams;

/// <summary>Teams activities from acknowledgement until they are done, and the one-time ids of card actions.</summary>
public sealed class ActivityInbox(Database database)
{
    /// <summary>False: it came before. On the disk when this returns.</summary>
    /// <param name="key">Conversation, type and activity id.</param>
    public Task<bool> AddAsync(string key, string json, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var mark = Database.NewMark();
        return database.WriteOnceAsync(
            writing => OursAsync(writing, "activities", "key", StoredText.Clean(key, 2_000), mark),
            async writing =>
                await writing.ExecuteAsync(
                    "insert into activities (key, json, at, mark) values (@key, @json, @at, @mark) on conflict (key) do nothing",
                    ("key", StoredText.Clean(key, 2_000)),
                    ("json", json),
                    ("at", at),
                    ("mark", mark)
                ) > 0,
            cancellationToken
        );
    }

    /// <summary>What is not done, oldest first.</summary>
    public async Task<IReadOnlyList<StoredActivity>> PendingAsync(int most, CancellationToken cancellationToken) =>
        await database.QueryAsync(
            "select key, json, at from activities where done = 0 order by at, key limit @most",
            row => new StoredActivity(row.Text("key"), row.Text("json"), row.Time("at")),
            cancellationToken,
            ("most", most)
        );

    /// <summary>Its words are forgotten at once; that it came is remembered until <see cref="ForgetAsync"/>.</summary>
    public Task DoneAsync(string key, CancellationToken cancellationToken) =>
        database.ExecuteAsync(
            "update activities set done = 1, json = '' where key = @key",
            cancellationToken,
            ("key", StoredText.Clean(key, 2_000))
        );

    /// <summary>Forgets what was done, and card actions used, before then.</summary>
    public Task ForgetAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async writing =>
            {
                await writing.ExecuteAsync("delete from activities where done = 1 and at < @before", ("before", before));
                return await writing.ExecuteAsync("delete from card_actions where at < @before", ("before", before));
            },
            cancellationToken
        );

    /// <summary>Whether this is the first use of a card action's id. Of any number at once exactly one is the first.</summary>
    public Task<bool> FirstUseAsync(Guid actionId, string staffId, string verb, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var mark = Database.NewMark();
        var id = database.Engine.Key(actionId);
        return database.WriteOnceAsync(
            writing => OursAsync(writing, "card_actions", "id", id, mark),
            async writing =>
                await writing.ExecuteAsync(
                    """
                    insert into card_actions (id, staff, verb, at, mark) values (@id, @staff, @verb, @at, @mark)
                    on conflict (id) do nothing
                    """,
                    ("id", id),
                    ("staff", staffId),
                    ("verb", verb),
                    ("at", at),
                    ("mark", mark)
                ) > 0,
            cancellationToken
        );
    }

    private static Task<List<bool>> OursAsync(SqlTransaction writing, string table, string column, object key, string mark) =>
        writing.QueryAsync($"select 1 from {table} where {column} = @key and mark = @mark", row => true, ("key", key), ("mark", mark));
}
