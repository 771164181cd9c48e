using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Storage.Sql;

/// <summary>Finds the doubtful attempt that an echo without our name is of: same account and recipient, begun before it, and the very next
/// message of its content.</summary>
internal sealed class EchoMatch(Engine engine)
{
    /// <summary>The platform's clock may be behind ours by as much.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(2);

    /// <returns>The request and the part; or, with neither, whether an attempt to that recipient is under way, whose own answer may still
    /// name the message.</returns>
    public async Task<(Guid? Request, int Part, bool UnderWay)> FindAsync(
        SqlTransaction writing,
        int account,
        string user,
        InboundBody.Echo echo,
        DateTimeOffset at
    )
    {
        var candidates = await writing.QueryAsync(
            $"""
            select r.id, r.state, r.first_attempt_at, coalesce(r.content, c.content) as content
            from ({Doubtful("queue", RequestState.Claimed)} union all {Doubtful("records", RequestState.Unknown)}) r
                left join campaigns c on c.id = r.campaign
            order by r.first_attempt_at, r.id
            """,
            row =>
                (
                    Id: row.Id("id"),
                    State: (RequestState)row.Number("state"),
                    Begun: row.TimeOrNull("first_attempt_at"),
                    Content: row.TextOrNull("content")
                ),
            ("account", account),
            ("user", StoredText.Clean(user, StoredText.LongestId))
        );
        foreach (var candidate in candidates.Where(candidate => candidate.State == RequestState.Unknown && candidate.Begun - Skew <= at))
        {
            var messages = LedgerJson.ReadContent(candidate.Content)?.Messages ?? [];
            var taken = await writing.QueryAsync(
                "select part from messages where request = @id",
                row => row.Number("part"),
                ("id", engine.Key(candidate.Id))
            );
            for (var part = 0; part < messages.Count; part++)
            {
                if (taken.Contains(part))
                    continue;
                if (Same(messages[part], echo))
                    return (candidate.Id, part, false);
                // They go in order: a later one cannot have gone before this one.
                break;
            }
        }

        return (null, 0, candidates.Exists(candidate => candidate.State == RequestState.Claimed));
    }

    private static string Doubtful(string table, RequestState state) =>
        $"""
            select id, campaign, state, first_attempt_at, content from {table}
            where account = @account and recipients = @user and retry_safe = 0 and size = 1 and state = {state:d}
            """;

    private static bool Same(OutboundMessage message, InboundBody.Echo echo) =>
        message switch
        {
            OutboundMessage.Text text => echo.Kind == MessageKind.Text && Folded(text.Words) == Folded(echo.Text ?? ""),
            OutboundMessage.Media media => echo.Kind
                == media.Kind switch
                {
                    MediaKind.Image => MessageKind.Image,
                    MediaKind.Video => MessageKind.Video,
                    MediaKind.Audio => MessageKind.Audio,
                    _ => MessageKind.File,
                },
            _ => false,
        };

    private static string Folded(string text) => text.ReplaceLineEndings("\n").Trim();
}
