using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Desks.Broadcasts;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Inbound;

namespace OmoBroadcast.Teams.Flows;

/// <summary>群發訊息範本: who, of which business account, which template, and what stands in it. From the preview on it is a broadcast like any
/// other.</summary>
internal sealed class TemplateFlow(TemplateDesk desk, CampaignDesk campaigns, ComposeDesk compose, Drafts drafts)
{
    private const int LongestName = 600,
        LongestScope = 100;

    public async Task<FlowResult> StartAsync(Visit visit, CancellationToken cancellationToken)
    {
        var answer = await desk.StartAsync(visit.Who, visit.Locale, cancellationToken);
        if (answer is not Answer<ChosenAudience>.Ok { Value: var chosen })
            return visit.Refusal(answer);
        await compose.ShowAsync(visit.Who, chosen.Campaign, cancellationToken);
        return new FlowResult.Card(ChooseCard.Draw(visit.Phrases, chosen));
    }

    /// <summary>From the choose card, whose filters come along; and from one page of templates to another.</summary>
    public async Task<FlowResult> ListAsync(Visit visit, CardAction action, CancellationToken cancellationToken)
    {
        var found = await drafts.CurrentAsync(visit, action, cancellationToken);
        if (found.Draft is not { } draft)
            return found.No!;
        if (AudienceForm.Is(action))
        {
            var form = AudienceForm.Read(visit, action, draft);
            if (form.Audience is not { } audience)
                return form.Wrong!;
            var answer = await campaigns.ChooseAsync(visit.Who, draft.Id, draft.Version, audience, cancellationToken);
            if (answer is Answer<ChosenAudience>.Stale)
                return await drafts.PresentAsync(visit, draft.Id, cancellationToken);
            if (answer is not Answer<ChosenAudience>.Ok { Value: var chosen })
                return visit.Refusal(answer);
            if (chosen.Matching == 0)
                return new FlowResult.Card(
                    ChooseCard.Draw(visit.Phrases, chosen, new FieldError("tag", visit.Phrases["Invalid_audience.empty"])),
                    Did: false
                );
            draft = chosen.Campaign;
        }

        return await OfferAsync(
            visit,
            draft,
            await desk.OfferAsync(visit.Who, draft.Id, draft.Version, action.Skip(), cancellationToken),
            cancellationToken
        );
    }

    /// <summary>Of several business accounts this one.</summary>
    public async Task<FlowResult> SplitAsync(Visit visit, CardAction action, CancellationToken cancellationToken)
    {
        var found = await drafts.CurrentAsync(visit, action, cancellationToken);
        if (found.Draft is not { } draft)
            return found.No!;
        if (action.Text("waba") is not { Length: > 0 and <= LongestScope } waba)
            return visit.Refusal(new Answer<ChosenAudience>.NotFound());
        return await OfferAsync(
            visit,
            draft,
            await desk.NarrowAsync(visit.Who, draft.Id, draft.Version, waba, cancellationToken),
            cancellationToken
        );
    }

    public async Task<FlowResult> PickAsync(Visit visit, CardAction action, CancellationToken cancellationToken)
    {
        var found = await drafts.CurrentAsync(visit, action, cancellationToken);
        if (found.Draft is not { } draft)
            return found.No!;
        if (
            action.Text("name") is not { Length: > 0 and <= LongestName } name
            || action.Text("language") is not { Length: > 0 and <= LongestName } language
        )
            return visit.Refusal(new Answer<ChosenAudience>.NotFound());
        var answer = await desk.PickAsync(visit.Who, draft.Id, draft.Version, name, language, cancellationToken);
        return answer is Answer<TemplateForm>.Ok { Value: var form }
            ? await ShowAsync(visit, form, cancellationToken)
            : await RefusedAsync(visit, draft, answer, cancellationToken);
    }

    public async Task<FlowResult> FillAsync(Visit visit, CardAction action, CancellationToken cancellationToken)
    {
        var found = await drafts.CurrentAsync(visit, action, cancellationToken);
        if (found.Draft is not { } draft)
            return found.No!;
        var answer = await desk.FillAsync(
            visit.Who,
            draft.Id,
            draft.Version,
            action.Text,
            action.Text("media"),
            visit.Surface,
            cancellationToken
        );
        switch (answer)
        {
            case Answer<Preview>.Ok { Value: var preview }:
                await compose.ShowAsync(visit.Who, preview.Campaign, cancellationToken);
                return drafts.Show(visit, preview);
            case Answer<Preview>.Invalid { Field: not "template" } invalid
                when await desk.FormAsync(visit.Who, draft.Id, draft.Version, cancellationToken)
                    is Answer<TemplateForm>.Ok { Value: var form }:
                var error = visit.Error(invalid);
                var card = TemplateCards.Form(visit.Phrases, form, id => action.Text(id) ?? "", action.Text("media"), error);
                // What was typed and does not fit into a card stays in the one that is there.
                return Card.Bytes(card) < Card.MostBytes
                    ? new FlowResult.Card(card, Did: false) { Joins = Joins(form) }
                    : new FlowResult.Note(error.Text);
            default:
                return await RefusedAsync(visit, draft, answer, cancellationToken);
        }
    }

    /// <summary>Back from the preview.</summary>
    public async Task<FlowResult> EditAsync(Visit visit, Campaign draft, CancellationToken cancellationToken)
    {
        var answer = await desk.FormAsync(visit.Who, draft.Id, draft.Version, cancellationToken);
        return answer is Answer<TemplateForm>.Ok { Value: var form }
            ? await ShowAsync(visit, form, cancellationToken)
            : await RefusedAsync(visit, draft, answer, cancellationToken);
    }

    /// <summary>Something was attached in the chat: the template's header may show it.</summary>
    public async Task<FlowResult> AttachedAsync(Visit visit, Campaign draft, string? trouble, CancellationToken cancellationToken)
    {
        var note = trouble is null ? visit.Phrases["Template_Attached"] : $"{visit.Phrases["Template_Attached"]} {trouble}";
        return await desk.FormAsync(visit.Who, draft.Id, draft.Version, cancellationToken) is Answer<TemplateForm>.Ok { Value: var form }
            ? new FlowResult.Card(
                TemplateCards.Form(visit.Phrases, form, Before(form), form.Media is [var newest, ..] ? newest.MediaId : null, note: note)
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
                await compose.ShowAsync(visit.Who, page.Draft, cancellationToken);
                return new FlowResult.Card(TemplateCards.List(visit.Phrases, page));
            default:
                return await RefusedAsync(visit, draft, answer, cancellationToken);
        }
    }

    private async Task<FlowResult> ShowAsync(Visit visit, TemplateForm form, CancellationToken cancellationToken)
    {
        await compose.ShowAsync(visit.Who, form.Draft, cancellationToken);
        var shown = form.Draft.Content.Template?.Parameters.Select(parameter => parameter.Media).FirstOrDefault(media => media is not null);
        return new FlowResult.Card(TemplateCards.Form(visit.Phrases, form, Before(form), shown?.MediaId)) { Joins = Joins(form) };
    }

    private async Task<FlowResult> RefusedAsync<T>(Visit visit, Campaign draft, Answer<T> answer, CancellationToken cancellationToken) =>
        answer is Answer<T>.Stale ? await drafts.PresentAsync(visit, draft.Id, cancellationToken) : visit.Refusal(answer);

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
