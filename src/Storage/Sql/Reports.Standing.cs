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

    private async Task StandAsync(SqlTransaction writing, InboundEvent report, int account, DateTimeOffset now)
    {
        switch (report.Body)
        {
            case InboundBody.Standing standing:
                await StandAsync(writing, standing, report.At, account);
                break;
            case InboundBody.Receipt { Fault: SendOutcome.Refused { Scope: RefusalScope.Account } fault } when report.At > now - Recent:
                await RefusedAsync(writing, fault, account, now);
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
            $"update bindings set staff = null, changed_at = {engine.Clock} where account = @account and user_id = @former and staff is not null",
            names
        );
    }

    /// <summary>Notes that the ids are one person's, and has what was said under any of them hold for the others.</summary>
    private async Task JoinAsync(SqlTransaction writing, int account, string former, string user, InboundEvent report)
    {
        string[] ids = [.. new[] { user, former, report.Alias ?? user }.Select(id => StoredText.Clean(id, StoredText.LongestId))];
        await new PersonIds(engine).OfAsync(writing, account, ids);
        if (ids[1] != ids[0])
            await PersonIds.JoinAsync(writing, account, ids[1], ids[0], report.At, alias: ids[1] == ids[2]);
        if (ids[2] != ids[0] && ids[2] != ids[1])
            await PersonIds.JoinAsync(writing, account, ids[2], ids[0], report.At, alias: true);
        var said = await writing.QueryAsync(
            $"select user_id, kind, active, at, event_id from suppressions where account = @account and {engine.Among("user_id", "@ids")}",
            row => new SuppressionChange(
                new(report.Account, row.GetString(0)),
                (SuppressionKind)row.GetInt32(1),
                row.Flag(2),
                row.Time(3),
                row.GetString(4)
            ),
            ("account", account),
            ("ids", engine.List(ids))
        );
        if (said.Count > 0)
            await Suppressions.ApplyAsync(writing, engine, account, said);
    }

    /// <summary>A message that was taken failed because of the account: the next would too. As if the answer had said so.</summary>
    private static async Task RefusedAsync(SqlTransaction writing, SendOutcome.Refused fault, int account, DateTimeOffset now)
    {
        var code = StoredText.Clean(fault.Code, StoredText.LongestWords);
        await Holds.HoldAsync(writing, account, HoldReason.Token, now + Hold.AfterRefusal, code);
        await Notices.RaiseAsync(writing, account, NoticeReason.Token, now, code, Notice.AgainAfter);
    }

    private static async Task StandAsync(SqlTransaction writing, InboundBody.Standing standing, DateTimeOffset at, int account)
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
            ("at", at),
            ("standing", standing.Now),
            ("code", code),
            ("reason", StoredText.CleanOrNull(standing.Reason, StoredText.LongestWords))
        );
        if (news == 0)
            return;
        if (standing.Now == AccountStanding.Restricted)
        {
            await Holds.HoldAsync(writing, account, HoldReason.Restricted, Open, code);
        }

        if (standing.Now == AccountStanding.Restored)
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

        var reason = standing.Now switch
        {
            AccountStanding.Restricted => NoticeReason.Restricted,
            AccountStanding.Warned => NoticeReason.Warned,
            _ => NoticeReason.Restored,
        };
        await Notices.RaiseAsync(writing, account, reason, at, code, again: TimeSpan.Zero);
    }
}
