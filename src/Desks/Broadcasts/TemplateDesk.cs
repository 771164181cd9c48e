using OmoBroadcast.Broadcast;
using OmoBroadcast.Broadcast.Planning;
using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Desks.Broadcasts;

/// <summary>
/// 群發訊息範本: from the customers chosen to a template filled in. A template belongs to one scope on its platform and reaches the customers
/// of that one; from the preview on it is a broadcast like any other. Every change carries the version it was made from.
/// </summary>
public sealed class TemplateDesk(Campaigns campaigns, Templates templates, Previewer previewer, ContentRules rules, Node node)
{
    /// <summary>A new draft that chooses those of one's conversations in progress that are on a channel with
    /// templates.</summary>
    public Task<Answer<ChosenAudience>> StartAsync(StaffMember me, string locale, CancellationToken cancellationToken) =>
        Permissions.AskAsync<ChosenAudience>(me, async () =>
            new Answer<ChosenAudience>.Ok(
                await previewer.ChosenAsync(
                    me,
                    await campaigns.BeginAsync(
                        me,
                        Audience.All with
                        {
                            TemplateOn = rules.TemplateChannel,
                        },
                        locale,
                        node.Now,
                        cancellationToken
                    ),
                    cancellationToken
                )
            )
        );

    /// <summary>The templates to pick from, a page at a time; or, when those chosen belong to several business accounts, which these
    /// are.</summary>
    public Task<Answer<TemplateOffer>> OfferAsync(StaffMember me, Campaign draft, int skip, CancellationToken cancellationToken) =>
        Permissions.AskAsync<TemplateOffer>(me, async () =>
        {
            if (Objection<TemplateOffer>(me, draft) is { } no)
                return no;
            if (draft.Audience.TemplateScope is not null)
                return await PageAsync(draft, skip, cancellationToken);
            var chosen = await previewer.ChosenAsync(me, draft, cancellationToken);
            return chosen.Matching == 0 ? new Answer<TemplateOffer>.Invalid("tag", "audience.empty")
                : chosen.Scopes.Count != 1 ? new Answer<TemplateOffer>.Ok(new TemplateOffer.Conflict(chosen))
                : await NarrowAsync(draft, chosen.Scopes[0].Scope, cancellationToken);
        });

    /// <summary>Splits by account: only those of this business account stay chosen.</summary>
    public Task<Answer<TemplateOffer>> NarrowAsync(StaffMember me, Campaign draft, string waba, CancellationToken cancellationToken) =>
        Permissions.AskAsync<TemplateOffer>(me, async () =>
        {
            return Objection<TemplateOffer>(me, draft) is { } no ? no : await NarrowAsync(draft, waba, cancellationToken);
        });

    /// <summary>Picks a template. What was attached in the chat stays at hand for its header.</summary>
    public Task<Answer<TemplateForm>> PickAsync(
        StaffMember me,
        Campaign draft,
        string name,
        string language,
        CancellationToken cancellationToken
    ) => Permissions.AskAsync<TemplateForm>(me, async () =>
        {
            if (Objection<TemplateForm>(me, draft) is { } no)
                return no;
            if (
                draft.Audience.TemplateScope is not { } waba
                || await templates.FindAsync(waba, name, language, cancellationToken) is not { } template
                || !MessageTemplate.IsOffered(template)
            )
                return new Answer<TemplateForm>.Invalid("template", "template.gone");
            var content = new Content([TemplateFilling.Chosen(template), .. AtHand(draft).Take(Content.MostMessages - 1).Reverse()]);
            return await campaigns.EditAsync(draft with { Content = content }, node.Now, cancellationToken) is { } changed
                ? new Answer<TemplateForm>.Ok(new(changed, template, AtHand(draft)))
                : new Answer<TemplateForm>.Stale();
        });

    /// <summary>The draft's template with what there is to fill in.</summary>
    public Task<Answer<TemplateForm>> FormAsync(StaffMember me, Campaign draft, CancellationToken cancellationToken) =>
        Permissions.AskAsync<TemplateForm>(me, async () =>
        {
            return Objection<TemplateForm>(me, draft) is { } no ? no
                : await FormAsync(draft, cancellationToken) is { } form ? new Answer<TemplateForm>.Ok(form)
                : new Answer<TemplateForm>.Invalid("template", "template.gone");
        });

