namespace OmoBroadcast.Storage.Sql;

/// <summary>Where verified webhook calls wait while the present is away, in the order of their arrival.</summary>
public sealed class WebhookInbox(Database database)
{
    /// <summary>On the disk when this returns. After a lost answer of the database it may be there twice, which applying it
    /// bears.</summary>
    public Task AddAsync(WaitingWebhook waiting, CancellationToken cancellationToken) =>
        database.ExecuteAsync(
            """
            insert into webhooks (channel, headers, body, at, only_events, unheard)
            values (@channel, @headers, @body, @at, @only, @unheard)
            """,
            cancellationToken,
            ("channel", waiting.Channel.Value),
            ("headers", LedgerJson.Write(waiting.Headers)),
            ("body", waiting.Body.ToArray()),
            ("at", waiting.At),
            ("only", waiting.OnlyEvents is { } ids ? Written(ids) : null),
            ("unheard", waiting.Unheard)
        );

    /// <summary>The first that wait, without those set aside.</summary>
    public Task<List<StoredWebhook>> NextAsync(int most, CancellationToken cancellationToken) =>
        ReadAsync("quarantined = 0", most, cancellationToken);

    /// <summary>The first in which somebody says no that is not written down yet.</summary>
    public Task<List<StoredWebhook>> UnheardAsync(int most, CancellationToken cancellationToken) =>
        ReadAsync("unheard = 1 and quarantined = 0", most, cancellationToken);

    public Task HeardAsync(long id, CancellationToken cancellationToken) =>
        database.ExecuteAsync("update webhooks set unheard = 0 where id = @id", cancellationToken, ("id", id));

    public Task RemoveAsync(IReadOnlyCollection<long> ids, CancellationToken cancellationToken) =>
        database.ExecuteAsync(
            $"delete from webhooks where {database.Engine.Among("id", "@ids")}",
            cancellationToken,
            ("ids", database.Engine.List(ids))
        );

    /// <summary>Counts a failure to apply it, across restarts; returns how many there have been.</summary>
    public async Task<int> FailedAsync(long id, string reason, CancellationToken cancellationToken)
    {
        var attempts = await database.WriteAsync(
            writing =>
                writing.QueryAsync(
                    "update webhooks set attempts = attempts + 1, reason = @reason where id = @id returning attempts",
                    row => row.Number("attempts"),
                    ("id", id),
                    ("reason", StoredText.Clean(reason, StoredText.LongestWords))
                ),
            cancellationToken
        );
        return attempts.SingleOrDefault();
    }

    /// <summary>From now on the row stands for these events of its body alone: all others are applied.</summary>
    public Task NarrowAsync(long id, IReadOnlyCollection<string> onlyEvents, CancellationToken cancellationToken) =>
        database.ExecuteAsync(
            "update webhooks set only_events = @only where id = @id",
            cancellationToken,
            ("id", id),
            ("only", Written(onlyEvents))
        );

    /// <summary>Sets it aside, kept and never again given by <see cref="NextAsync"/>: what cannot be applied must not hold up what
    /// follows.</summary>
    public Task QuarantineAsync(long id, string reason, CancellationToken cancellationToken) =>
        database.ExecuteAsync(
            "update webhooks set quarantined = 1, reason = @reason where id = @id",
            cancellationToken,
            ("id", id),
            ("reason", StoredText.Clean(reason, StoredText.LongestWords))
        );

    /// <summary>What is set aside, the oldest first.</summary>
    public Task<List<StoredWebhook>> QuarantinedAsync(int most, CancellationToken cancellationToken) =>
        ReadAsync("quarantined = 1", most, cancellationToken);

    /// <summary>How many are set aside.</summary>
    public async Task<long> QuarantinedCountAsync(CancellationToken cancellationToken) =>
        (
            await database.QueryAsync(
                "select count(*) as aside from webhooks where quarantined = 1",
                row => row.Long("aside"),
                cancellationToken
            )
        )[0];

    /// <summary>Lets what is set aside be tried anew; returns how many that is.</summary>
    /// <param name="id">Null: all.</param>
    public Task<int> RetryAsync(long? id, CancellationToken cancellationToken) =>
        database.ExecuteAsync(
            $"update webhooks set quarantined = 0, attempts = 0 where quarantined = 1 {(id is null ? "" : "and id = @id")}",
            cancellationToken,
            id is null ? [] : [("id", id)]
        );

    /// <summary>How many wait.</summary>
    public async Task<long> CountAsync(CancellationToken cancellationToken)
    {
        var count = await database.QueryAsync(
            "select count(*) as waiting from webhooks where quarantined = 0",
            row => row.Long("waiting"),
            cancellationToken
        );
        return count[0];
    }

    /// <summary>An event's id as it comes back from here.</summary>
    public static string Written(string eventId) => StoredText.Clean(eventId, int.MaxValue);

    private static string Written(IEnumerable<string> eventIds) => LedgerJson.Write(eventIds.Select(Written).ToArray());

    private Task<List<StoredWebhook>> ReadAsync(string which, int most, CancellationToken cancellationToken) =>
        database.QueryAsync(
            $"select id, channel, headers, body, at, attempts, only_events, reason from webhooks where {which} order by id limit @most",
            row => new StoredWebhook(
                row.Long("id"),
                new(
                    new(row.Text("channel")),
                    LedgerJson.Read<Dictionary<string, string>>(row.Text("headers")),
                    row.Bytes("body"),
                    row.Time("at"),
                    row.TextOrNull("only_events") is { } only ? LedgerJson.Read<string[]>(only) : null
                ),
                row.Number("attempts"),
                row.TextOrNull("reason")
            ),
            cancellationToken,
            ("most", most)
        );
}
