using OmoBroadcast.Broadcast;
using OmoBroadcast.Broadcast.Planning;
using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Desks.Broadcasts;

/// <summary>What a member of staff sees of campaigns after the button, and how they stop them. A manager sees, and may stop, those of the
/// store.</summary>
public sealed class RecordDesk(Campaigns campaigns, DeliveryReports deliveries, Holds holds, Roster roster, RecordTools tools)
{
    public const int Most = 50;

    private const int MostCodes = 8;

    private static readonly DeliveryState[] Trouble = [DeliveryState.Refused, DeliveryState.Unknown, DeliveryState.Expired];

    /// <summary>群發紀錄, the latest first.</summary>
    public Task<Answer<IReadOnlyList<CampaignLine>>> RecordsAsync(
        StaffMember me,
        int skip,
        int take,
        CancellationToken cancellationToken
    ) => Permissions.AskAsync<IReadOnlyList<CampaignLine>>(me, async () =>
        {
            var manages = me.Role == Role.Manager;
            var found = await campaigns.ListAsync(
                manages ? null : me.Id,
                manages ? [me.Store] : null,
                skip,
                Math.Min(take, Most),
                cancellationToken
            );
            var tallies = await deliveries.TalliesAsync([.. found.Select(campaign => campaign.Id)], cancellationToken);
            var lines = new List<CampaignLine>(found.Count);
            foreach (var campaign in found)
                lines.Add(await LineAsync(campaign, tallies[campaign.Id], manages, cancellationToken));
            return new Answer<IReadOnlyList<CampaignLine>>.Ok(lines);
        });

    /// <summary>草稿: what this person has begun to write, and what was sent back to them, the latest first.</summary>
    public Task<Answer<IReadOnlyList<Campaign>>> DraftsAsync(StaffMember me, int skip, int take, CancellationToken cancellationToken) =>
        Permissions.AskAsync<IReadOnlyList<Campaign>>(me, async () =>
            new Answer<IReadOnlyList<Campaign>>.Ok(
                await campaigns.DraftsAsync(me.Id, tools.Node.Now - Campaigns.DraftsKept, skip, Math.Min(take, Most), cancellationToken)
            )
        );

    /// <summary>The campaign without how it stands, which takes several more questions.</summary>
    public Task<Answer<Campaign>> FindAsync(StaffMember me, long id, CancellationToken cancellationToken) =>
        OnAsync(me, id, campaign => Task.FromResult<Answer<Campaign>>(new Answer<Campaign>.Ok(campaign)), cancellationToken);

    /// <summary>How a campaign stands that was read for this press.</summary>
    public Task<Answer<Progress>> ProgressAsync(StaffMember me, Campaign campaign, CancellationToken cancellationToken) =>
        Permissions.AskAsync(me, async () =>
            me.MaySee(campaign) ? await ProgressOkAsync(campaign, cancellationToken) : new Answer<Progress>.Denied()
        );

    public Task<Answer<Progress>> ProgressAsync(StaffMember me, long id, CancellationToken cancellationToken) =>
        OnAsync(me, id, campaign => ProgressOkAsync(campaign, cancellationToken), cancellationToken);

    /// <summary>The recipients in one state (null: all), or reported at least so far, in order of their ids.</summary>
    public Task<Answer<IReadOnlyList<Delivery>>> DeliveriesAsync(
        StaffMember me,
        long id,
        DeliveryFilter filter,
        int skip,
        int take,
        CancellationToken cancellationToken
    ) =>
        OnAsync<IReadOnlyList<Delivery>>(
            me,
            id,
            async campaign => new Answer<IReadOnlyList<Delivery>>.Ok(
                await deliveries.DeliveriesAsync(campaign.Id, filter, skip, Math.Min(take, Most), cancellationToken)
            ),
            cancellationToken
        );

    /// <summary>A page of them with how many there are, and the codes that can be asked for.</summary>
    public Task<Answer<Recipients>> RecipientsAsync(
        StaffMember me,
        long id,
        DeliveryFilter filter,
        int skip,
        int take,
        CancellationToken cancellationToken
    ) =>
        OnAsync<Recipients>(
            me,
            id,
            async campaign =>
            {
                var progress = await ProgressOfAsync(campaign, cancellationToken);
                var missed = progress.Missed > 0 ? await MissedAsync(id, cancellationToken) : [];
                return new Answer<Recipients>.Ok(
                    new(
                        progress,
                        filter,
                        await deliveries.DeliveriesAsync(id, filter, skip, Math.Min(take, Most), cancellationToken),
                        await deliveries.CountAsync(id, filter, cancellationToken),
                        await deliveries.CodesAsync(id, MostCodes, cancellationToken)
                    )
                    {
                        Again = missed.Where(one => Passes(one, filter)).Sum(one => one.Count),
                    }
                );
            },
            cancellationToken
        );