    /// <summary>Fills it in; the preview follows.</summary>
    /// <param name="values">What was typed, by the fields of the template.</param>
    /// <param name="mediaId">What was chosen for its header of what is at hand.</param>
    public Task<Answer<Preview>> FillAsync(
        StaffMember me,
        Campaign draft,
        Func<string, string?> values,
        string? mediaId,
        Surface surface,
        CancellationToken cancellationToken
    ) => Permissions.AskAsync<Preview>(me, async () =>
        {
            if (Objection<Preview>(me, draft) is { } no)
                return no;
            if (await FormAsync(draft, cancellationToken) is not { } form)
                return new Answer<Preview>.Invalid("template", "template.gone");
            var typed = MessageTemplate
                .Fields(form.Template)
                .Where(field => field.Media is null)
                .ToDictionary(field => field.Id, field => values(field.Id) ?? "");
            var filled = TemplateFilling.Fill(form.Template, typed, form.Media.FirstOrDefault(media => media.MediaId == mediaId));
            if (filled is not Filled.Ok { Message: var message })
            {
                var wrong = (Filled.Wrong)filled;
                return new Answer<Preview>.Invalid(wrong.Field, $"template.{wrong.Rule}", wrong.Limit);
            }

            var content = new Content([message]);
            if (rules.ObjectionTo(draft.Audience.TemplateOn ?? rules.TemplateChannel, content, surface) is { } objection)
                return new Answer<Preview>.Invalid("media", WrongContent.CodeOf(objection.Kind), objection.Limit);
            return
                await campaigns.EditAsync(draft with { Content = content, Surface = surface }, node.Now, cancellationToken) is { } changed
                ? new Answer<Preview>.Ok(await previewer.PreviewAsync(changed, me, cancellationToken))
                : new Answer<Preview>.Stale();
        });

    private async Task<TemplateForm?> FormAsync(Campaign draft, CancellationToken cancellationToken) =>
        draft.Content.Template is { } chosen
        && await templates.FindAsync(chosen.Scope, chosen.Name, chosen.Language, cancellationToken) is { } template
        && MessageTemplate.IsOffered(template)
            ? new(draft, template, AtHand(draft))
            : null;

    private async Task<Answer<TemplateOffer>> NarrowAsync(Campaign draft, string waba, CancellationToken cancellationToken)
    {
        var audience = draft.Audience with { TemplateScope = waba };
        return await campaigns.EditAsync(draft with { Audience = audience }, node.Now, cancellationToken) is { } changed
            ? await PageAsync(changed, 0, cancellationToken)
            : new Answer<TemplateOffer>.Stale();
    }

    private async Task<Answer<TemplateOffer>> PageAsync(Campaign draft, int skip, CancellationToken cancellationToken)
    {
        var offered = await templates.OfferedAsync(draft.Audience.TemplateScope!, cancellationToken);
        if (skip >= offered.Count)
            skip = 0;
        return new Answer<TemplateOffer>.Ok(
            new TemplateOffer.Page(draft, [.. offered.Skip(skip).Take(TemplateOffer.PageSize)], offered.Count, skip)
        );
    }

    /// <summary>What the header may show, the newest first.</summary>
    private static IReadOnlyList<OutboundMessage.Media> AtHand(Campaign draft) =>
        [
            .. draft
                .Content.Messages.OfType<OutboundMessage.Media>()
                .Reverse()
                .Concat(
                    draft.Content.Template is { } template
                        ? template.Parameters.Select(parameter => parameter.Media).OfType<OutboundMessage.Media>()
                        : []
                )
                .DistinctBy(media => media.MediaId),
        ];

    private static Answer<T>? Objection<T>(StaffMember me, Campaign draft) =>
        me.Objection<T>(draft) ?? (draft.Audience.TemplateOn is null ? new Answer<T>.NotFound() : null);
}

/// <summary>What there is to pick from.</summary>
public abstract record TemplateOffer
{
    public const int PageSize = 8;

    private TemplateOffer() { }

    /// <summary>Those chosen belong to several business accounts: one has to be decided on.</summary>
    public sealed record Conflict(ChosenAudience Chosen) : TemplateOffer;

    public sealed record Page(Campaign Draft, IReadOnlyList<MessageTemplate> Templates, int Total, int Skip) : TemplateOffer;
}

/// <summary>A template to be filled in.</summary>
/// <param name="Media">What its header may show, the newest first.</param>
public sealed record TemplateForm(Campaign Draft, MessageTemplate Template, IReadOnlyList<OutboundMessage.Media> Media);
