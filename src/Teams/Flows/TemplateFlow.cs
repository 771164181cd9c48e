using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Desks.Broadcasts;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Commands;

namespace OmoBroadcast.Teams.Flows;

/// <summary>群發訊息範本: who, of which business account, which template, and what stands in it. From the preview on it is a broadcast like any
/// other.</summary>
internal sealed class TemplateFlow(TemplateDesk desk, CampaignDesk campaigns, ComposeDesk compose, Drafts drafts) : IVerbSet, ICommandSet
{
    public IEnumerable<VerbEntry> Entries =>
        [
            Verbs.TemplateList.Drafts(ListAsync),
            Verbs.TemplateSplit.Drafts(SplitAsync),
            Verbs.TemplatePick.Drafts(PickAsync),
            Verbs.TemplateFill.Drafts(FillAsync),
        ];

    public IEnumerable<(CommandName Name, CommandHandler Run)> Commands => [(CommandName.BroadcastTemplate, StartAsync)];

    /// <summary>A page of the templates, for a draft that was read for this press.</summary>
    public async Task<FlowResult> OfferAsync(Visit visit, Campaign draft, int skip, CancellationToken cancellationToken) =>
        await OfferAsync(visit, draft, await desk.OfferAsync(visit.Who, draft, skip, cancellationToken), cancellationToken);

    private async Task<FlowResult> StartAsync(Visit visit, CancellationToken cancellationToken)
    {
        var answer = await desk.StartAsync(visit.Who, visit.Locale, cancellationToken);
        return answer is Answer<ChosenAudience>.Ok { Value: var chosen }
            ? new FlowResult.Card(ChooseCard.Draw(visit.Phrases, chosen))
            : visit.Refusal(answer);
    }

    // From the choose card, whose filters come along; and from one page of templates to another.
    private async Task<FlowResult> ListAsync(Visit visit, TemplatePage page, CancellationToken cancellationToken)
    {
        var found = await drafts.CurrentAsync(visit, page.Draft, cancellationToken);
        if (found.Draft is not { } draft)
            return found.No!;
        if (!page.Filters)
            return await OfferAsync(visit, draft, page.From, cancellationToken);
        var filters = AudienceForm.Read(visit, page.Typed, draft);
        if (filters.Audience is not { } audience)
            return filters.Wrong!;
        var answer = await campaigns.ChooseAsync(visit.Who, draft, audience, shown: true, cancellationToken);
        if (answer is not Answer<ChosenAudience>.Ok { Value: var chosen })
            return await drafts.RefusedAsync(visit, draft, answer, cancellationToken);
        if (chosen.Matching > 0)
            return await OfferAsync(visit, chosen.Campaign, page.From, cancellationToken);
        var empty = new FieldError(Field.Tag, visit.Phrases["Invalid_audience.empty"]);
        return new FlowResult.Card(ChooseCard.Draw(visit.Phrases, chosen, empty), Did: false);
    }

    // Of several business accounts this one.
    private async Task<FlowResult> SplitAsync(Visit visit, ScopeTarget target, CancellationToken cancellationToken)
    {
        var found = await drafts.CurrentAsync(visit, target.Draft, cancellationToken);
        if (found.Draft is not { } draft)
            return found.No!;
        if (target.Scope is not { } waba)
            return visit.Refusal(new Answer<ChosenAudience>.NotFound());
        var answer = await desk.NarrowAsync(visit.Who, draft, waba, cancellationToken);
        return await OfferAsync(visit, draft, answer, cancellationToken);
    }

    private async Task<FlowResult> PickAsync(Visit visit, TemplateTarget target, CancellationToken cancellationToken)
    {
        var found = await drafts.CurrentAsync(visit, target.Draft, cancellationToken);
        if (found.Draft is not { } draft)
            return found.No!;
        if (target is not { Name: { } name, Language: { } language })
            return visit.Refusal(new Answer<ChosenAudience>.NotFound());
        var answer = await desk.PickAsync(visit.Who, draft, name, language, cancellationToken);
        return answer is Answer<TemplateForm>.Ok { Value: var form }
            ? Show(visit, form)
            : await drafts.RefusedAsync(visit, draft, answer, cancellationToken);
    }

    private async Task<FlowResult> FillAsync(Visit visit, TemplateAnswers typed, CancellationToken cancellationToken)
    {
        var found = await drafts.CurrentAsync(visit, typed.Draft, cancellationToken);
        if (found.Draft is not { } draft)
            return await OldAsync(visit, typed, found.No!, cancellationToken);
        var answer = await desk.FillAsync(visit.Who, draft, typed.Typed, typed.Media, visit.Surface, cancellationToken);
        if (answer is Answer<Preview>.Ok { Value: var preview })
            return drafts.Show(visit, preview);
        if (
            answer is not Answer<Preview>.Invalid { Field: not "template" } invalid
            || await desk.FormAsync(visit.Who, draft, cancellationToken) is not Answer<TemplateForm>.Ok { Value: var form }
        )
            return await drafts.RefusedAsync(visit, draft, answer, cancellationToken);
        var error = visit.Error(invalid);
        var card = TemplateCards.Form(visit.Phrases, form, id => typed.Typed(id) ?? "", typed.Media, error);
        // What was typed and does not fit into a card stays in the one that is there.
        return Card.Bytes(card) < Card.MostBytes
            ? new FlowResult.Card(card, Did: false) { Joins = Joins(form) }
            : new FlowResult.Note(error.Text);
    }