    /// <summary>All of them, to be read once, however many they are.</summary>
    public Task<Answer<(Campaign Campaign, IAsyncEnumerable<Delivery> Deliveries)>> OpenAsync(
        StaffMember me,
        long id,
        CancellationToken cancellationToken
    ) =>
        OnAsync<(Campaign, IAsyncEnumerable<Delivery>)>(
            me,
            id,
            campaign =>
                Task.FromResult<Answer<(Campaign, IAsyncEnumerable<Delivery>)>>(
                    new Answer<(Campaign, IAsyncEnumerable<Delivery>)>.Ok(
                        (campaign, deliveries.AllDeliveriesAsync(id, DeliveryFilter.All, cancellationToken))
                    )
                ),
            cancellationToken
        );

    public Task<Answer<Progress>> PauseAsync(StaffMember me, long id, int version, CancellationToken cancellationToken) =>
        ChangeAsync(me, id, () => campaigns.PauseAsync(id, version, cancellationToken), cancellationToken);

    public Task<Answer<Progress>> ResumeAsync(StaffMember me, long id, int version, CancellationToken cancellationToken) =>
        ChangeAsync(
            me,
            id,
            async () => await campaigns.ResumeAsync(id, version, cancellationToken, await tools.Audience.LivesAsync(cancellationToken)),
            cancellationToken
        );

    /// <summary>Stops for good what has not been sent. A call that is already under way ends as it ends, and is counted so.</summary>
    public Task<Answer<Progress>> CancelAsync(StaffMember me, long id, int version, CancellationToken cancellationToken) =>
        ChangeAsync(me, id, () => campaigns.CancelAsync(id, version, tools.Node.Now, cancellationToken), cancellationToken);

    /// <summary>Calls <paramref name="moved"/> when some campaign may stand differently, until disposed. It must be quick and must not
    /// throw; whoever misses a call finds the same in the ledger.</summary>
    public IDisposable Watch(Action moved) =>
        tools.Node.Nudges.Listen(topic =>
        {
            if (Topics.IsMoved(topic))
                moved();
        });

    /// <summary>How a campaign stands, for whoever follows it without having asked. Throws what the database throws when it is
    /// away.</summary>
    public async Task<Progress> ProgressOfAsync(Campaign campaign, CancellationToken cancellationToken)
    {
        var held = await holds.HoldsOfAsync(campaign.Id, cancellationToken);
        var progress = new Progress(
            campaign,
            await deliveries.TallyAsync(campaign.Id, cancellationToken),
            await deliveries.SkippedAsync(campaign.Id, cancellationToken),
            held
        );
        return progress with
        {
            Approver = campaign.ApprovedBy is { } manager ? await NameAsync(manager, cancellationToken) : null,
            Cost = campaign is { State: CampaignState.Done or CampaignState.Cancelled, Forgotten: false }
                ? await tools.Costs.AfterwardsAsync(campaign.Id, cancellationToken)
                : null,
            Missed = progress.Ended ? await MissedAsync(progress, cancellationToken) : 0,
            Reopens =
                campaign.State is CampaignState.Launching or CampaignState.Sending && progress.Tally.Waiting > 0
                    ? tools.Windows.Reopens(campaign.Hours, tools.Node.Now)
                    : null,
            Retries = await campaigns.RetriesAsync(campaign.Id, cancellationToken),
            Reports = roster.Accounts.Any(account => roster[account.Key.Channel].Limits.Reports),
        };
    }

    private async Task<CampaignLine> LineAsync(
        Campaign campaign,
        CampaignTally standing,
        bool named,
        CancellationToken cancellationToken
    ) =>
        new(campaign, standing.Tally)
        {
            Author = named ? await NameAsync(campaign.Sender, cancellationToken) : null,
            Channels =
            [
                .. roster
                    .Accounts.Where(account => standing.Accounts.Contains(account.Key))
                    .Select(account => account.Key.Channel)
                    .Distinct(),
            ],
        };

