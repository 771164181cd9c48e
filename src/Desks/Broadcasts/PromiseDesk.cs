using OmoBroadcast.Broadcast;
using OmoBroadcast.Broadcast.Clock;
using OmoBroadcast.Broadcast.Planning;
using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Domain.Texts;
using OmoBroadcast.Storage.Space;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Desks.Broadcasts;

/// <summary>
/// The button by which a draft becomes a promise, and what stands between: above a number of recipients a manager of the store who is not
/// the sender has to approve it. Every press carries the version it was made on.
/// </summary>
public sealed class PromiseDesk(Campaigns campaigns, Approvals approvals, Previewer previewer, ContentRules rules, PromiseTools tools)
{
    public const int LongestWords = 200;

    /// <summary>Of why a broadcast is sent while its store's send window is shut. Characters.</summary>
    public const int LongestWindowReason = 100;

    /// <summary>The button, on the draft as it was read for this press: send now or at a time; or, where it has to be approved first, ask
    /// for that. Where it is not clear which, nothing is done and that is asked.</summary>
    public Task<Answer<Confirmation>> ConfirmAsync(StaffMember me, Campaign draft, SendTime time, CancellationToken cancellationToken) =>
        Permissions.AskAsync<Confirmation>(me, async () =>
        {
            var now = tools.Node.Now;
            if (Refusal(me, draft, time, now) is { } no)
                return no;
            // Before it is read: what is lost from here on is seen at the launch.
            var present = await tools.Audience.LivesAsync(cancellationToken);
            var preview = await previewer.PreviewAsync(draft, me, cancellationToken);
            if (time is { IsOpen: true, At: { } at })
                return new Answer<Confirmation>.Ok(new(draft, new(at, preview)));
            if (time.Asked is null && preview.WillReceive == 0)
                return new Answer<Confirmation>.Invalid("audience", "audience.empty");
            var due = time.Asked > now ? time.Asked.Value : now;
            var shut = previewer.WindowOf(draft, due) is { IsShut: true };
            if (shut && (time.WindowReason is null || WrongReason(time.WindowReason) is not null))
                return new Answer<Confirmation>.Ok(new(draft, await ShutAsync(me, preview, time, due, cancellationToken)));
            var promise = new Promise(due, due.AddHours(rules.Options.ExpiryHours), (int)preview.WillReceive)
            {
                WillNot = preview.WillNot.ToDictionary(left => left.Reason, left => left.Count),
                WindowReason = shut ? time.WindowReason : null,
                Present = present,
            };
            if (preview.NeedsApproval && !await approvals.AnybodyAsync(draft, cancellationToken))
                return new Answer<Confirmation>.Invalid("audience", "approval.nobody", rules.Options.ApproveAbove);
            var done = preview.NeedsApproval
                ? await approvals.AskAsync(draft, promise, now, cancellationToken)
                : await ScheduleAsync(draft, promise with { Content = await SignedAsync(draft, me, cancellationToken) }, cancellationToken);
            return !done ? new Answer<Confirmation>.Stale()
                : await campaigns.FindAsync(draft.Id, cancellationToken) is { } found ? new Answer<Confirmation>.Ok(new(found))
                : new Answer<Confirmation>.NotFound();
        });

    /// <summary>What is to be asked before it is promised for a time at which the store's send window is shut.</summary>
    private async Task<SendQuestion> ShutAsync(
        StaffMember me,
        Preview preview,
        SendTime time,
        DateTimeOffset due,
        CancellationToken cancellationToken
    )
    {
        var (draft, opening) = (preview.Campaign, previewer.WindowOf(preview.Campaign, due)!.Reopens);
        var then = await previewer.PreviewAsync(draft, me, cancellationToken, opening);
        return new(opening, preview)
        {
            Shut = new(time.Asked, then.WillReceive, Math.Max(0, Late(then) - Late(preview)), me.Manages(draft.Store))
            {
                Wrong = WrongReason(time.WindowReason),
            },
        };

        static long Late(Preview one) => one.WillNot.FirstOrDefault(left => left.Reason == SkipReason.OutsideWindow)?.Count ?? 0;
    }

    private static Answer<Confirmation>.Invalid? WrongReason(string? reason) =>
        reason is null ? null
        : !VisibleText.Shows(reason) ? new("reason", "window.why")
        : reason.Length > LongestWindowReason ? new("reason", "window.reason", LongestWindowReason)
        : null;

    private Answer<Confirmation>? Refusal(StaffMember me, Campaign draft, SendTime time, DateTimeOffset now) =>
        me.Objection<Confirmation>(draft) is { } no ? no
        : !tools.Space.MayPromise ? new Answer<Confirmation>.Invalid("audience", "space.low")
        : time.WindowReason is not null && !me.Manages(draft.Store) ? new Answer<Confirmation>.Denied()
        : rules.Check(draft) is { } wrong ? new Answer<Confirmation>.Invalid(wrong.Field, wrong.Code, wrong.Limit)
        : time.IsUnreadable ? new Answer<Confirmation>.Invalid("at", "schedule.when")
        : time.Asked < now.AddMinutes(-1) ? new Answer<Confirmation>.Invalid("at", "schedule.past")
        : time.Asked > now.AddDays(rules.Options.ScheduleDays)
            ? new Answer<Confirmation>.Invalid("at", "schedule.too_far", rules.Options.ScheduleDays)
        : null;

