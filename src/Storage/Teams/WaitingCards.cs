using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Storage.Teams;

/// <summary>The cards by which staff are told that customers wait: one for each of them, which one node at a time changes.</summary>
public sealed class WaitingCards(Database database)
{
    /// <summary>By staff id in lower case.</summary>
    public async Task<IReadOnlyDictionary<string, WaitingShown>> AllAsync(CancellationToken cancellationToken) =>
        (
            await database.QueryAsync(
                "select staff, service_url, conversation_id, activity_id, at, shown_at, shown, told, version from waiting_cards",
                row => new WaitingShown(row.Text("staff"), row.Long("version"))
                {
                    Place =
                        row.Text("activity_id").Length == 0
                            ? null
                            : new(row.Text("service_url"), row.Text("conversation_id"), row.Text("activity_id")),
                    At = row.Time("at"),
                    ShownAt = row.Time("shown_at"),
                    Shown = row.Text("shown"),
                    Told = row.Text("told"),
                },
                cancellationToken
            )
        ).ToDictionary(card => card.StaffId, StringComparer.Ordinal);

    /// <summary>Whether it is this node that changes the card, for the time of a lease or until <see cref="SaveAsync"/>; false when
    /// another one is at it, or was since it was read.</summary>
    public async Task<bool> ClaimAsync(WaitingShown read, DateTimeOffset now, TimeSpan lease, CancellationToken cancellationToken) =>
        await database.ExecuteAsync(
            """
            insert into waiting_cards (staff, version, busy_until) values (@staff, @version + 1, @until)
            on conflict (staff) do update set version = excluded.version, busy_until = excluded.busy_until
                where waiting_cards.version = @version and waiting_cards.busy_until <= @now
            """,
            cancellationToken,
            ("staff", Key(read.StaffId)),
            ("version", read.Version),
            ("until", now + lease),
            ("now", now)
        ) > 0;

    /// <summary>How it is now; whoever read it before does nothing.</summary>
    public Task SaveAsync(WaitingShown card, CancellationToken cancellationToken) =>
        database.ExecuteAsync(
            """
            update waiting_cards set service_url = @service, conversation_id = @conversation, activity_id = @activity, at = @at,
                shown_at = @shownAt, shown = @shown, told = @told, version = version + 1, busy_until = 0
            where staff = @staff
            """,
            cancellationToken,
            ("staff", Key(card.StaffId)),
            ("service", card.Place?.ServiceUrl ?? ""),
            ("conversation", card.Place?.ConversationId ?? ""),
            ("activity", card.Place?.ActivityId ?? ""),
            ("at", card.At),
            ("shownAt", card.ShownAt),
            ("shown", card.Shown),
            ("told", card.Told)
        );

    /// <summary>That message of ours shows something else from now on.</summary>
    public Task ForgetAsync(string staffId, string activityId, CancellationToken cancellationToken) =>
        database.ExecuteAsync(
            "update waiting_cards set activity_id = '', version = version + 1 where staff = @staff and activity_id = @activity",
            cancellationToken,
            ("staff", Key(staffId)),
            ("activity", activityId)
        );

    private static string Key(string staffId) => StoredText.Clean(staffId.ToLowerInvariant(), StoredText.LongestId);
}

/// <summary>The card by which somebody was told last that customers wait.</summary>
/// <param name="Version">Of when it was read; 0: there is none yet.</param>
public sealed record WaitingShown(string StaffId, long Version = 0)
{
    /// <summary>Null where none is brought up to date.</summary>
    public TeamsCard? Place { get; init; }

    /// <summary>When it was sent.</summary>
    public DateTimeOffset At { get; init; } = DateTimeOffset.UnixEpoch;

    /// <summary>When it was brought up to date last.</summary>
    public DateTimeOffset ShownAt { get; init; } = DateTimeOffset.UnixEpoch;

    /// <summary>The fingerprint of what it shows.</summary>
    public string Shown { get; init; } = "";

    /// <summary>Of whom they were told; only whoever wrote it understands it.</summary>
    public string Told { get; init; } = "";
}
