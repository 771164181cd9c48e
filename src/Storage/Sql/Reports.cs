using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Settings;

namespace OmoBroadcast.Storage.Sql;

/// <summary>
/// What platforms tell later of messages and accounts: receipts, echoes, standings, templates, new ids. All of it may come in any order,
/// any number of times, and before, after or instead of the answer to our own call; what comes out is the same.
/// </summary>
public sealed partial class Reports
{
    private static readonly string Come = $"case when sent_at <= @read then {MessageRank.Read:d} else {MessageRank.Delivered:d} end";

    /// <summary>How long a report of an unknown message is kept for the answer that names it.</summary>
    private static readonly TimeSpan NamelessKept = TimeSpan.FromDays(1);

    private readonly Database database;
    private readonly LeaseOptions leases;
    private readonly Engine engine;
    private readonly Accounts accounts;
    private readonly MessageBook book;
    private readonly EchoMatch match;

    public Reports(Database database, LeaseOptions leases)
    {
        (this.database, this.leases) = (database, leases);
        engine = database.Engine;
        accounts = new(database);
        book = new(engine);
        match = new(engine);
    }

    /// <summary>Whether an event is a report: it goes here, and not (or not before) into the conversation.</summary>
    public static bool Is(InboundEvent inbound) =>
        inbound.Body
            is InboundBody.Receipt
                or InboundBody.Echo
                or InboundBody.Standing
                or InboundBody.Renamed
                or InboundBody.TemplateChanged;

    /// <summary>Writes reports down, all in one transaction; answers in their order.</summary>
    /// <param name="namesEchoes">Whether the channel's echoes give our name for a message back.</param>
    public async Task<IReadOnlyList<ReportResult>> ApplyAsync(
        IReadOnlyList<InboundEvent> reports,
        Func<ChannelId, bool> namesEchoes,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        if (reports.Count == 0)
            return [];
        var numbers = new Dictionary<AccountKey, int>();
        foreach (var account in reports.Select(report => report.Account).Distinct())
            numbers[account] = await accounts.NumberAsync(account, cancellationToken);
        return await database.WriteAsync(
            async writing =>
            {
                var round = await BeginAsync(writing, reports, numbers, now);
                var (taken, rows) = await TakeAsync(round, reports, namesEchoes);
                // One id may be reported several times in a body; the statement bears each once.
                var derived = new HashSet<Guid>();
                foreach (var wave in Waves(rows))
                    derived.UnionWith(await book.NoteAsync(writing, wave));
                derived.UnionWith(rows.Where(row => row.Request is not null).Select(row => row.Request!.Value));
                derived.UnionWith(await MarkAsync(round, reports));
                await book.DeriveAsync(writing, derived, now);
                foreach (var report in reports)
                    await StandAsync(round, report);
                return taken;
            },
            cancellationToken
        );
    }

    /// <summary>What the reports say of messages, and what became of the echoes among them.</summary>
    private async Task<(ReportResult[] Taken, List<MessageRow> Rows)> TakeAsync(
        Round round,
        IReadOnlyList<InboundEvent> reports,
        Func<ChannelId, bool> namesEchoes
    )
    {
        var taken = new ReportResult[reports.Count];
        var rows = new List<MessageRow>();
        for (var i = 0; i < reports.Count; i++)
        {
            var report = reports[i];
            if (report.Body is InboundBody.Receipt { MessageId: { } id } receipt)
                rows.Add(Reported(receipt, id, report, round));
            else if (report.Body is InboundBody.Echo echo)
            {
                (var row, taken[i]) = await EchoedAsync(round, report, echo, namesEchoes(report.Account.Channel));
                if (row is not null)
                    rows.Add(row);
            }
        }

        return (taken, rows);
    }

    /// <summary>Forgets reports of messages that nobody named in a day.</summary>
    public Task<int> ForgetAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        database.ExecuteAsync(
            "delete from messages where request is null and ranked_at < @before",
            cancellationToken,
            ("before", now - NamelessKept)
        );

    /// <summary>What is known of the messages and requests that the reports name; their requests are locked, in the order in which settling
    /// locks them.</summary>
    private async Task<Round> BeginAsync(
        SqlTransaction writing,
        IReadOnlyList<InboundEvent> reports,
        Dictionary<AccountKey, int> numbers,
        DateTimeOffset now
    )
    {
        var known = new Dictionary<(int, string), Guid?>();
        foreach (var account in reports.GroupBy(report => numbers[report.Account]))
        {
            var ids = account.Select(report => IdOf(report.Body)).OfType<string>().Select(Cleaned).Distinct().ToList();
            if (ids.Count == 0)
                continue;
            var rows = await writing.QueryAsync(
                $"select platform_id, request from messages where account = @account and {engine.Among("platform_id", "@ids")}",
                row => (Id: row.Text("platform_id"), Request: row.IdOrNull("request")),
                ("account", account.Key),
                ("ids", engine.List(ids))
            );
            foreach (var row in rows)
                known[(account.Key, row.Id)] = row.Request;
        }

        var wanted = reports
            .Select(report => CorrelationOf(report.Body))
            .OfType<Correlation>()
            .Select(of => of.RequestId)
            .Concat(known.Values.OfType<Guid>())
            .Distinct()
            .Order()
            .ToList();
        if (wanted.Count == 0)
            return new(writing, now, numbers, known, []);
        // In this order: what is being settled waits, and is seen where it has gone to.
        var requests = new HashSet<(Guid, int)>();
        foreach (var table in (string[])["queue", "records"])
            requests.UnionWith(
                await writing.QueryAsync(
                    $"select id, account from {table} where {engine.AmongIds("id", "@ids")} order by id {engine.Lock}",
                    row => (Id: row.Id("id"), Account: row.Number("account")),
                    ("ids", engine.List(wanted))
                )
            );
        return new(writing, now, numbers, known, requests);
    }

