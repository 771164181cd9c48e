using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Storage.Sql;

/// <summary>訊息範本: what WhatsApp listed last, and what it said since. Throws what the database throws when it is away.</summary>
public sealed class Templates(Database database)
{
    /// <summary>After news of a template its account is asked again as soon as this: news often come several at a time.</summary>
    private static readonly TimeSpan SoonAfterNews = TimeSpan.FromSeconds(2);

    private const int LongestName = 600,
        LongestWord = 60;

    /// <summary>The status of a template; null for one that has never been listed.</summary>
    public async Task<string?> StatusAsync(string waba, string name, string language, CancellationToken cancellationToken) =>
        (
            await database.QueryAsync(
                "select status from templates where waba = @waba and name = @name and language = @language",
                row => row.Text("status"),
                cancellationToken,
                Key(waba, name, language)
            )
        ).SingleOrDefault();

    public async Task<MessageTemplate?> FindAsync(string waba, string name, string language, CancellationToken cancellationToken) =>
        (
            await database.QueryAsync(
                "select content, status from templates where waba = @waba and name = @name and language = @language",
                Read,
                cancellationToken,
                Key(waba, name, language)
            )
        ).SingleOrDefault();

    /// <summary>Those of a business account that may be sent to many, by name and language.</summary>
    public async Task<IReadOnlyList<MessageTemplate>> OfferedAsync(string waba, CancellationToken cancellationToken)
    {
        var approved = await database.QueryAsync(
            "select content, status from templates where waba = @waba and status = 'APPROVED' order by name, language",
            Read,
            cancellationToken,
            ("waba", waba)
        );
        return [.. approved.Where(MessageTemplate.IsOffered)];
    }

    /// <summary>Writes down a whole listing. What it does not list is deleted; news that came after it was asked for stand.</summary>
    /// <param name="askedAt">When the platform was asked.</param>
    public async Task ReplaceAsync(
        string waba,
        IReadOnlyList<MessageTemplate> listed,
        DateTimeOffset askedAt,
        CancellationToken cancellationToken
    ) =>
        await database.WriteAsync(
            async writing =>
            {
                // In the order of the key, as everybody who changes several.
                foreach (
                    var template in listed
                        .OrderBy(template => template.Name, StringComparer.Ordinal)
                        .ThenBy(template => template.Language, StringComparer.Ordinal)
                )
                    await ListedAsync(writing, waba, template, askedAt);
                var listedKeys = listed
                    .Select(template => (StoredText.Clean(template.Name, LongestName), StoredText.Clean(template.Language, LongestWord)))
                    .ToHashSet();
                var there = await writing.QueryAsync(
                    "select name, language from templates where waba = @waba and status <> 'DELETED' order by name, language",
                    row => (Name: row.Text("name"), Language: row.Text("language")),
                    ("waba", waba)
                );
                foreach (var (name, language) in there.Where(one => !listedKeys.Contains(one)))
                    await writing.ExecuteAsync(
                        """
                        update templates set status = 'DELETED', status_at = @at, event_id = ''
                        where waba = @waba and name = @name and language = @language and status_at < @at
                        """,
                        [.. Key(waba, name, language), ("at", askedAt)]
                    );
                return true;
            },
            cancellationToken
        );

    private static Task<int> ListedAsync(SqlTransaction writing, string waba, MessageTemplate template, DateTimeOffset askedAt) =>
        writing.ExecuteAsync(
            """
            insert into templates (waba, name, language, category, status, status_at, event_id, content)
            values (@waba, @name, @language, @category, @status, @at, '', @content)
            on conflict (waba, name, language) do update set category = excluded.category, content = excluded.content,
                status = case when templates.status_at > excluded.status_at then templates.status else excluded.status end,
                event_id = case when templates.status_at > excluded.status_at then templates.event_id else excluded.event_id end,
                status_at = case when templates.status_at > excluded.status_at then templates.status_at else excluded.status_at end
            """,
            [
                .. Key(waba, template.Name, template.Language),
                ("category", StoredText.Clean(template.Category, LongestWord)),
                ("status", StoredText.Clean(template.Status, LongestWord)),
                ("at", askedAt),
                ("content", LedgerJson.Write(template)),
            ]
        );

