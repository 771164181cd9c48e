using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Storage.Sql;

public sealed partial class Reports
{
    private const string EchoColumns = "account, platform_id, user_id, event_id, at, kind, words, ours, automatic";

    /// <summary>Echoes whose wait is over, as they came. To be given to <see cref="ApplyAsync"/> again, and with what that answers to
    /// <see cref="DoneAsync"/>.</summary>
    public async Task<IReadOnlyList<InboundEvent>> DueAsync(DateTimeOffset now, int most, CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync(
            $"select {EchoColumns} from echoes where due_at <= @now order by due_at limit @most",
            row =>
                (
                    Account: row.Number("account"),
                    Id: row.Text("platform_id"),
                    User: row.Text("user_id"),
                    Event: row.Text("event_id"),
                    At: row.Time("at"),
                    Echo: new InboundBody.Echo(
                        row.Text("platform_id"),
                        null,
                        row.Flag("ours"),
                        (MessageKind)row.Number("kind"),
                        row.TextOrNull("words")
                    )
                    {
                        Automatic = row.Flag("automatic"),
                    }
                ),
            cancellationToken,
            ("now", now),
            ("most", most)
        );
        var due = new List<InboundEvent>(rows.Count);
        foreach (var row in rows)
            due.Add(
                new(
                    row.Event,
                    await accounts.KeyAsync(row.Account, cancellationToken),
                    row.User,
                    row.At,
                    Standby: false,
                    row.Echo,
                    Raw: null
                )
            );
        return due;
    }

    /// <summary>An echo that waited has found its place.</summary>
    public async Task DoneAsync(InboundEvent echo, CancellationToken cancellationToken)
    {
        var number = await accounts.NumberAsync(echo.Account, cancellationToken);
        await database.ExecuteAsync(
            "delete from echoes where account = @account and platform_id = @id",
            cancellationToken,
            ("account", number),
            ("id", Cleaned(((InboundBody.Echo)echo.Body).MessageId))
        );
    }

    /// <param name="named">The channel's echoes give our name for a message back.</param>
    private async Task<(MessageRow? Row, ReportResult Taken)> EchoedAsync(
        Round round,
        InboundEvent report,
        InboundBody.Echo echo,
        bool named
    )
    {
        var account = round.Numbers[report.Account];
        var id = Cleaned(echo.MessageId);
        if (round.Ours(echo.Of, account) is { } of)
            return (Sent(of.RequestId, of.Part), ReportResult.Noted);
        if (round.Known.GetValueOrDefault((account, id)) is not null)
            return (null, ReportResult.Noted);
        // Named by another installation, or from before this database: ours all the same, but nothing of it is here.
        if (echo.Of is not null || report.UserId is not { } user)
            return (null, ReportResult.Noted);
        if (!named)
        {
            var (request, part, underWay) = await match.FindAsync(round.Writing, account, user, echo, report.At);
            if (request is { } found)
            {
                round.Known[(account, id)] = found;
                return (Sent(found, part), ReportResult.Noted);
            }

            if (underWay)
            {
                await HoldAsync(round, report, echo);
                return (null, ReportResult.Held);
            }
        }

        return (null, echo.Ours ? ReportResult.Noted : ReportResult.Foreign);

        MessageRow Sent(Guid request, int part) =>
            new(account, id, request, part, report.UserId ?? "", report.At, MessageRank.Sent, report.At);
    }

    private Task<int> HoldAsync(Round round, InboundEvent report, InboundBody.Echo echo) =>
        round.Writing.ExecuteAsync(
            """
            insert into echoes (account, platform_id, user_id, event_id, at, kind, words, ours, automatic, due_at)
            values (@account, @id, @user, @event, @at, @kind, @words, @ours, @automatic, @due)
            on conflict (account, platform_id) do update set due_at = excluded.due_at
            """,
            ("account", round.Numbers[report.Account]),
            ("id", Cleaned(echo.MessageId)),
            ("user", StoredText.Clean(report.UserId!, StoredText.LongestId)),
            ("event", StoredText.Clean(report.Id, StoredText.LongestId)),
            ("at", report.At),
            ("kind", echo.Kind),
            ("words", StoredText.CleanOrNull(echo.Text, 10_000)),
            ("ours", echo.Ours),
            ("automatic", echo.Automatic),
            ("due", round.Now + leases.Echo)
        );
}