    private static MessageRow Reported(InboundBody.Receipt receipt, string id, InboundEvent report, Round round)
    {
        var (code, reason) = receipt.Fault switch
        {
            SendOutcome.Refused refused => (refused.Code, refused.Reason),
            SendOutcome.Unreachable unreachable => (unreachable.Code, unreachable.Reason),
            SendOutcome.Throttled throttled => (throttled.Scope.ToString(), null),
            SendOutcome.Unavailable unavailable => ("unavailable", unavailable.Reason),
            SendOutcome.Unknown unknown => ("unknown", unknown.Reason),
            SendOutcome.MediaGone gone => (gone.Code, (string?)null),
            _ => (receipt.Kind == ReceiptKind.Failed ? "failed" : null, null),
        };
        var account = round.Numbers[report.Account];
        var of = round.Ours(receipt.Of, account);
        return new(
            account,
            Cleaned(id),
            of?.RequestId,
            of?.Part ?? 0,
            report.UserId ?? "",
            report.At,
            receipt.Kind.Rank(),
            report.At,
            code,
            reason,
            receipt.Pricing
        );
    }

    /// <summary>Reports up to a time: marks what was sent by then, and remembers it for what our own answers have yet to name.</summary>
    private static async Task<IReadOnlyList<Guid>> MarkAsync(Round round, IReadOnlyList<InboundEvent> reports)
    {
        var touched = new List<Guid>();
        foreach (var mark in Marks(round, reports))
        {
            (string, object?)[] parameters =
            [
                ("account", mark.Account),
                ("user", mark.User),
                ("delivered", mark.Delivered),
                ("read", mark.Read),
            ];
            await round.Writing.ExecuteAsync(
                """
                insert into watermarks (account, user_id, delivered_until, read_until) values (@account, @user, @delivered, @read)
                on conflict (account, user_id) do update set
                    delivered_until = case when excluded.delivered_until > watermarks.delivered_until then excluded.delivered_until
                        else watermarks.delivered_until end,
                    read_until = case when excluded.read_until > watermarks.read_until then excluded.read_until
                        else watermarks.read_until end
                """,
                parameters
            );
            var marked = await round.Writing.QueryAsync(
                $"""
                update messages set rank = {Come}, ranked_at = @delivered
                where account = @account and user_id = @user and sent_at <= @delivered and rank < {Come}
                returning request
                """,
                row => row.IdOrNull("request"),
                parameters
            );
            touched.AddRange(marked.OfType<Guid>());
        }

        return touched;
    }

    /// <summary>Up to when customers have been reached and have read, in an order that is the same for all.</summary>
    private static IEnumerable<Watermark> Marks(Round round, IReadOnlyList<InboundEvent> reports) =>
        reports
            .Where(report =>
                report
                    is {
                        UserId: not null,
                        Body: InboundBody.Receipt { MessageId: null, Until: not null, Kind: ReceiptKind.Delivered or ReceiptKind.Read }
                    }
            )
            .GroupBy(
                report => (Account: round.Numbers[report.Account], User: StoredText.Clean(report.UserId!, StoredText.LongestId)),
                report => (InboundBody.Receipt)report.Body
            )
            .OrderBy(mark => mark.Key.Account)
            .ThenBy(mark => mark.Key.User, StringComparer.Ordinal)
            .Select(mark =>
            {
                long Until(ReceiptKind kind) =>
                    mark.Where(one => one.Kind == kind).Select(one => one.Until!.Value.ToUnixTimeMilliseconds()).DefaultIfEmpty(0).Max();
                var read = Until(ReceiptKind.Read);
                // What was read was delivered.
                return new Watermark(mark.Key.Account, mark.Key.User, Math.Max(read, Until(ReceiptKind.Delivered)), read);
            });

    private static IEnumerable<List<MessageRow>> Waves(List<MessageRow> rows) =>
        rows.GroupBy(row => (row.Account, row.PlatformId))
            .SelectMany(same => same.Select((row, turn) => (row, turn)))
            .GroupBy(one => one.turn, one => one.row)
            .Select(wave => wave.ToList());

    private static string? IdOf(InboundBody body) =>
        body switch
        {
            InboundBody.Receipt receipt => receipt.MessageId,
            InboundBody.Echo echo => echo.MessageId,
            _ => null,
        };

    private static Correlation? CorrelationOf(InboundBody body) =>
        body switch
        {
            InboundBody.Receipt receipt => receipt.Of,
            InboundBody.Echo echo => echo.Of,
            _ => null,
        };

    private static string Cleaned(string id) => StoredText.Clean(id, StoredText.LongestId);

    private sealed record Watermark(int Account, string User, long Delivered, long Read);

    /// <summary>A transaction of reports, and what was known when it began.</summary>
    /// <param name="Numbers">Of all their accounts.</param>
    private sealed record Round(
        SqlTransaction Writing,
        DateTimeOffset Now,
        Dictionary<AccountKey, int> Numbers,
        Dictionary<(int Account, string PlatformId), Guid?> Known,
        HashSet<(Guid Id, int Account)> Requests
    )
    {
        /// <summary>The correlation, if it names a request of that account that we have.</summary>
        public Correlation? Ours(Correlation? of, int account) =>
            of is { } named && Requests.Contains((named.RequestId, account)) ? named : null;
    }
}
