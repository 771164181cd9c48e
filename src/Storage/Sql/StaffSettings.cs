using OmoBroadcast.Domain.Staff;

namespace OmoBroadcast.Storage.Sql;

/// <summary>What members of staff have chosen for themselves. Read with the person, by <see cref="StaffDirectory"/>.</summary>
public sealed class StaffSettings(Database database, StaffDirectory directory)
{
    /// <param name="language">One of <see cref="StaffMember.Languages"/>; empty: their client's.</param>
    public Task SetLanguageAsync(string staffId, string language, DateTimeOffset now, CancellationToken cancellationToken) =>
        ChangeAsync(
            """
            insert into staff_settings (staff, language, changed_at) values (@staff, @language, @now)
            on conflict (staff) do update set language = excluded.language, changed_at = excluded.changed_at
            """,
            cancellationToken,
            ("staff", Key(staffId)),
            ("language", language),
            ("now", now)
        );

    public Task SetDutyAsync(string staffId, bool onDuty, DateTimeOffset now, CancellationToken cancellationToken) =>
        ChangeAsync(
            """
            insert into staff_settings (staff, off_duty, changed_at) values (@staff, @off, @now)
            on conflict (staff) do update set off_duty = excluded.off_duty, changed_at = excluded.changed_at
            """,
            cancellationToken,
            ("staff", Key(staffId)),
            ("off", !onDuty),
            ("now", now)
        );

    private async Task ChangeAsync(string sql, CancellationToken cancellationToken, params (string Name, object? Value)[] parameters)
    {
        await database.ExecuteAsync(sql, cancellationToken, parameters);
        directory.Forget();
    }

    private static string Key(string staffId) => StoredText.Clean(staffId.ToLowerInvariant(), StoredText.LongestId);
}
