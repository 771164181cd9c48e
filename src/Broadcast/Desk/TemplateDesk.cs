using OmoBroadcast.Broadcast.Planning;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Store.Promises;

namespace OmoBroadcast.Broadcast.Desk;

/// <summary>
/// 群發訊息範本: from the customers chosen to a template filled in. A template belongs to one WhatsApp business account and reaches the customers of that one; from
/// the preview on it is a broadcast like any other. Every change carries the version it was made from.
/// </summary>
public sealed class TemplateDesk(Campaigns campaigns, Templates templates, Previewer previewer, ContentRules rules, Node node)
{
    /// <summary>A new draft that chooses those of one's conversations in progress that are on WhatsApp.</summary>
    public Task<Answer<Chosen>> StartAsync(StaffMember me, string locale, CancellationToken ct) => Guard.AskAsync<Chosen>(me, async () =>
        new Answer<Chosen>.Ok(await previewer.ChosenAsync(me, await campaigns.DraftAsync(me, Audience.All with { TemplateOn = ChannelId.WhatsApp }, locale, node.Now, ct), ct)));

    /// <summary>The templates to pick from, a page at a time; or, when those chosen belong to several business accounts, which these are.</summary>
    public Task<Answer<TemplateOffer>> OfferAsync(StaffMember me, long id, int version, int skip, CancellationToken ct) => Guard.AskAsync<TemplateOffer>(me, async () =>
    {
        var (draft, no) = await DraftAsync<TemplateOffer>(me, id, version, ct);
        if (draft is null) return no!;
        if (draft.Audience.Waba is not null) return await PageAsync(draft, skip, ct);
        var chosen = await previewer.ChosenAsync(me, draft, ct);
        return chosen.Matching == 0 ? new Answer<TemplateOffer>.Invalid("tag", "audience.empty")
            : chosen.Wabas.Count != 1 ? new Answer<TemplateOffer>.Ok(new TemplateOffer.Conflict(chosen))
            : await NarrowAsync(draft, chosen.Wabas[0].Waba, ct);
    });

    /// <summary>Splits by account: only those of this business account stay chosen.</summary>
    public Task<Answer<TemplateOffer>> NarrowAsync(StaffMember me, long id, int version, string waba, CancellationToken ct) => Guard.AskAsync<TemplateOffer>(me, async () =>
    {
        var (draft, no) = await DraftAsync<TemplateOffer>(me, id, version, ct);
        return draft is null ? no! : await NarrowAsync(draft, waba, ct);
    });

    /// <summary>Picks a template. What was attached in the chat stays at hand for its header.</summary>
    public Task<Answer<TemplateForm>> PickAsync(StaffMember me, long id, int version, string name, string language, CancellationToken ct) => Guard.AskAsync<TemplateForm>(me, async () =>
    {
        var (draft, no) = await DraftAsync<TemplateForm>(me, id, version, ct);
        if (draft is null) return no!;
        if (draft.Audience.Waba is not { } waba || await templates.FindAsync(waba, name, language, ct) is not { } template || !MessageTemplate.IsOffered(template))
            return new Answer<TemplateForm>.Invalid("template", "template.gone");
        var content = new Content([TemplateFilling.Chosen(template), .. AtHand(draft).Take(Content.MostMessages - 1).Reverse()]);
        return await campaigns.EditAsync(id, version, draft.Audience, content, ct)
            ? new Answer<TemplateForm>.Ok(new(draft with { Content = content, Version = version + 1 }, template, AtHand(draft))) : new Answer<TemplateForm>.Stale();
    });

    /// <summary>The draft's template with what there is to fill in.</summary>
    public Task<Answer<TemplateForm>> FormAsync(StaffMember me, long id, int version, CancellationToken ct) => Guard.AskAsync<TemplateForm>(me, async () =>
    {
        var (draft, no) = await DraftAsync<TemplateForm>(me, id, version, ct);
        return draft is null ? no! : await FormAsync(draft, ct) is { } form ? new Answer<TemplateForm>.Ok(form) : new Answer<TemplateForm>.Invalid("template", "template.gone");
    });

