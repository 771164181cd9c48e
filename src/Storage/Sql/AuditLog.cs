using System.Text.Json;
using OmoBroadcast.Domain.Staff;

namespace OmoBroadcast.Storage.Sql;

/// <summary>
/// Who did what, when, on what, and what came of it. A line stands there before the act begins, and what makes a button good for one act
/// stands in it: so nothing is done without a line, and nothing twice. It holds ids, no words and no customers' names.
/// </summary>
public sealed class AuditLog
{
    private const int LongestTarget = 2_000;

    /// <summary>In one statement, of what is asked for at once.</summary>
    private const int Most = 200;

    /// <summary>Longer than any act takes: what began so long ago and has no end was cut off by a crash, and its button is good again. What
    /// may not be done twice knows so itself.</summary>
    private static readonly TimeSpan CutOff = TimeSpan.FromMinutes(5);

    private readonly Database database;
    private readonly GatheredWrites<BegunAct, long?> begun;
    private readonly GatheredWrites<EndedAct, bool> ended;

    public AuditLog(Database database)
    {
        this.database = database;
        begun = new(Most, BeginAsync);
        ended = new(Most, EndAsync);
    }

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
        var line = new BegunAct(
            at.ToUnixTimeMilliseconds(),
            Key(staffId),
            act,
            StoredText.Clean(target, LongestTarget),
            once,
            Database.NewMark()
        );
        // Nearly always this is all.
        if (await begun.WriteAsync(line) is { } added)
            return added;
        return await database.WriteAsync(
            async writing =>
                await writing.ExecuteAsync(
                    "update audit set once = null where once = @once and outcome = 0 and at < @before",
                    ("once", once),
                    ("before", at - CutOff)
                ) > 0
                || writing.Doubtful
                    ? (await AddedAsync(writing, [line]))[0]
                    : null,
            cancellationToken
        );
    }

    /// <summary>What came of it. Where nothing was changed the button is good again.</summary>
    public Task EndAsync(long id, AuditOutcome outcome) => ended.WriteAsync(new(id, (int)outcome));

    private Task<IReadOnlyList<long?>> BeginAsync(IReadOnlyList<BegunAct> lines) =>
        database.WriteOneAsync(writing => AddedAsync(writing, lines), CancellationToken.None);

    /// <summary>The lines that stand now, by this try or by an earlier one whose answer was lost; null: another stands there.</summary>
    private async Task<IReadOnlyList<long?>> AddedAsync(SqlTransaction writing, IReadOnlyList<BegunAct> lines)
    {
        // In one order, so that two nodes cannot wait for each other.
        var rows = Rows(lines.OrderBy(line => line.Once, StringComparer.Ordinal));
        var added = await writing.QueryAsync(
            $"""
            insert into audit (at, staff, act, target, once, mark)
            select at, staff, act, target, once, mark from {Begun} where true on conflict (once) do nothing returning id, mark
            """,
            Read,
            rows
        );
        if (added.Count < lines.Count && writing.Doubtful)
            added.AddRange(
                await writing.QueryAsync(
                    $"select audit.id, audit.mark from {Begun} join audit on audit.once = x.once and audit.mark = x.mark",
                    Read,
                    rows
                )
            );
        var ids = added.ToLookup(one => one.Mark, one => one.Id, StringComparer.Ordinal);
        return [.. lines.Select(line => ids[line.Mark].Cast<long?>().FirstOrDefault())];

        static (string Mark, long Id) Read(Row row) => (row.Text("mark"), row.Long("id"));
    }

    private async Task<IReadOnlyList<bool>> EndAsync(IReadOnlyList<EndedAct> acts)
    {
        var lines = database.Engine.Table("@rows", "x", ("id", "integer"), ("outcome", "integer"));
        await database.ExecuteAsync(
            $"""
            update audit set outcome = x.outcome, once = case when x.outcome = {AuditOutcome.Done:d} then audit.once end
            from {lines} where audit.id = x.id
            """,
            CancellationToken.None,
            ("rows", JsonSerializer.Serialize(acts.OrderBy(act => act.Id), RowJson.Default.IEnumerableEndedAct))
        );
        return [.. acts.Select(_ => true)];
    }

    private string Begun =>
        database.Engine.Table(
            "@rows",
            "x",
            ("at", "integer"),
            ("staff", "text"),
            ("act", "text"),
            ("target", "text"),
            ("once", "text"),
            ("mark", "text")
        );

    private static (string, object?) Rows(IEnumerable<BegunAct> lines) =>
        ("rows", JsonSerializer.Serialize(lines, RowJson.Default.IEnumerableBegunAct));

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