    // An older card of a draft that is still being written: it says so, and holds what was typed into it to go on with.
    private async Task<FlowResult> OldAsync(Visit visit, TemplateAnswers typed, FlowResult present, CancellationToken cancellationToken)
    {
        if (await drafts.ReadAsync(visit, typed.Draft.Campaign, cancellationToken) is not { } draft || present is not FlowResult.Card)
            return present;
        if (draft.State != CampaignState.Draft)
            return Holds(draft, typed) ? present : new FlowResult.Note(visit.Phrases["Compose_TypedLeft"]);
        if (await desk.FormAsync(visit.Who, draft, cancellationToken) is not Answer<TemplateForm>.Ok { Value: var form })
            return Holds(draft, typed) ? present : new FlowResult.Note(visit.Phrases["Template_Another"]);
        // Fields of another template are called alike, and mean something else.
        if (typed.Of is { } of && of != (form.Template.Name, form.Template.Language) && typed.Words.Any())
            return new FlowResult.Note(visit.Phrases["Template_Another"]);
        await compose.ShowAsync(visit.Who, draft, cancellationToken);
        var before = Before(form);
        var card = TemplateCards.Form(visit.Phrases, form, id => typed.Typed(id) ?? before(id), typed.Media, new(Old: true));
        return Card.Bytes(card) < Card.MostBytes
            ? new FlowResult.Card(card, Did: false) { Joins = Joins(form) }
            : new FlowResult.Note(visit.Phrases["Template_Old"]);
    }

    private static bool Holds(Campaign campaign, TemplateAnswers typed) =>
        campaign.Content.Template?.Parameters is var filled
        && typed.Words.All(words => filled?.Any(parameter => parameter.Value?.Trim() == words.Trim()) == true);

    /// <summary>Back from the preview.</summary>
    public async Task<FlowResult> EditAsync(Visit visit, Campaign draft, CancellationToken cancellationToken)
    {
        var answer = await desk.FormAsync(visit.Who, draft, cancellationToken);
        if (answer is not Answer<TemplateForm>.Ok { Value: var form })
            return await drafts.RefusedAsync(visit, draft, answer, cancellationToken);
        await compose.ShowAsync(visit.Who, draft, cancellationToken);
        return Show(visit, form);
    }

    /// <summary>Something was attached in the chat: the template's header may show it.</summary>
    public async Task<FlowResult> AttachedAsync(Visit visit, Campaign draft, string? trouble, CancellationToken cancellationToken)
    {
        var note = LeftOut.And(visit.Phrases, visit.Phrases["Template_Attached"], trouble)!;
        return await desk.FormAsync(visit.Who, draft, cancellationToken) is Answer<TemplateForm>.Ok { Value: var form }
            ? new FlowResult.Card(
                TemplateCards.Form(visit.Phrases, form, Before(form), form.Media is [var newest, ..] ? newest.MediaId : null, note)
            )
            {
                Joins = Joins(form),
            }
            : new FlowResult.Note(note);
    }

    private async Task<FlowResult> OfferAsync(
        Visit visit,
        Campaign draft,
        Answer<TemplateOffer> answer,
        CancellationToken cancellationToken
    )
    {
        switch (answer)
        {
            case Answer<TemplateOffer>.Ok { Value: TemplateOffer.Conflict conflict }:
                await compose.ShowAsync(visit.Who, conflict.Chosen.Campaign, cancellationToken);
                return new FlowResult.Card(TemplateCards.Conflict(visit.Phrases, conflict.Chosen), Did: false);
            case Answer<TemplateOffer>.Ok { Value: TemplateOffer.Page page }:
                // What was changed for it has been written down as shown.
                if (page.Draft.Version == draft.Version)
                    await compose.ShowAsync(visit.Who, page.Draft, cancellationToken);
                return new FlowResult.Card(TemplateCards.List(visit.Phrases, page));
            default:
                return await drafts.RefusedAsync(visit, draft, answer, cancellationToken);
        }
    }

    private static FlowResult Show(Visit visit, TemplateForm form)
    {
        var shown = form.Draft.Content.Template?.Parameters.Select(parameter => parameter.Media).FirstOrDefault(media => media is not null);
        return new FlowResult.Card(TemplateCards.Form(visit.Phrases, form, Before(form), shown?.MediaId)) { Joins = Joins(form) };
    }

    // Only a header of media has a place for what is attached.
    private static long? Joins(TemplateForm form) => form.Template.Header is { Kind: not null } ? form.Draft.Id : null;

    private static Func<string, string?> Before(TemplateForm form)
    {
        var before = form.Draft.Content.Template is { } filled
            ? TemplateFilling.Values(form.Template, filled)
            : new Dictionary<string, string>();
        return id => before.GetValueOrDefault(id);
    }
}