    private async Task<string> NameAsync(string staff, CancellationToken cancellationToken) =>
        (await tools.Directory.FindAsync(staff, cancellationToken) ?? await tools.Directory.FindFormerAsync(staff, cancellationToken))?.Name
        ?? staff;

    private async Task<long> MissedAsync(Progress progress, CancellationToken cancellationToken) =>
        progress.Tally is { Refused: 0, Expired: 0, Cancelled: 0 }
            ? 0
            : (await MissedAsync(progress.Campaign.Id, cancellationToken)).Sum(missed => missed.Count);

    // Whom nothing can reach is not written to again.
    private async Task<IReadOnlyList<MissedCount>> MissedAsync(long campaign, CancellationToken cancellationToken) =>
        [
            .. (await deliveries.MissedCountsAsync(new(campaign, AlsoDoubtful: false), cancellationToken)).Where(missed =>
                missed.Code is not { } code || !roster[missed.Account.Channel].Limits.IsLasting(code)
            ),
        ];

    private static bool Passes(MissedCount missed, DeliveryFilter filter) =>
        filter is { Skip: null, Reached: null }
        && (filter.Code is null || filter.Code == missed.Code)
        && filter.State switch
        {
            null => true,
            DeliveryState.Refused => missed.Code is not null,
            DeliveryState.Expired or DeliveryState.Cancelled => missed.Code is null,
            _ => false,
        };

    /// <summary>The campaign as it stands, for a card that is drawn without anybody asking.</summary>
    public Task<Answer<Campaign>> StandingAsync(long id, CancellationToken cancellationToken) =>
        Permissions.ServeAsync<Campaign>(async () =>
            await campaigns.FindAsync(id, cancellationToken) is { } found ? new Answer<Campaign>.Ok(found) : new Answer<Campaign>.NotFound()
        );

    /// <summary>Some of those whose delivery went wrong, to stand beside a progress that may be seen; as many as can be had.</summary>
    public async Task<IReadOnlyList<Delivery>> TroubledAsync(Progress progress, int most, CancellationToken cancellationToken)
    {
        var troubled = new List<Delivery>();
        if (!progress.Tally.HasTrouble)
            return troubled;
        foreach (var state in Trouble)
        {
            if (troubled.Count >= most)
                break;
            var found = await Permissions.ServeAsync<IReadOnlyList<Delivery>>(async () =>
                new Answer<IReadOnlyList<Delivery>>.Ok(
                    await deliveries.DeliveriesAsync(
                        progress.Campaign.Id,
                        new() { State = state },
                        0,
                        Math.Min(most - troubled.Count, Most),
                        cancellationToken
                    )
                )
            );
            if (found is Answer<IReadOnlyList<Delivery>>.Ok { Value: var some })
                troubled.AddRange(some);
        }

        return troubled;
    }

    private Task<Answer<Progress>> ChangeAsync(StaffMember me, long id, Func<Task<bool>> change, CancellationToken cancellationToken) =>
        OnAsync<Progress>(
            me,
            id,
            async _ =>
            {
                if (!await change())
                    return new Answer<Progress>.Stale();
                await tools.Node.Nudges.SendAsync(Topics.Stop(id));
                await tools.Node.Nudges.SendAsync(Topics.Moved(id));
                return await campaigns.FindAsync(id, cancellationToken) is { } changed
                    ? await ProgressOkAsync(changed, cancellationToken)
                    : new Answer<Progress>.NotFound();
            },
            cancellationToken
        );

    private Task<Answer<T>> OnAsync<T>(StaffMember me, long id, Func<Campaign, Task<Answer<T>>> act, CancellationToken cancellationToken) =>
        Permissions.AskAsync(me, async () => await campaigns.FindAsync(id, cancellationToken) is not { } campaign ? new Answer<T>.NotFound()
            : !me.MaySee(campaign) ? new Answer<T>.Denied()
            : await act(campaign));

    private async Task<Answer<Progress>> ProgressOkAsync(Campaign campaign, CancellationToken cancellationToken) =>
        new Answer<Progress>.Ok(await ProgressOfAsync(campaign, cancellationToken));
}

/// <summary>What records are told with.</summary>
public sealed record RecordTools(StaffDirectory Directory, Node Node, Costs Costs, AudienceReader Audience, SendWindows Windows);
