namespace OmoBroadcast.Storage.Sql;

/// <summary>Lists of opt-outs that somebody has been shown a preview of and has not confirmed yet. Throws what the database throws when it
/// is away.</summary>
public sealed class OptOutFiles(Database database)
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    /// <summary>Keeps it for a day, and forgets those older.</summary>
    public Task KeepAsync(Guid id, string staffId, ReadOnlyMemory<byte> content, DateTimeOffset at, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async writing =>
            {
                await writing.ExecuteAsync("delete from opt_out_files where at < @before", ("before", at - Kept));
                return await writing.ExecuteAsync(
                    "insert into opt_out_files (id, staff, content, at) values (@id, @staff, @content, @at) on conflict (id) do nothing",
                    ("id", database.Engine.Key(id)),
                    ("staff", staffId),
                    ("content", content.ToArray()),
                    ("at", at)
                );
            },
            cancellationToken
        );

    /// <summary>This person's file of that id, and when it was kept; null if there is none.</summary>
    public async Task<(byte[] Content, DateTimeOffset At)?> FindAsync(Guid id, string staffId, CancellationToken cancellationToken)
    {
        var found = await database.QueryAsync(
            "select content, at from opt_out_files where id = @id and staff = @staff",
            row => (row.Bytes("content"), row.Time("at")),
            cancellationToken,
            ("id", database.Engine.Key(id)),
            ("staff", staffId)
        );
        return found.Count == 0 ? null : found[0];
    }

    public Task ForgetAsync(Guid id, CancellationToken cancellationToken) =>
        database.ExecuteAsync("delete from opt_out_files where id = @id", cancellationToken, ("id", database.Engine.Key(id)));
}
