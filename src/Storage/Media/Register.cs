using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Storage.Media;

/// <summary>The table of what lies on the shelf.</summary>
internal sealed class Register(Database database)
{
    private const string Columns = "id, kind, content_type, name, size, hash, preview, kept_at";

    public async Task<MediaItem?> FindAsync(string id, CancellationToken cancellationToken) =>
        (await database.QueryAsync($"select {Columns} from media where id = @id", Read, cancellationToken, ("id", id))).SingleOrDefault();

    /// <summary>The next, in the order of their ids.</summary>
    public Task<List<MediaItem>> AllAsync(string after, int most, CancellationToken cancellationToken) =>
        database.QueryAsync(
            $"select {Columns} from media where id > @after order by id limit @most",
            Read,
            cancellationToken,
            ("after", after),
            ("most", most)
        );

    /// <summary>The same file under the same name, if it is there; from now on it counts as used, and its preview too.</summary>
    public Task<MediaItem?> UseSameAsync(
        string hash,
        string name,
        string contentType,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) =>
        database.WriteAsync(
            async writing =>
            {
                var same = await writing.QueryAsync(
                    $"update media set used_at = @now where hash = @hash and name = @name and content_type = @type returning {Columns}",
                    Read,
                    ("now", now),
                    ("hash", hash),
                    ("name", name),
                    ("type", contentType)
                );
                if (same.FirstOrDefault() is { PreviewId: { } preview })
                {
                    // A preview that the sweep has just taken away: the file is kept anew, with a preview of its own.
                    if (await writing.ExecuteAsync("update media set used_at = @now where id = @id", ("now", now), ("id", preview)) == 0)
                        return null;
                }
                return same.FirstOrDefault();
            },
            cancellationToken
        );

    public Task AddAsync(MediaItem item, CancellationToken cancellationToken) =>
        database.ExecuteAsync(
            $"""
            insert into media ({Columns}, used_at) values (@id, @kind, @type, @name, @size, @hash, @preview, @now, @now)
            on conflict (id) do nothing
            """,
            cancellationToken,
            ("id", item.Id),
            ("kind", item.Kind),
            ("type", item.ContentType),
            ("name", item.FileName),
            ("size", item.Size),
            ("hash", item.Hash),
            ("preview", item.PreviewId),
            ("now", item.KeptAt)
        );

    /// <summary>They are needed now: their days are counted from here.</summary>
    public Task UseAsync(IReadOnlyList<string> ids, DateTimeOffset now, CancellationToken cancellationToken) =>
        ids.Count == 0
            ? Task.CompletedTask
            : database.ExecuteAsync(
                $"update media set used_at = @now where {database.Engine.Among("id", "@ids")}",
                cancellationToken,
                ("now", now),
                ("ids", database.Engine.List(ids))
            );

    /// <summary>The oldest of those not used since <paramref name="before"/> that no saved reply and no broadcast that may still be sent
    /// refers to.</summary>
    public async Task<IReadOnlyList<string>> UnusedAsync(DateTimeOffset before, int most, CancellationToken cancellationToken) =>
        await database.QueryAsync(
            $"""
            select id from media
            where used_at < @before
                and not exists (select 1 from saved_replies where items like '%' || media.id || '%')
                and not exists (select 1 from campaigns where ({CampaignStates.MayBeSent.In()} or created_at >= @before
                    or coalesce(finished_at, 0) >= @before)
                    and content like '%' || media.id || '%')
            order by used_at limit @most
            """,
            row => row.Text("id"),
            cancellationToken,
            ("before", before),
            ("most", most)
        );

    /// <summary>False: it has been used in the meantime.</summary>
    public async Task<bool> RemoveAsync(string id, DateTimeOffset before, CancellationToken cancellationToken) =>
        await database.ExecuteAsync(
            "delete from media where id = @id and used_at < @before",
            cancellationToken,
            ("id", id),
            ("before", before)
        ) > 0;

    private static MediaItem Read(Row row) =>
        new(
            row.Text("id"),
            (MediaKind)row.Number("kind"),
            row.Text("content_type"),
            row.Text("name"),
            row.Long("size"),
            row.Text("hash"),
            row.TextOrNull("preview"),
            row.Time("kept_at")
        );
}
