using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Desks.Broadcasts;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Teams.Cards;

namespace OmoBroadcast.Teams.Flows;

/// <summary>Picking customers one by one; from the choose card and back, and on to what is to be said.</summary>
internal sealed class PickFlow(PickDesk desk, CampaignDesk campaigns, ComposeFlow composing, TemplateFlow templates, Drafts drafts)
    : IVerbSet
{
    public IEnumerable<VerbEntry> Entries => [Verbs.BroadcastPick.Drafts(PressAsync)];

    private async Task<FlowResult> PressAsync(Visit visit, PickForm form, CancellationToken cancellationToken)
    {
        var found = await drafts.CurrentAsync(visit, form.Draft, cancellationToken);
        if (found.Draft is { } current && form.Filters)
            found = await FilterAsync(visit, form, current, cancellationToken);
        if (found.Draft is not { } draft)
            return found.No!;
        FieldError? error = null;
        IReadOnlyCollection<CustomerKey>? typed = null;
        if (form.Shown.Count > 0)
        {
            var ticked = Ticked(form);
            var answer = await desk.PickAsync(visit.Who, draft, form.Shown, [.. ticked.Union(form.Named)], cancellationToken);
            // What could not be taken comes back, with the ticks as they were set.
            if (answer is Answer<Campaign>.Invalid invalid)
                (error, typed) = (visit.Error(invalid), ticked);
            else if (answer is Answer<Campaign>.Ok { Value: var changed })
                draft = changed;
            else
                return await drafts.RefusedAsync(visit, draft, answer, cancellationToken);
        }

        if (form.Step == PickForm.Done && error is null)
        {
            if (draft.Audience.Picked is { Count: > 0 })
                return await OnAsync(visit, draft, cancellationToken);
            error = new(Field.Picked, visit.Phrases["Invalid_pick.nobody"]);
        }

        if (form.Step == PickForm.Back && error is null)
            return
                await campaigns.ChooseAsync(visit.Who, draft, draft.Audience, shown: true, cancellationToken)
                    is Answer<ChosenAudience>.Ok { Value: var chosen }
                ? new FlowResult.Card(ChooseCard.Draw(visit.Phrases, chosen))
                : await drafts.PresentAsync(visit, form.Draft, cancellationToken);
        var skip = typed is null ? form.Skip ?? 0 : form.From;
        var page = await desk.PageAsync(visit.Who, draft, form.Words, skip, PickCard.Size, cancellationToken);
        return page is Answer<PickPage>.Ok { Value: var some }
            ? new FlowResult.Card(PickCard.Draw(visit.Phrases, some, error, typed), Did: error is null) { Again = Again(draft) }
            : await drafts.RefusedAsync(visit, draft, page, cancellationToken);
    }

    // From the choose card: the filters say among whom.
    private async Task<(Campaign? Draft, FlowResult? No)> FilterAsync(
        Visit visit,
        PickForm form,
        Campaign draft,
        CancellationToken cancellationToken
    )
    {
        var filters = AudienceForm.Read(visit, form.Typed, draft);
        if (filters.Audience is not { } audience)
            return (null, filters.Wrong);
        var answer = await campaigns.ChooseAsync(visit.Who, draft, audience, shown: false, cancellationToken);
        return answer is Answer<ChosenAudience>.Ok { Value.Campaign: var filtered }
            ? (filtered, null)
            : (null, await drafts.RefusedAsync(visit, draft, answer, cancellationToken));
    }

    private static IReadOnlyList<CustomerKey> Ticked(PickForm form) =>
        form.Step switch
        {
            PickForm.All => form.Shown,
            PickForm.None => [],
            _ => [.. form.Picked.Intersect(form.Shown)],
        };

    // Not the page itself: that would be a change of the draft, and nobody has made one.
    private static CardQuery Again(Campaign draft) => Verbs.BroadcastPreview.Asking(new(draft.Id));

    private Task<FlowResult> OnAsync(Visit visit, Campaign draft, CancellationToken cancellationToken) =>
        draft.Audience.TemplateOn is null
            ? composing.OpenAsync(visit, draft, cancellationToken)
            : templates.OfferAsync(visit, draft, 0, cancellationToken);
}