    /// <summary>Fills it in; the preview follows.</summary>
    /// <param name="values">What was typed, by the fields of the template.</param>
    /// <param name="mediaId">What was chosen for its header of what is at hand.</param>
    public Task<Answer<Preview>> FillAsync(
        StaffMember me, long id, int version, Func<string, string?> values, string? mediaId, Surface surface, CancellationToken ct) => Guard.AskAsync<Preview>(me, async () =>
    {
        var (draft, no) = await DraftAsync<Preview>(me, id, version, ct);
        if (draft is null) return no!;
        if (await FormAsync(draft, ct) is not { } form) return new Answer<Preview>.Invalid("template", "template.gone");
        var typed = MessageTemplate.Fields(form.Template).Where(field => field.Media is null).ToDictionary(field => field.Id, field => values(field.Id) ?? "");
        var filled = TemplateFilling.Fill(form.Template, typed, form.Media.FirstOrDefault(media => media.MediaId == mediaId));
        if (filled is not Filled.Ok { Message: var message })
        {
            var wrong = (Filled.Wrong)filled;
            return new Answer<Preview>.Invalid(wrong.Field, $"template.{wrong.Rule}", wrong.Limit);
        }

        var content = new Content([message]);
        if (rules.ObjectionTo(ChannelId.WhatsApp, content, surface) is { } objection) return new Answer<Preview>.Invalid("media", WrongContent.CodeOf(objection.Kind), objection.Limit);
        if (!await campaigns.EditAsync(id, version, draft.Audience, content, ct, surface)) return new Answer<Preview>.Stale();
        return new Answer<Preview>.Ok(await previewer.PreviewAsync(draft with { Content = content, Surface = surface, Version = version + 1 }, ct));
    });

    private async Task<TemplateForm?> FormAsync(Campaign draft, CancellationToken ct) =>
        draft.Content.Template is { } chosen && await templates.FindAsync(chosen.Waba, chosen.Name, chosen.Language, ct) is { } template && MessageTemplate.IsOffered(template)
            ? new(draft, template, AtHand(draft)) : null;

    private async Task<Answer<TemplateOffer>> NarrowAsync(Campaign draft, string waba, CancellationToken ct)
    {
        var audience = draft.Audience with { Waba = waba };
        return await campaigns.EditAsync(draft.Id, draft.Version, audience, draft.Content, ct)
            ? await PageAsync(draft with { Audience = audience, Version = draft.Version + 1 }, 0, ct) : new Answer<TemplateOffer>.Stale();
    }

    private async Task<Answer<TemplateOffer>> PageAsync(Campaign draft, int skip, CancellationToken ct)
    {
        var offered = await templates.OfferedAsync(draft.Audience.Waba!, ct);
        if (skip >= offered.Count) skip = 0;
        return new Answer<TemplateOffer>.Ok(new TemplateOffer.Page(draft, [.. offered.Skip(skip).Take(TemplateOffer.PageSize)], offered.Count, skip));
    }

    /// <summary>What the header may show, the newest first.</summary>
    private static IReadOnlyList<OutboundMessage.Media> AtHand(Campaign draft) =>
        [.. draft.Content.Messages.OfType<OutboundMessage.Media>().Reverse()
            .Concat(draft.Content.Template is { } template ? template.Parameters.Select(parameter => parameter.Media).OfType<OutboundMessage.Media>() : []).DistinctBy(media => media.MediaId)];

    private async Task<(Campaign? Draft, Answer<T>? No)> DraftAsync<T>(StaffMember me, long id, int version, CancellationToken ct)
    {
        var (draft, no) = await campaigns.DraftAsync<T>(me, id, version, ct);
        return draft is null || draft.Audience.TemplateOn is not null ? (draft, no) : (null, new Answer<T>.NotFound());
    }
}

/// <summary>What there is to pick from.</summary>
public abstract record TemplateOffer
{
    public const int PageSize = 8;

    private TemplateOffer() { }

    /// <summary>Those chosen belong to several business accounts: one has to be decided on.</summary>
    public sealed record Conflict(Chosen Chosen) : TemplateOffer;

    public sealed record Page(Campaign Draft, IReadOnlyList<MessageTemplate> Templates, int Total, int Skip) : TemplateOffer;
}

/// <summary>A template to be filled in.</summary>
/// <param name="Media">What its header may show, the newest first.</param>
public sealed record TemplateForm(Campaign Draft, MessageTemplate Template, IReadOnlyList<OutboundMessage.Media> Media);
