using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Storage.Sql;

/// <summary>What platforms called our media when they were uploaded, by account.</summary>
public sealed class Uploads(Database database)
{
    private readonly Accounts accounts = new(database);

    /// <summary>Null for one not uploaded, or too long ago.</summary>
    public async Task<string?> FindAsync(AccountKey account, string mediaId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var found = await database.QueryAsync(
            "select platform_id from uploads where account = @account and media_id = @media and until_at > @now",
            row => row.Text("platform_id"),
            cancellationToken,
            ("account", await accounts.NumberAsync(account, cancellationToken)),
            ("media", mediaId),
            ("now", now)
        );
        return found.SingleOrDefault();
    }

    /// <summary>Remembers an upload, and says which one to use: of two at once both are good, and the first is kept.</summary>
    public async Task<string> SaveAsync(
        AccountKey account,
        string mediaId,
        string platformId,
        DateTimeOffset now,
        DateTimeOffset until,
        CancellationToken cancellationToken
    )
    {
        var number = await accounts.NumberAsync(account, cancellationToken);
        return await database.WriteAsync(
            async writing =>
            {
                await writing.ExecuteAsync(
                    """
                    insert into uploads (account, media_id, platform_id, until_at) values (@account, @media, @id, @until)
                    on conflict (account, media_id) do update set platform_id = excluded.platform_id, until_at = excluded.until_at
                        where uploads.until_at <= @now
                    """,
                    ("account", number),
                    ("media", mediaId),
                    ("id", platformId),
                    ("until", until),
                    ("now", now)
                );
                return (
                    await writing.QueryAsync(
                        "select platform_id from uploads where account = @account and media_id = @media",
                        row => row.Text("platform_id"),
                        ("account", number),
                        ("media", mediaId)
                    )
                ).Single();
            },
            cancellationToken
        );
    }

    /// <summary>The platform no longer knows it. A newer upload is left alone.</summary>
    public async Task ForgetAsync(AccountKey account, string mediaId, string platformId, CancellationToken cancellationToken)
    {
        var number = await accounts.NumberAsync(account, cancellationToken);
        await database.ExecuteAsync(
            "delete from uploads where account = @account and media_id = @media and platform_id = @id",
            cancellationToken,
            ("account", number),
            ("media", mediaId),
            ("id", platformId)
        );
    }
}
