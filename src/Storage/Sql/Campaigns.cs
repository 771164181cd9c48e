using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Condition;

namespace OmoBroadcast.Storage.Sql;

/// <summary>
/// The campaigns and what people decide about them. A decision names the version it was made on; when that has changed, or the state does
/// not allow it, nothing is done and the answer is false.
/// </summary>
public sealed partial class Campaigns(Database database, LedgerSweep sweep)
{
    internal const string Columns = """
        id, state, version, sender, store, locale, audience, content, created_at, due_at, expires_at,
        started_at, finished_at, promised, surface, waits, origin, approved_by, approved_at, returned,
        promised_left, forgotten, window_reason
        """;

    private static readonly string Nothing = LedgerJson.Write(new Content([]));

    private static readonly IReadOnlyList<CampaignState> ToLaunch =
    [
        .. CampaignStates.Table.From(CampaignChange.BeginLaunch),
        .. CampaignStates.Table.From(CampaignChange.TakeLaunchOver),
    ];

    public Task<Campaign> DraftAsync(
        StaffMember sender,
        Audience audience,
        string locale,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => database.WriteAsync(writing => DraftAsync(writing, sender, audience, locale, now), cancellationToken);

    /// <summary>A draft that its sender is about to see: from here on it is the one they are writing.</summary>
    public Task<Campaign> BeginAsync(
        StaffMember sender,
        Audience audience,
        string locale,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) =>
        database.WriteAsync(
            async writing =>
            {
                var draft = await DraftAsync(writing, sender, audience, locale, now);
                await OpenDrafts.ShownAsync(writing, sender.Id, draft.Id, draft.Version, now);
                return draft;
            },
            cancellationToken
        );

    private static async Task<Campaign> DraftAsync(
        SqlTransaction writing,
        StaffMember sender,
        Audience audience,
        string locale,
        DateTimeOffset now
    ) =>
        (
            await writing.QueryAsync(
                $"""
                insert into campaigns (state, version, sender, store, locale, audience, content, created_at)
                values ({CampaignState.Draft:d}, 1, @sender, @store, @locale, @audience, @content, @now)
                returning {Columns}
                """,
                Read,
                ("sender", sender.Id),
                ("store", sender.Store),
                ("locale", locale),
                ("audience", LedgerJson.Write(audience)),
                ("content", Nothing),
                ("now", now)
            )
        ).Single();

    public async Task<Campaign?> FindAsync(long id, CancellationToken cancellationToken)
    {
        var found = await database.QueryAsync($"select {Columns} from campaigns where id = @id", Read, cancellationToken, ("id", id));
        return found.SingleOrDefault();
    }

    /// <summary>Changes a draft.</summary>
    /// <param name="surface">Where its content was composed, if it is new.</param>
    public Task<bool> EditAsync(
        long id,
        int version,
        Audience audience,
        Content content,
        CancellationToken cancellationToken,
        Surface? surface = null
    ) =>
        ChangeAsync(
            id,
            version,
            new(
                CampaignChange.Edit,
                "audience = @audience, content = @content, surface = coalesce(@surface, surface)",
                ("audience", LedgerJson.Write(audience)),
                ("content", LedgerJson.Write(content)),
                ("surface", surface is { } at ? (int)at : null)
            ),
            cancellationToken
        );

    /// <summary>Changes a draft. Null: somebody was faster.</summary>
    /// <param name="changed">The draft as it is to be, with the version it was read at.</param>
    /// <param name="shown">When its sender is about to see it so; null: cards of the version before it stay good.</param>
    public async Task<Campaign?> EditAsync(Campaign changed, DateTimeOffset? shown, CancellationToken cancellationToken)
    {
        var edited = await ChangeAsync(
            changed.Id,
            changed.Version,
            new(
                CampaignChange.Edit,
                "audience = @audience, content = @content, surface = @surface",
                ("audience", LedgerJson.Write(changed.Audience)),
                ("content", LedgerJson.Write(changed.Content)),
                ("surface", (int)changed.Surface)
            )
            {
                Also = shown is { } now
                    ? writing => OpenDrafts.ShownAsync(writing, changed.Sender, changed.Id, changed.Version + 1, now)
                    : null,
            },
            cancellationToken
        );
        return edited ? changed with { Version = changed.Version + 1 } : null;
    }

    /// <summary>The button: a draft becomes a promise.</summary>
    public Task<bool> ScheduleAsync(long id, int version, Promise promise, CancellationToken cancellationToken) =>
        ChangeAsync(id, version, new(CampaignChange.Schedule, Promise.Set, promise.Values), cancellationToken);

    /// <summary>Nothing more of it is claimed until it is resumed. Requests already claimed end as they end.</summary>
    public Task<bool> PauseAsync(long id, int version, CancellationToken cancellationToken) =>
        ChangeAsync(id, version, new(CampaignChange.Pause, "launch_until = 0"), cancellationToken);

    /// <summary>Goes on where it stopped; a launch that had not come to its end is due again at once.</summary>
    /// <param name="present">Which Redis it is; that is what it goes on with if the one it was promised of is lost.</param>
    public Task<bool> ResumeAsync(long id, int version, CancellationToken cancellationToken, RedisLives? present = null) =>
        ChangeAsync(
            id,
            version,
            new(
                CampaignChange.Resume,
                $"""
                state = case when launched = 1 then {CampaignState.Sending:d} else {CampaignState.Launching:d} end,
                    promised_present = coalesce(promised_present, @present)
                """,
                Promise.Of(present)
            ),
            cancellationToken
        );

    /// <summary>
    /// Ends it for good, in any state but done. What is queued becomes cancelled before this returns; what is claimed settles as it ends.
    /// When this is interrupted, the state stands and the sweeper does the rest.
    /// </summary>
    public async Task<bool> CancelAsync(long id, int version, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (
            !await ChangeAsync(
                id,
                version,
                new(CampaignChange.Cancel, "finished_at = @now, launch_until = 0", ("now", now)),
                cancellationToken
            )
        )
            return false;
        await sweep.EndCancelledAsync(id, now, cancellationToken);
        return true;
    }

    /// <summary>Those to launch now: scheduled and due, or in a launch whose lease has ended.</summary>
    public async Task<IReadOnlyList<Campaign>> DueAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        await database.QueryAsync(
            $"""
            select {Columns} from campaigns
            where settled = 0 and {ToLaunch.In()}
                and (({CampaignStates.Table.Where(CampaignChange.BeginLaunch)}
                    and due_at <= @now and launch_until <= {database.Engine.Clock})
                or ({CampaignStates.Table.Where(CampaignChange.TakeLaunchOver)} and launch_until <= {database.Engine.Clock}))
            order by due_at, id
            """,
            Read,
            cancellationToken,
            ("now", now)
        );

    /// <summary>Scheduled, launching, sending and paused.</summary>
    public async Task<IReadOnlyList<Campaign>> UnfinishedAsync(CancellationToken cancellationToken) =>
        await database.QueryAsync(
            $"select {Columns} from campaigns where settled = 0 and {CampaignStates.Unfinished.In()} order by id",
            Read,
            cancellationToken
        );

    /// <summary>Campaigns that are sending and of which nothing waits any more are done. Returns which became so.</summary>
    public async Task<IReadOnlyList<long>> FinishAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        await database.WriteAsync(
            writing =>
                writing.QueryAsync(
                    $"""
                    update campaigns set {CampaignStates.Table.Set(CampaignChange.Finish)}, finished_at = @now, settled = 1
                    where settled = 0 and {CampaignStates.Table.Where(CampaignChange.Finish)}
                        and not exists (select 1 from queue where queue.campaign = campaigns.id)
                    returning id
                    """,
                    row => row.Long("id"),
                    ("now", now)
                ),
            cancellationToken
        );

    internal Task<bool> ChangeAsync(long id, int version, CampaignUpdate update, CancellationToken cancellationToken)
    {
        var mark = Database.NewMark();
        return database.WriteOnceAsync(
            writing =>
                writing.QueryAsync(
                    "select 1 from campaigns where id = @id and change_mark = @mark",
                    row => true,
                    ("id", id),
                    ("mark", mark)
                ),
            async writing =>
            {
                var changed = await writing.ExecuteAsync(
                    $"""
                    update campaigns
                    set version = version + 1, change_mark = @mark, changed_at = {database.Engine.Clock}, {update.Assignments}
                    where id = @id and version = @version and {update.Condition}
                    """,
                    [("id", id), ("version", version), ("mark", mark), .. update.Values]
                );
                if (changed > 0 && update.Also is { } also)
                    await also(writing);
                return changed > 0;
            },
            cancellationToken
        );
    }

    internal static Campaign Read(Row row) =>
        new()
        {
            Id = row.Long("id"),
            State = (CampaignState)row.Number("state"),
            Version = row.Number("version"),
            Sender = row.Text("sender"),
            Store = row.Text("store"),
            Locale = row.Text("locale"),
            Audience = LedgerJson.Read<Audience>(row.Text("audience")),
            Content = LedgerJson.Read<Content>(row.Text("content")),
            CreatedAt = row.Time("created_at"),
            DueAt = row.TimeOrNull("due_at"),
            ExpiresAt = row.TimeOrNull("expires_at"),
            StartedAt = row.TimeOrNull("started_at"),
            FinishedAt = row.TimeOrNull("finished_at"),
            Promised = row.NumberOrNull("promised"),
            Surface = (Surface)row.Number("surface"),
            Waits = row.TextOrNull("waits"),
            Origin = row.LongOrNull("origin"),
            ApprovedBy = row.TextOrNull("approved_by"),
            ApprovedAt = row.TimeOrNull("approved_at"),
            Returned = row.TextOrNull("returned"),
            Forgotten = row.Number("forgotten") > 0,
            WindowReason = row.TextOrNull("window_reason"),
            PromisedLeft = row.TextOrNull("promised_left") is { } left ? LedgerJson.Read<Dictionary<SkipReason, long>>(left) : null,
        };
}
