using OmoBroadcast.Domain.Staff;

namespace OmoBroadcast.Storage.Sql;

/// <summary>
/// Who did what, when, on what, and what came of it. A line stands there before the act begins, and what makes a button good for one act
/// stands in it: so nothing is done without a line, and nothing twice. It holds ids, no words and no customers' names.
/// </summary>
public sealed class AuditLog(Database database)
{
    private const int LongestTarget = 2_000;

    /// <summary>Longer than any act takes: what began so long ago and has no end was cut off by a crash, and its button is good again. What
    /// may not be done twice knows so itself.</summary>
    private static readonly TimeSpan CutOff = TimeSpan.FromMinutes(5);

    /// <summary>Writes down that an act begins. Null: <paramref name="once"/> has been used, and nothing is to be done. Of any number at
    /// once exactly one begins.</summary>
    /// <param name="once">What the act is known by; null: whatever is repeated is a new act.</param>
    /// <param name="target">The campaign or conversation; empty without.</param>
    public async Task<long?> BeginAsync(
        string? once,
        string staffId,
        string act,
        string target,
        DateTimeOffset at,
        CancellationToken cancellationToken
    )
    {
        (string, object?)[] line =
        [
            ("at", at),
            ("staff", Key(staffId)),
            ("act", act),
            ("target", StoredText.Clean(target, LongestTarget)),
            ("once", once),
            ("mark", Database.NewMark()),
        ];
        // Nearly always one statement is all.
        if (await database.WriteOneAsync(writing => AddedAsync(writing, line), cancellationToken) is { } added)
            return added;
        return await database.WriteAsync(
            async writing =>
                await writing.ExecuteAsync(
                    "update audit set once = null where once = @once and outcome = 0 and at < @before",
                    ("once", once),
                    ("before", at - CutOff)
                ) > 0
                || writing.Doubtful
                    ? await AddedAsync(writing, line)
                    : null,
            cancellationToken
        );
    }

    /// <summary>The line that stands now, by this try or by an earlier one whose answer was lost; null: another stands there.</summary>
    private static async Task<long?> AddedAsync(SqlTransaction writing, (string, object?)[] line)
    {
        var added = await writing.QueryAsync(
            """
            insert into audit (at, staff, act, target, once, mark) values (@at, @staff, @act, @target, @once, @mark)
                on conflict (once) do nothing returning id
            """,
            row => row.Long("id"),
            line
        );
        if (added.Count == 0 && writing.Doubtful)
            added = await writing.QueryAsync("select id from audit where once = @once and mark = @mark", row => row.Long("id"), line);
        return added.Count == 0 ? null : added[0];
    }

    /// <summary>What came of it. Where nothing was changed the button is good again.</summary>
    public Task EndAsync(long id, AuditOutcome outcome, CancellationToken cancellationToken) =>
        database.ExecuteAsync(
            outcome == AuditOutcome.Done
                ? "update audit set outcome = @outcome where id = @id"
                : "update audit set outcome = @outcome, once = null where id = @id",
            cancellationToken,
            ("outcome", outcome),
            ("id", id)
        );

    /// <summary>The newest lines first.</summary>
    public async Task<IReadOnlyList<AuditLine>> PageAsync(
        AuditFilter filter,
        long? before,
        int most,
        CancellationToken cancellationToken
    ) =>
        await database.QueryAsync(
            """
            select audit.id, at, audit.staff, coalesce(staff.name, '') as name, act, target, outcome from audit left join staff
                on staff.key = audit.staff
            where (@before = 0 or audit.id < @before) and at >= @since and (@by = '' or audit.staff = @by) and (@act = '' or act = @act)
            order by audit.id desc limit @most
            """,
            Read,
            cancellationToken,
            ("before", before ?? 0),
            ("since", filter.Since),
            ("by", filter.StaffId is { } by ? Key(by) : ""),
            ("act", filter.Act ?? ""),
            ("most", most)
        );

    /// <summary>Forgets what is older. Returns how many lines.</summary>
    public Task<int> ForgetAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        database.ExecuteAsync("delete from audit where at < @before", cancellationToken, ("before", before));

    private static AuditLine Read(Row row) =>
        new(
            row.Long("id"),
            row.Time("at"),
            row.Text("staff"),
            row.Text("name"),
            row.Text("act"),
            row.Text("target"),
            (AuditOutcome)row.Number("outcome")
        );

    private static string Key(string staffId) => StoredText.Clean(staffId.ToLowerInvariant(), StoredText.LongestId);
}
