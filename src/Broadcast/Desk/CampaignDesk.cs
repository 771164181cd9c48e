using OmoBroadcast.Broadcast.Clock;
using OmoBroadcast.Broadcast.Planning;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Store.Promises;

namespace OmoBroadcast.Broadcast.Desk;

/// <summary>What a member of staff does with a draft of a broadcast, up to the button. Every change carries the version it was made from, so that a press that comes twice is one.</summary>
public sealed class CampaignDesk(Campaigns campaigns, Previewer previewer, ContentRules rules, Timetable timetable, Node node)
{
    /// <summary>群發: a new draft that chooses all of one's conversations in progress, or, 綁定顧客群發, all who are bound to one on a channel.</summary>
    public Task<Answer<Chosen>> StartAsync(StaffMember me, string locale, CancellationToken ct, ChannelId? boundOn = null) => Guard.AskAsync<Chosen>(me, async () =>
        boundOn is { } channel && !Binding.Channels.Contains(channel) ? new Answer<Chosen>.Invalid("channel", "binding.channel")
        : new Answer<Chosen>.Ok(await previewer.ChosenAsync(await campaigns.DraftAsync(me, Audience.All with { BoundOn = boundOn }, locale, node.Now, ct), ct)));

    public Task<Answer<Chosen>> ChooseAsync(StaffMember me, long id, int version, Audience audience, CancellationToken ct) => Guard.AskAsync<Chosen>(me, async () =>
    {
        var draft = await DraftAsync<Chosen>(me, id, version, ct);
        if (draft.No is { } no) return no;
        // Whom one chooses among was settled when the draft was begun.
        audience = audience with { BoundOn = draft.Campaign!.Audience.BoundOn, TemplateOn = draft.Campaign.Audience.TemplateOn, Retry = draft.Campaign.Audience.Retry };
        if (!await campaigns.EditAsync(id, version, audience, draft.Campaign.Content, ct)) return new Answer<Chosen>.Stale();
        return new Answer<Chosen>.Ok(await previewer.ChosenAsync(draft.Campaign with { Audience = audience, Version = version + 1 }, ct));
    });

    public Task<Answer<Preview>> PreviewAsync(StaffMember me, long id, CancellationToken ct) => Guard.AskAsync<Preview>(me, async () =>
        await campaigns.FindAsync(id, ct) is not { } campaign ? new Answer<Preview>.NotFound()
        : !me.Wrote(campaign) ? new Answer<Preview>.Denied()
        : new Answer<Preview>.Ok(await previewer.PreviewAsync(campaign, ct)));

    /// <summary>The button: send now (<paramref name="at"/> null) or at a time.</summary>
    public Task<Answer<Campaign>> ConfirmAsync(StaffMember me, long id, int version, DateTimeOffset? at, CancellationToken ct) => Guard.AskAsync<Campaign>(me, async () =>
    {
        var draft = await DraftAsync<Campaign>(me, id, version, ct);
        if (draft.No is { } no) return no;
        if (rules.Check(draft.Campaign!) is { } wrong) return new Answer<Campaign>.Invalid(wrong.Field, wrong.Code, wrong.Limit);
        var now = node.Now;
        if (at < now.AddMinutes(-1)) return new Answer<Campaign>.Invalid("at", "schedule.past");
        if (at > now.AddDays(rules.Options.ScheduleDays)) return new Answer<Campaign>.Invalid("at", "schedule.too_far", rules.Options.ScheduleDays);
        var preview = await previewer.PreviewAsync(draft.Campaign!, ct);
        if (at is null && preview.WillReceive == 0) return new Answer<Campaign>.Invalid("audience", "audience.empty");
        var due = at > now ? at.Value : now;
        var expires = due.AddHours(rules.Options.ExpiryHours);
        if (!await campaigns.ScheduleAsync(id, version, due, expires, (int)preview.WillReceive, ct)) return new Answer<Campaign>.Stale();
        await timetable.NoteAsync(id, due, ct);
        return await campaigns.FindAsync(id, ct) is { } scheduled ? new Answer<Campaign>.Ok(scheduled) : new Answer<Campaign>.NotFound();
    });

    private Task<(Campaign? Campaign, Answer<T>? No)> DraftAsync<T>(StaffMember me, long id, int version, CancellationToken ct) =>
        campaigns.DraftAsync<T>(me, id, version, ct);
}