    /// <summary>A node has begun: every business account it is configured for is to be asked at once.</summary>
    public async Task WantAsync(IReadOnlyCollection<string> wabas, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var waba in wabas)
        {
            await database.ExecuteAsync(
                """
                insert into template_syncs (waba, due_at) values (@waba, @now)
                on conflict (waba) do update set due_at = case when template_syncs.due_at < excluded.due_at then template_syncs.due_at
                    else excluded.due_at end
                """,
                cancellationToken,
                ("waba", waba),
                ("now", now)
            );
        }
    }

    /// <summary>Takes a business account that is due to be asked, so that no other node asks it before <paramref name="again"/>. Null: none
    /// is due.</summary>
    /// <param name="again">When it is asked once more if nothing comes of it.</param>
    public async Task<TemplateSync?> TakeAsync(
        IReadOnlyCollection<string> wabas,
        DateTimeOffset now,
        DateTimeOffset again,
        CancellationToken cancellationToken
    )
    {
        var due = await database.QueryAsync(
            "select waba from template_syncs where due_at <= @now",
            row => row.Text("waba"),
            cancellationToken,
            ("now", now)
        );
        foreach (var waba in due.Where(wabas.Contains))
        {
            var taken = await database.QueryAsync(
                "update template_syncs set due_at = @again where waba = @waba and due_at <= @now returning failures",
                row => new TemplateSync(waba, again, row.Number("failures")),
                cancellationToken,
                ("waba", waba),
                ("now", now),
                ("again", again)
            );
            if (taken.Count > 0)
                return taken[0];
        }

        return null;
    }

    /// <summary>The asking failed: it is to be repeated then, or earlier if news come.</summary>
    public Task FailedAsync(string waba, DateTimeOffset again, CancellationToken cancellationToken) =>
        database.ExecuteAsync(
            "update template_syncs set failures = failures + 1, due_at = @again where waba = @waba",
            cancellationToken,
            ("waba", waba),
            ("again", again)
        );

    /// <summary>It is to be asked again then, or earlier if news came meanwhile.</summary>
    public Task SucceededAsync(TemplateSync taken, DateTimeOffset next, CancellationToken cancellationToken) =>
        database.ExecuteAsync(
            "update template_syncs set failures = 0, due_at = case when due_at = @until then @next else due_at end where waba = @waba",
            cancellationToken,
            ("waba", taken.Scope),
            ("until", taken.Until),
            ("next", next)
        );

    /// <summary>News of a template, in a transaction with other reports: its status, by the later word; and soon everything else of
    /// it.</summary>
    internal static async Task NoteAsync(SqlTransaction writing, InboundBody.TemplateChanged news, InboundEvent report, DateTimeOffset now)
    {
        if (news.Status is { Length: > 0 } status)
        {
            await writing.ExecuteAsync(
                """
                update templates set status = @status, status_at = @at, event_id = @event
                where waba = @waba and name = @name and language = @language and (status_at < @at or (status_at = @at
                    and event_id < @event))
                """,
                [
                    .. Key(news.Scope, news.Name, news.Language),
                    ("status", StoredText.Clean(status, LongestWord)),
                    ("at", report.At),
                    ("event", StoredText.Clean(report.Id, StoredText.LongestId)),
                ]
            );
        }

        await writing.ExecuteAsync(
            "update template_syncs set due_at = @soon where waba = @waba and due_at > @soon",
            ("waba", news.Scope),
            ("soon", now + SoonAfterNews)
        );
    }

    /// <summary>A send was refused because of it: it may not be sent until a listing or news say otherwise.</summary>
    public Task RefusedAsync(string waba, string name, string language, DateTimeOffset at, CancellationToken cancellationToken) =>
        database.ExecuteAsync(
            """
            update templates set status = 'PAUSED', status_at = case when status_at > @at then status_at else @at end, event_id = ''
            where waba = @waba and name = @name and language = @language and status = 'APPROVED'
            """,
            cancellationToken,
            [.. Key(waba, name, language), ("at", at)]
        );

    private static (string, object?)[] Key(string waba, string name, string language) =>
        [("waba", waba), ("name", StoredText.Clean(name, LongestName)), ("language", StoredText.Clean(language, LongestWord))];

    private static MessageTemplate Read(Row row) =>
        LedgerJson.Read<MessageTemplate>(row.Text("content")) with
        {
            Status = row.Text("status"),
        };
}

/// <summary>A business account to be asked for its templates.</summary>
/// <param name="Until">Until then it is this node's to ask.</param>
/// <param name="Failures">How often in a row that failed so far.</param>
public sealed record TemplateSync(string Scope, DateTimeOffset Until, int Failures);
