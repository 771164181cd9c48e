using System.Globalization;
using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Desks.Broadcasts;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Inbound;

namespace OmoBroadcast.Teams.Flows;

/// <summary>What a broadcast says: writing, arranging, saved replies, and what is attached in the chat. Whatever is pressed, what was typed
/// is kept.</summary>
internal sealed class ComposeFlow(CampaignDesk desk, ComposeDesk compose, SavedReplyDesk saved, Drafts drafts, TemplateFlow templates)
{
    /// <summary>From the choose card and from the preview (step "form"): the five places. From the five places: the preview.</summary>
    public Task<FlowResult> ComposeAsync(Visit visit, CardAction action, CancellationToken cancellationToken) =>
        action.Text("step") == "form" ? OpenAsync(visit, action, cancellationToken) : TakeAsync(visit, action, cancellationToken);

    /// <summary>A message goes up, down or out.</summary>
    public async Task<FlowResult> ArrangeAsync(Visit visit, CardAction action, CancellationToken cancellationToken)
    {
        var found = await drafts.CurrentAsync(visit, action, cancellationToken);
        if (found.Draft is not { } draft)
            return found.No!;
        return await KeepAsync(
            visit,
            draft,
            Slots.OfDraft(action, draft).Arranged(action.Number("slot"), action.Text("act")),
            cancellationToken
        );
    }

    /// <summary>A saved reply expands to its messages, behind those that are there.</summary>
    public async Task<FlowResult> InsertAsync(Visit visit, CardAction action, CancellationToken cancellationToken)
    {
        var found = await drafts.CurrentAsync(visit, action, cancellationToken);
        if (found.Draft is not { } draft)
            return found.No!;
        var slots = Slots.OfDraft(action, draft);
        if (Chosen(action) is not { } id)
            return await FormAsync(
                visit,
                draft,
                slots.Messages,
                slots.HasKept,
                cancellationToken,
                new FieldError("reply", visit.Phrases["Invalid_saved.none"])
            );
        var answer = await saved.UseAsync(visit.Who, id, cancellationToken);
        if (answer is not Answer<SavedReply>.Ok { Value: var reply })
            return visit.Refusal(answer);
        IReadOnlyList<OutboundMessage> all = [.. slots.Messages, .. reply.Content.Messages];
        if (all.Count > Content.MostMessages)
            return await FormAsync(
                visit,
                draft,
                slots.Messages,
                slots.HasKept,
                cancellationToken,
                new FieldError("reply", visit.Phrases.Sentence("content.too_many", Content.MostMessages))
            );
        return await KeepAsync(visit, draft, all, cancellationToken, visit.Phrases.Say("Compose_Inserted", Markdown.Escape(reply.Name)));
    }

    /// <summary>What was attached in the chat joins a draft that is being written. Null: it is written no more.</summary>
    public async Task<FlowResult?> AttachAsync(
        Visit visit,
        long campaign,
        IReadOnlyList<OutboundMessage> messages,
        string? trouble,
        CancellationToken cancellationToken
    )
    {
        var answer = await compose.AttachAsync(visit.Who, campaign, messages, visit.Surface, cancellationToken);
        if (answer is Answer<AttachedMedia>.NotFound)
            return null;
        if (answer is not Answer<AttachedMedia>.Ok { Value: var attached })
            return visit.Refusal(answer);
        if (attached.Draft.Audience.TemplateOn is not null)
            return await templates.AttachedAsync(visit, attached.Draft, trouble, cancellationToken);
        var note = attached.Fits ? visit.Phrases["Compose_Attached"] : visit.Phrases.Sentence("content.too_many", Content.MostMessages);
        return await FormAsync(
            visit,
            attached.Draft,
            attached.Draft.Content.Messages,
            kept: true,
            cancellationToken,
            note: trouble is null ? note : $"{note} {trouble}"
        );
    }

    /// <summary>The draft that is being written; null for none.</summary>
    public async Task<Campaign?> WritingAsync(Visit visit, CancellationToken cancellationToken) =>
        await compose.WritingAsync(visit.Who, cancellationToken) is Answer<Campaign>.Ok { Value: var draft } ? draft : null;