    private async Task<bool> ScheduleAsync(Campaign draft, Promise promise, CancellationToken cancellationToken)
    {
        if (!await campaigns.ScheduleAsync(draft.Id, draft.Version, promise, cancellationToken))
            return false;
        tools.Timetable.Note(draft.Id, promise.DueAt);
        return true;
    }

    /// <summary>What a manager of its store is asked to approve, as it would be sent at this moment.</summary>
    public Task<Answer<Review>> ReviewAsync(StaffMember me, long id, CancellationToken cancellationToken) =>
        AwaitingAsync<Review>(
            me,
            id,
            null,
            async campaign => new Answer<Review>.Ok(
                new(
                    await previewer.PreviewAsync(campaign, cancellationToken),
                    await tools.Directory.FindAsync(campaign.Sender, cancellationToken)
                )
            ),
            cancellationToken
        );

    /// <summary>It is sent at the time that was asked for or, when that has passed, at once.</summary>
    public Task<Answer<Campaign>> ApproveAsync(StaffMember me, long id, int version, CancellationToken cancellationToken) =>
        AwaitingAsync<Campaign>(
            me,
            id,
            version,
            async campaign =>
            {
                if (!tools.Space.MayPromise)
                    return new Answer<Campaign>.Invalid("audience", "space.low");
                var now = tools.Node.Now;
                if (campaign.ExpiresAt <= now)
                    return new Answer<Campaign>.Invalid("audience", "approval.late", rules.Options.ExpiryHours);
                if (previewer.WindowOf(campaign) is { IsShut: true, TooLate: true })
                    return new Answer<Campaign>.Invalid("audience", "approval.shut");
                // Only now: sent back, it is the draft that was written.
                var sender = await tools.Directory.FindAsync(campaign.Sender, cancellationToken)
                    ?? await tools.Directory.FindFormerAsync(campaign.Sender, cancellationToken);
                if (
                    !await approvals.ApproveAsync(
                        campaign,
                        await SignedAsync(campaign, sender, cancellationToken),
                        me,
                        now,
                        cancellationToken,
                        await tools.Audience.LivesAsync(cancellationToken)
                    )
                )
                    return new Answer<Campaign>.Stale();
                tools.Timetable.Note(id, campaign.DueAt > now ? campaign.DueAt.Value : now);
                return await FoundAsync(id, cancellationToken);
            },
            cancellationToken
        );

    /// <summary>Back to its sender, with words.</summary>
    public Task<Answer<Campaign>> ReturnAsync(StaffMember me, long id, int version, string words, CancellationToken cancellationToken) =>
        AwaitingAsync<Campaign>(
            me,
            id,
            version,
            async campaign =>
                words.Length > LongestWords ? new Answer<Campaign>.Invalid("words", "approval.words", LongestWords)
                : await approvals.ReturnAsync(campaign, me, words, tools.Node.Now, cancellationToken)
                    ? await FoundAsync(id, cancellationToken)
                : new Answer<Campaign>.Stale(),
            cancellationToken
        );

    /// <summary>Its sender takes it back, from its schedule or from who is asked to approve it, to change it; then it has to be sent
    /// anew.</summary>
    public Task<Answer<Campaign>> WithdrawAsync(StaffMember me, long id, int version, CancellationToken cancellationToken) =>
        Permissions.AskAsync<Campaign>(me, async () => await campaigns.FindAsync(id, cancellationToken) is not { } campaign
                ? new Answer<Campaign>.NotFound()
            : !me.Wrote(campaign) ? new Answer<Campaign>.Denied()
            : campaign.Version == version
            && CampaignStates.Table.Allows(campaign.State, CampaignChange.Withdraw)
            && await approvals.WithdrawAsync(campaign, tools.Node.Now, cancellationToken)
                ? await FoundAsync(id, cancellationToken)
            : new Answer<Campaign>.Stale());

    private async Task<Content> SignedAsync(Campaign campaign, StaffMember? sender, CancellationToken cancellationToken) =>
        campaign.Content.Sign(
            campaign.Audience.Store is null ? sender?.Name ?? "" : null,
            await tools.Directory.StoreNameAsync(campaign.Store, cancellationToken)
        );

    // What is not theirs to approve is not told from what is not there.
    private Task<Answer<T>> AwaitingAsync<T>(
        StaffMember me,
        long id,
        int? version,
        Func<Campaign, Task<Answer<T>>> act,
        CancellationToken cancellationToken
    ) => Permissions.AskAsync(me, async () => await campaigns.FindAsync(id, cancellationToken) is not { } campaign
                ? new Answer<T>.NotFound()
            : !me.MayApprove(campaign) ? new Answer<T>.Denied()
            : campaign.State != CampaignState.Awaiting || (version is { } seen && campaign.Version != seen) ? new Answer<T>.Stale()
            : await act(campaign));

    private async Task<Answer<Campaign>> FoundAsync(long id, CancellationToken cancellationToken) =>
        await campaigns.FindAsync(id, cancellationToken) is { } found ? new Answer<Campaign>.Ok(found) : new Answer<Campaign>.NotFound();
}

/// <summary>What sets a promise going, who works here, whether there is room for one, and whom it is read from.</summary>
public sealed record PromiseTools(LaunchTimetable Timetable, Node Node, StaffDirectory Directory, FreeSpace Space, AudienceReader Audience);

/// <summary>What a manager is asked to approve.</summary>
/// <param name="Sender">Null when they have left the staff.</param>
public sealed record Review(Preview Preview, StaffMember? Sender);
