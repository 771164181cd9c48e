using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Storage.Sql;

public sealed partial class Reports
{
    /// <summary>Echoes whose wait is over, as they came. To be given to <see cref="ApplyAsync"/> again, and with what that answers to
    /// <see cref="DoneAsync"/>.</summary>
    public async Task<IReadOnlyList<InboundEvent>> DueAsync(DateTimeOffset now, int most, CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync(
            "select account, platform_id, user_id, event_id, at, kind, words, ours, automatic from echoes where due_at <= @now order by due_at limit @most",
            row =>
                (
                    Account: row.GetInt32(0),
                    Id: row.GetString(1),
                    User: row.GetString(2),
                    Event: row.GetString(3),
                    At: row.Time(4),
                    Echo: new InboundBody.Echo(row.GetString(1), null, row.Flag(7), (MessageKind)row.GetInt32(5), row.Text(6))
                    {
                        Automatic = row.Flag(8),
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

    private async Task<(MessageRow? Row, ReportResult Taken)> EchoedAsync(
        SqlTransaction writing,
        InboundBody.Echo echo,
        InboundEvent report,
        int account,
        bool named,
        Round round,
        DateTimeOffset now
    )
    {
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
            var (request, part, underWay) = await match.FindAsync(writing, account, user, echo, report.At);
            if (request is { } found)
            {
                round.Known[(account, id)] = found;
                return (Sent(found, part), ReportResult.Noted);
            }

            if (underWay)
            {
                await HoldAsync(writing, echo, report, account, now + leases.Echo);
                return (null, ReportResult.Held);
            }
        }

        return (null, echo.Ours ? ReportResult.Noted : ReportResult.Foreign);

        MessageRow Sent(Guid request, int part) =>
            new(account, id, request, part, report.UserId ?? "", report.At, MessageRank.Sent, report.At);
    }

    private static Task<int> HoldAsync(
        SqlTransaction writing,
        InboundBody.Echo echo,
        InboundEvent report,
        int account,
        DateTimeOffset due
    ) =>
        writing.ExecuteAsync(
            """
            insert into echoes (account, platform_id, user_id, event_id, at, kind, words, ours, automatic, due_at)
            values (@account, @id, @user, @event, @at, @kind, @words, @ours, @automatic, @due)
            on conflict (account, platform_id) do update set due_at = excluded.due_at
            """,
            ("account", account),
            ("id", Cleaned(echo.MessageId)),
            ("user", StoredText.Clean(report.UserId!, StoredText.LongestId)),
            ("event", StoredText.Clean(report.Id, StoredText.LongestId)),
            ("at", report.At),
            ("kind", echo.Kind),
            ("words", StoredText.CleanOrNull(echo.Text, 10_000)),
            ("ours", echo.Ours),
            ("automatic", echo.Automatic),
            ("due", due)
        );
}