    /// <summary>群發 begun with what was attached.</summary>
    /// <param name="trouble">What could not be taken; escaped already.</param>
    public async Task<FlowResult> BeginAsync(
        Visit visit,
        IReadOnlyList<OutboundMessage> messages,
        string? trouble,
        CancellationToken cancellationToken
    )
    {
        var answer = await desk.StartAsync(visit.Who, visit.Locale, cancellationToken);
        if (answer is not Answer<ChosenAudience>.Ok { Value: var chosen })
            return visit.Refusal(answer);
        var kept = await compose.KeepAsync(
            visit.Who,
            chosen.Campaign.Id,
            chosen.Campaign.Version,
            [.. messages.Take(Content.MostMessages)],
            visit.Surface,
            cancellationToken
        );
        return kept is Answer<Campaign>.Ok { Value: var draft }
            ? new FlowResult.Card(ChooseCard.Draw(visit.Phrases, chosen with { Campaign = draft }, note: trouble))
            : visit.Refusal(kept);
    }

    /// <summary>The saved reply that a card's input names.</summary>
    public static long? Chosen(CardAction action) =>
        long.TryParse(action.Text("reply"), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    private async Task<FlowResult> OpenAsync(Visit visit, CardAction action, CancellationToken cancellationToken)
    {
        var found = await drafts.CurrentAsync(visit, action, cancellationToken);
        if (found.Draft is not { } draft)
            return found.No!;
        if (draft.Audience.TemplateOn is not null)
            return await templates.EditAsync(visit, draft, cancellationToken);
        if (AudienceForm.Is(action))
        {
            var form = AudienceForm.Read(visit, action, draft);
            if (form.Audience is not { } audience)
                return form.Wrong!;
            var answer = await desk.ChooseAsync(visit.Who, draft.Id, draft.Version, audience, cancellationToken);
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
        await compose.ShowAsync(visit.Who, draft, cancellationToken);
        return await FormAsync(visit, draft, draft.Content.Messages, kept: true, cancellationToken);
    }

    private async Task<FlowResult> TakeAsync(Visit visit, CardAction action, CancellationToken cancellationToken)
    {
        var found = await drafts.CurrentAsync(visit, action, cancellationToken);
        if (found.Draft is not { } draft)
            return found.No!;
        var slots = Slots.OfDraft(action, draft);
        var answer = await compose.ComposeAsync(visit.Who, draft.Id, draft.Version, slots.Messages, visit.Surface, cancellationToken);
        return answer switch
        {
            Answer<Preview>.Ok { Value: var preview } => drafts.Show(visit, preview),
            Answer<Preview>.Stale => await drafts.PresentAsync(visit, draft.Id, cancellationToken),
            Answer<Preview>.Invalid invalid => await WrongAsync(visit, draft, slots, visit.Error(invalid), cancellationToken),
            _ => visit.Refusal(answer),
        };
    }

    // What is too long for the card stays in the draft; all else comes back in the card as it was typed.
    private async Task<FlowResult> WrongAsync(
        Visit visit,
        Campaign draft,
        Slots slots,
        FieldError error,
        CancellationToken cancellationToken
    )
    {
        if (!slots.HasKept)
            return await FormAsync(visit, draft, slots.Messages, kept: false, cancellationToken, error);
        var kept = await compose.KeepAsync(visit.Who, draft.Id, draft.Version, slots.Messages, visit.Surface, cancellationToken);
        return kept is Answer<Campaign>.Ok { Value: var changed }
            ? await FormAsync(visit, changed, slots.Messages, kept: true, cancellationToken, error)
            : visit.Refusal(kept);
    }

    private async Task<FlowResult> KeepAsync(
        Visit visit,
        Campaign draft,
        IReadOnlyList<OutboundMessage> messages,
        CancellationToken cancellationToken,
        string? note = null
    )
    {
        var answer = await compose.KeepAsync(visit.Who, draft.Id, draft.Version, messages, visit.Surface, cancellationToken);
        return answer switch
        {
            Answer<Campaign>.Ok { Value: var changed } => await FormAsync(
                visit,
                changed,
                messages,
                kept: true,
                cancellationToken,
                note: note
            ),
            Answer<Campaign>.Stale => await drafts.PresentAsync(visit, draft.Id, cancellationToken),
            _ => visit.Refusal(answer),
        };
    }

    private async Task<FlowResult> FormAsync(
        Visit visit,
        Campaign draft,
        IReadOnlyList<OutboundMessage> messages,
        bool kept,
        CancellationToken cancellationToken,
        FieldError? error = null,
        string? note = null
    )
    {
        var replies = await saved.UsableAsync(visit.Who, cancellationToken) is Answer<IReadOnlyList<SavedReply>>.Ok { Value: var usable }
            ? usable
            : [];
        if (ComposeCard.Draw(visit.Phrases, draft, messages, replies, kept, error, note) is { } card)
            return new FlowResult.Card(card, Did: error is null) { Joins = draft.Id };
        return new FlowResult.Note(error is null ? visit.Phrases["Invalid"] : visit.Phrases.Say("Invalid_At", error.Field[^1], error.Text));
    }
}
