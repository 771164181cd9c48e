using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Storage.Teams;

/// <summary>Of whom staff were told that they can soon be answered freely no more. It is written before they are told: a crash between the
/// two tells nobody, and nobody twice.</summary>
public sealed class WindowTellings(Database database)
{
    public async Task<WindowTold> FindAsync(string staffId, CancellationToken cancellationToken) =>
        (
            await database.QueryAsync(
                "select told, version from window_tellings where staff = @staff",
                row => new WindowTold(row.Text("told"), row.Long("version")),
                cancellationToken,
                ("staff", Key(staffId))
            )
        ).FirstOrDefault() ?? new("", 0);

    /// <summary>Whether it is this node that tells them; false when another one did since it was read.</summary>
    /// <param name="told">Of whom they are told then.</param>
    public async Task<bool> ClaimAsync(string staffId, WindowTold read, string told, CancellationToken cancellationToken) =>
        await database.ExecuteAsync(
            """
            insert into window_tellings (staff, told, version) values (@staff, @told, @version + 1)
            on conflict (staff) do update set told = excluded.told, version = excluded.version
                where window_tellings.version = @version
            """,
            cancellationToken,
            ("staff", Key(staffId)),
            ("told", told),
            ("version", read.Version)
        ) > 0;

    private static string Key(string staffId) => StoredText.Clean(staffId.ToLowerInvariant(), StoredText.LongestId);
}

/// <param name="Told">Only whoever wrote it understands it.</param>
/// <param name="Version">0: there is nothing yet.</param>
public sealed record WindowTold(string Told, long Version);
