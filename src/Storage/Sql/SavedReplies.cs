using System.Globalization;
using System.Text.Json;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Domain.Staff;

namespace OmoBroadcast.Storage.Sql;

/// <summary>預存回覆. Who may do what with one is the caller's question.</summary>
public sealed class SavedReplies(Database database)
{
    /// <summary>As many as are ever looked through for one person.</summary>
    public const int Most = 2_000;

    private const string Columns = "id, author, name, items, sharing, roles, stores, version";

    private readonly BriefCache<int, IReadOnlyList<SavedReply>> all = new(database.Time);

    /// <summary>All there are, by name. They are offered with every conversation that is opened.</summary>
    public Task<IReadOnlyList<SavedReply>> AllAsync(CancellationToken cancellationToken) =>
        all.ReadAsync(
            Most,
            async most =>
                await database.QueryAsync(
                    $"select {Columns} from saved_replies order by lower(name), id limit @most",
                    Read,
                    CancellationToken.None,
                    ("most", most)
                ),
            cancellationToken
        );

    public async Task<SavedReply?> FindAsync(long id, CancellationToken cancellationToken) =>
        (
            await database.QueryAsync($"select {Columns} from saved_replies where id = @id", Read, cancellationToken, ("id", id))
        ).SingleOrDefault();

    /// <summary>What this act of theirs made; null: nothing, or it has been deleted.</summary>
    public async Task<SavedReply?> FindAsync(string author, string mark, CancellationToken cancellationToken) =>
        (
            await database.QueryAsync(
                $"select {Columns} from saved_replies where mark = @mark and author = @author",
                Read,
                cancellationToken,
                ("mark", mark),
                ("author", author)
            )
        ).SingleOrDefault();

    /// <param name="mark">The one-time id of the act: done twice, it is one reply.</param>
    /// <returns>As it is kept.</returns>
    public async Task<SavedReply> AddAsync(SavedReply made, string mark, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var added = await database.WriteAsync(
            async writing =>
            {
                var there = await writing.QueryAsync(
                    $"select {Columns} from saved_replies where mark = @mark and author = @author",
                    Read,
                    ("mark", mark),
                    ("author", made.Author)
                );
                if (there.Count > 0)
                    return there;
                return await writing.QueryAsync(
                    $"""
                    insert into saved_replies (author, name, items, sharing, roles, stores, version, changed_at, mark)
                    values (@author, @name, @items, @sharing, @roles, @stores, 1, @now, @mark)
                    returning {Columns}
                    """,
                    Read,
                    [("author", made.Author), ("now", now), ("mark", mark), .. Values(made)]
                );
            },
            cancellationToken
        );
        all.Forget();
        return added[0];
    }

    /// <summary>False: it has been changed or deleted since that version.</summary>
    /// <param name="changed">As it is to be, with the version it was read at.</param>
    public async Task<bool> ChangeAsync(SavedReply changed, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var rows = await database.ExecuteAsync(
            """
            update saved_replies set name = @name, items = @items, sharing = @sharing, roles = @roles, stores = @stores, version = version
                + 1, changed_at = @now
            where id = @id and version = @version
            """,
            cancellationToken,
            [("id", changed.Id), ("version", changed.Version), ("now", now), .. Values(changed)]
        );
        all.Forget();
        return rows > 0;
    }

    public async Task DeleteAsync(long id, CancellationToken cancellationToken)
    {
        await database.ExecuteAsync("delete from saved_replies where id = @id", cancellationToken, ("id", id));
        all.Forget();
    }

    private static (string, object?)[] Values(SavedReply reply) =>
        [
            ("name", StoredText.Clean(reply.Name, SavedReply.LongestName)),
            ("items", LedgerJson.Write(reply.Content)),
            ("sharing", reply.Sharing.Scope),
            ("roles", string.Join(',', reply.Sharing.Roles.Select(role => (int)role))),
            ("stores", JsonSerializer.Serialize(reply.Sharing.Stores, RowJson.Default.IReadOnlyListString)),
        ];

    private static SavedReply Read(Row row) =>
        new(
            row.Long("id"),
            row.Text("author"),
            row.Text("name"),
            LedgerJson.Read<Content>(row.Text("items")),
            new Sharing(
                (SharingScope)row.Number("sharing"),
                [
                    .. row.Text("roles")
                        .Split(',', StringSplitOptions.RemoveEmptyEntries)
                        .Select(role => (Role)int.Parse(role, CultureInfo.InvariantCulture)),
                ],
                JsonSerializer.Deserialize(row.Text("stores"), RowJson.Default.IReadOnlyListString) ?? []
            ),
            row.Number("version")
        );
}
