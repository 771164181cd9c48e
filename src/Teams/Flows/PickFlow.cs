using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Desks.Broadcasts;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Inbound;

namespace OmoBroadcast.Teams.Flows;

/// <summary>Picking customers one by one; from the choose card and back, and on to what is to be said.</summary>
internal sealed class PickFlow(PickDesk desk, CampaignDesk campaigns, ComposeFlow composing, TemplateFlow templates, Drafts drafts)
{
    // Found by typing, in one card.
    private const int MostNamed = 100;

    public async Task<FlowResult> PressAsync(Visit visit, CardAction action, CancellationToken cancellationToken)
    {
        var found = await drafts.CurrentAsync(visit, action, cancellationToken);
        if (found.Draft is not { } draft)
            return found.No!;
        if (AudienceForm.Is(action))
        {
            // From the choose card: the filters say among whom.
            var form = AudienceForm.Read(visit, action, draft);
            if (form.Audience is not { } audience)
                return form.Wrong!;
            var chosen = await campaigns.ChooseAsync(visit.Who, draft.Id, draft.Version, audience, cancellationToken);
            if (chosen is not Answer<ChosenAudience>.Ok { Value.Campaign: var filtered })
                return chosen is Answer<ChosenAudience>.Stale
                    ? await drafts.PresentAsync(visit, draft.Id, cancellationToken)
                    : visit.Refusal(chosen);
            draft = filtered;
        }

        FieldError? error = null;
        IReadOnlyCollection<CustomerKey>? typed = null;
        var step = action.Text("step");
        if (Keys(action.Text("shown")) is { Count: > 0 } shown)
        {
            var ticked = step switch
            {
                "all" => shown,
                "none" => [],
                _ => [.. Keys(action.Text("picked")).Intersect(shown)],
            };
            switch (
                await desk.PickAsync(
                    visit.Who,
                    draft.Id,
                    draft.Version,
                    shown,
                    [.. ticked.Union(Keys(action.Text("named"), MostNamed))],
                    cancellationToken
                )
            )
            {
                case Answer<Campaign>.Ok { Value: var changed }:
                    draft = changed;
                    break;
                case Answer<Campaign>.Invalid invalid:
                    // The same page comes back, with the ticks as they were set.
                    (error, typed) = (visit.Error(invalid), [.. ticked]);
                    break;
                case Answer<Campaign>.Stale:
                    return await drafts.PresentAsync(visit, draft.Id, cancellationToken);
                case var no:
                    return visit.Refusal(no);
            }
        }

        if (step == "done" && error is null)
        {
            if (draft.Audience.Picked is { Count: > 0 })
                return await OnAsync(visit, draft, cancellationToken);
            error = new("picked", visit.Phrases["Invalid_pick.nobody"]);
        }

        var search = action.Text("search")?.Trim() is { Length: > 0 and <= PickCard.LongestSearch } given ? given : null;
        var page = await desk.PageAsync(
            visit.Who,
            draft.Id,
            draft.Version,
            search,
            typed is null ? action.Skip() : action.Number("from"),
            cancellationToken
        );
        return page is Answer<PickPage>.Ok { Value: var some }
                ? new FlowResult.Card(PickCard.Draw(visit.Phrases, some, error, typed), Did: error is null) { Again = Again(draft) }
            : page is Answer<PickPage>.Stale ? await drafts.PresentAsync(visit, draft.Id, cancellationToken)
            : visit.Refusal(page);
    }

    // Not the page itself: that would be a change of the draft, and nobody has made one.
    private static CardAction Again(Campaign draft) =>
        new(
            Verbs.BroadcastPreview,
            new Dictionary<string, string> { ["campaign"] = draft.Id.ToString(System.Globalization.CultureInfo.InvariantCulture) }
        );

    private Task<FlowResult> OnAsync(Visit visit, Campaign draft, CancellationToken cancellationToken)
    {
        Dictionary<string, string> data = new()
        {
            ["campaign"] = draft.Id.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["version"] = draft.Version.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["step"] = "form",
        };
        return draft.Audience.TemplateOn is null
            ? composing.ComposeAsync(visit, new CardAction(Verbs.BroadcastCompose, data), cancellationToken)
            : templates.ListAsync(visit, new CardAction(Verbs.TemplateList, data), cancellationToken);
    }

    private static IReadOnlyList<CustomerKey> Keys(string? several, int most = PickPage.Size)
    {
        var keys = new List<CustomerKey>();
        foreach (var text in (several ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Take(most))
            if (CardData.Read(text) is { } key)
                keys.Add(key);
        return keys;
    }
}
