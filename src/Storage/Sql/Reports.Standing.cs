using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;

namespace OmoBroadcast.Storage.Sql;

public sealed partial class Reports
{
    /// <summary>A restriction holds until the platform or a person lifts it.</summary>
    private static readonly DateTimeOffset Open = DateTimeOffset.FromUnixTimeSeconds(4_102_444_800);

    /// <summary>What failed longer ago says nothing of the account now: platforms repeat their reports for days.</summary>
    private static readonly TimeSpan Recent = TimeSpan.FromMinutes(30);

    private async Task StandAsync(Round round, InboundEvent report)
    {
        var (writing, now, account) = (round.Writing, round.Now, round.Numbers[report.Account]);
        switch (report.Body)
        {
            case InboundBody.Standing standing:
                await StandAsync(writing, standing, report, account);
                break;
            case InboundBody.Receipt { Fault: SendOutcome.Refused { Scope: RefusalScope.Account } fault } when report.At > now - Recent:
                await RefusedAsync(round, fault, report.Account);
                break;
            case InboundBody.TemplateChanged news:
                await Templates.NoteAsync(writing, news, report, now);
                break;
            case InboundBody.Renamed renamed when report.UserId is { } user:
                await RenameAsync(writing, renamed.Former, user, account, report);
                break;
        }
    }

    /// <summary>An opt-out and a binding belong to the person, whatever the platform calls them.</summary>
    private async Task RenameAsync(SqlTransaction writing, string former, string user, int account, InboundEvent report)
    {
        (string, object?)[] names =
        [
            ("account", account),
            ("user", StoredText.Clean(user, StoredText.LongestId)),
            ("former", StoredText.Clean(former, StoredText.LongestId)),
        ];
        await JoinAsync(writing, account, former, user, report);
        await writing.ExecuteAsync(
            $"""
            insert into bindings (account, user_id, staff, store, at, changed_at)
            select account, @user, staff, store, at, {engine.Clock} from bindings where account = @account and user_id = @former
                and staff is not null
            on conflict (account, user_id) do update set staff = excluded.staff, store = excluded.store, at = excluded.at, changed_at =
                excluded.changed_at
            where excluded.at > bindings.at
            """,
            names
        );
        // What was shown of somebody is of who they are now.
        await writing.ExecuteAsync(
            """
            update said_cards set user_id = @user where account = @account and user_id = @former and not exists (select 1
                from said_cards other
                where other.conversation_id = said_cards.conversation_id and other.activity_id = said_cards.activity_id
                    and other.account = @account and other.user_id = @user)
            """,
            names
        );
        await writing.ExecuteAsync(
            $"""
            update bindings set staff = null, changed_at = {engine.Clock}
            where account = @account and user_id = @former and staff is not null
            """,
            names
        );
    }

    /// <summary>Notes that the ids are one person's, and has what was said under any of them hold for the others.</summary>
    private async Task JoinAsync(SqlTransaction writing, int account, string former, string user, InboundEvent report)
    {
        string[] ids = [.. new[] { user, former, report.Alias ?? user }.Select(id => StoredText.Clean(id, StoredText.LongestId))];
        await new PersonIds(engine).OfAsync(writing, account, ids);
        if (ids[1] != ids[0])
            await PersonIds.JoinAsync(writing, account, new(ids[1], ids[0], report.At, Alias: ids[1] == ids[2]));
        if (ids[2] != ids[0] && ids[2] != ids[1])
            await PersonIds.JoinAsync(writing, account, new(ids[2], ids[0], report.At, Alias: true));
        var said = await writing.QueryAsync(
            $"select user_id, kind, active, at, event_id from suppressions where account = @account and {engine.Among("user_id", "@ids")}",
            row => new SuppressionChange(
                new(report.Account, row.Text("user_id")),
                (SuppressionKind)row.Number("kind"),
                row.Flag("active"),
                row.Time("at"),
                row.Text("event_id")
            ),
            ("account", account),
            ("ids", engine.List(ids))
        );
        if (said.Count > 0)
            await Suppressions.ApplyAsync(writing, engine, account, said);
    }

    /// <summary>A message that was taken failed because of the account: the next would too. As if the answer had said so.</summary>
    private static async Task RefusedAsync(Round round, SendOutcome.Refused fault, AccountKey account)
    {
        var code = StoredText.Clean(fault.Code, StoredText.LongestWords);
        var number = round.Numbers[account];
        await Holds.HoldAsync(round.Writing, number, HoldReason.Token, round.Now + Hold.AfterRefusal, code);
        await Notices.RaiseAsync(round.Writing, number, new(account, NoticeReason.Token, round.Now, code), Notice.AgainAfter);
    }

    private static async Task StandAsync(SqlTransaction writing, InboundBody.Standing standing, InboundEvent report, int account)
    {
        var code = StoredText.Clean(standing.Code, StoredText.LongestWords);
        var news = await writing.ExecuteAsync(
            """
            insert into standings (account, at, standing, code, reason) values (@account, @at, @standing, @code, @reason)
            on conflict (account) do update set at = excluded.at, standing = excluded.standing, code = excluded.code, reason =
                excluded.reason
            where excluded.at > standings.at
            """,
            ("account", account),
            ("at", report.At),
            ("standing", standing.Now),
            ("code", code),
            ("reason", StoredText.CleanOrNull(standing.Reason, StoredText.LongestWords))
        );
        if (news == 0)
            return;
        if (standing.Now == AccountStanding.Restricted)
            await Holds.HoldAsync(writing, account, HoldReason.Restricted, Open, code);
        if (standing.Now == AccountStanding.Restored)
            await RestoreAsync(writing, account);
        var reason = standing.Now switch
        {
            AccountStanding.Restricted => NoticeReason.Restricted,
            AccountStanding.Warned => NoticeReason.Warned,
            _ => NoticeReason.Restored,
        };
        await Notices.RaiseAsync(writing, account, new(report.Account, reason, report.At, code), again: TimeSpan.Zero);
    }

    private static async Task RestoreAsync(SqlTransaction writing, int account)
    {
        await writing.ExecuteAsync(
            "delete from holds where account = @account and reason = @reason",
            ("account", account),
            ("reason", HoldReason.Restricted)
        );
        await writing.ExecuteAsync(
            "delete from notices where account = @account and reason = @reason",
            ("account", account),
            ("reason", NoticeReason.Restricted)
        );
    }
}
