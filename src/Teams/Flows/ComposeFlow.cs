using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Desks.Broadcasts;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Teams.Cards;

namespace OmoBroadcast.Teams.Flows;

/// <summary>What a broadcast says: writing, arranging, saved replies. Whatever is pressed, what was typed is kept.</summary>
internal sealed class ComposeFlow(CampaignDesk desk, ComposeDesk compose, SavedReplyDesk saved, Drafts drafts, TemplateFlow templates)
    : IVerbSet
{
    public IEnumerable<VerbEntry> Entries =>
        [
            Verbs.BroadcastCompose.Drafts(ComposeAsync),
            Verbs.BroadcastArrange.Drafts(ArrangeAsync),
            Verbs.BroadcastInsert.Drafts(InsertAsync),
        ];

    /// <summary>The five places of a draft that was read for this press.</summary>
    public async Task<FlowResult> OpenAsync(Visit visit, Campaign draft, CancellationToken cancellationToken)
    {
        await compose.ShowAsync(visit.Who, draft, cancellationToken);
        return await FormAsync(visit, new(draft), default, cancellationToken);
    }

    /// <summary>The five places as they stand.</summary>
    public async Task<FlowResult> FormAsync(Visit visit, DraftPlaces places, Remark remark, CancellationToken cancellationToken)
    {
        var replies = await saved.UsableAsync(visit.Who, cancellationToken) is Answer<IReadOnlyList<SavedReply>>.Ok { Value: var usable }
            ? usable
            : [];
        var (error, note) = (remark.Error, remark.Note);
        if (ComposeCard.Draw(visit.Phrases, places.Draft, places.Messages, replies, places.Kept, error, note) is { } card)
            return new FlowResult.Card(card, remark.Did) { Joins = places.Draft.Id };
        return new FlowResult.Note(error is null ? visit.Phrases["Invalid"] : visit.Phrases.Say("Invalid_At", error.Field[^1], error.Text));
    }

    // From the choose card and from the preview: the five places. From the five places: the preview.
    private async Task<FlowResult> ComposeAsync(Visit visit, DraftForm form, CancellationToken cancellationToken)
    {
        var found = await drafts.CurrentAsync(visit, form.Draft, cancellationToken);
        return found.Draft is not { } draft ? found.No!
            : form.Step == DraftForm.Form ? await OpenAsync(visit, form, draft, cancellationToken)
            : await TakeAsync(visit, form, draft, cancellationToken);
    }

    // A message goes up, down or out.
    private async Task<FlowResult> ArrangeAsync(Visit visit, ArrangeForm form, CancellationToken cancellationToken)
    {
        var found = await drafts.CurrentAsync(visit, form.Draft, cancellationToken);
        return found.Draft is { } draft
            ? await KeepAsync(visit, draft, Slots.OfDraft(form.Typed, draft).Arranged(form.Slot, form.Act), null, cancellationToken)
            : found.No!;
    }

    // A saved reply expands to its messages, behind those that are there.
    private async Task<FlowResult> InsertAsync(Visit visit, DraftForm form, CancellationToken cancellationToken)
    {
        var found = await drafts.CurrentAsync(visit, form.Draft, cancellationToken);
        if (found.Draft is not { } draft)
            return found.No!;
        var slots = Slots.OfDraft(form.Typed, draft);
        var places = new DraftPlaces(draft) { Messages = slots.Messages, Kept = slots.HasKept };
        if (form.Saved is not { } id)
            return await FormAsync(visit, places, new FieldError(Field.Reply, visit.Phrases["Invalid_saved.none"]), cancellationToken);
        var answer = await saved.UseAsync(visit.Who, id, cancellationToken);
        if (answer is not Answer<SavedReply>.Ok { Value: var reply })
            return visit.Refusal(answer);
        IReadOnlyList<OutboundMessage> all = [.. slots.Messages, .. reply.Content.Messages];
        if (all.Count <= Content.MostMessages)
            return await KeepAsync(
                visit,
                draft,
                all,
                visit.Phrases.Say("Compose_Inserted", Markdown.Escape(reply.Name)),
                cancellationToken
            );
        var error = new FieldError(Field.Reply, visit.Phrases.Sentence("content.too_many", Content.MostMessages));
        return await FormAsync(visit, places, error, cancellationToken);
    }

    private async Task<FlowResult> OpenAsync(Visit visit, DraftForm form, Campaign draft, CancellationToken cancellationToken)
    {
        if (draft.Audience.TemplateOn is not null)
            return await templates.EditAsync(visit, draft, cancellationToken);
        if (!form.Filters)
            return await OpenAsync(visit, draft, cancellationToken);
        var filters = AudienceForm.Read(visit, form.Typed, draft);
        if (filters.Audience is not { } audience)
            return filters.Wrong!;
        var answer = await desk.ChooseAsync(visit.Who, draft, audience, shown: true, cancellationToken);
        if (answer is not Answer<ChosenAudience>.Ok { Value: var chosen })
            return await drafts.RefusedAsync(visit, draft, answer, cancellationToken);
        if (chosen.Matching > 0)
            return await FormAsync(visit, new(chosen.Campaign), default, cancellationToken);
        var empty = new FieldError(Field.Tag, visit.Phrases["Invalid_audience.empty"]);
        return new FlowResult.Card(ChooseCard.Draw(visit.Phrases, chosen, empty), Did: false);
    }

    private async Task<FlowResult> TakeAsync(Visit visit, DraftForm form, Campaign draft, CancellationToken cancellationToken)
    {
        var slots = Slots.OfDraft(form.Typed, draft);
        var answer = await compose.ComposeAsync(visit.Who, draft, slots.Messages, visit.Surface, cancellationToken);
        return answer switch
        {
            Answer<Preview>.Ok { Value: var preview } => drafts.Show(visit, preview),
            Answer<Preview>.Invalid invalid => await WrongAsync(visit, draft, slots, visit.Error(invalid), cancellationToken),
            _ => await drafts.RefusedAsync(visit, draft, answer, cancellationToken),
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
        var places = new DraftPlaces(draft) { Messages = slots.Messages, Kept = slots.HasKept };
        if (!slots.HasKept)
            return await FormAsync(visit, places, error, cancellationToken);
        var kept = await compose.KeepAsync(visit.Who, draft, slots.Messages, visit.Surface, cancellationToken);
        return kept is Answer<Campaign>.Ok { Value: var changed }
            ? await FormAsync(visit, places with { Draft = changed }, error, cancellationToken)
            : visit.Refusal(kept);
    }

    private async Task<FlowResult> KeepAsync(
        Visit visit,
        Campaign draft,
        IReadOnlyList<OutboundMessage> messages,
        string? note,
        CancellationToken cancellationToken
    )
    {
        var answer = await compose.KeepAsync(visit.Who, draft, messages, visit.Surface, cancellationToken);
        return answer is Answer<Campaign>.Ok { Value: var changed }
            ? await FormAsync(visit, new(changed) { Messages = messages }, note, cancellationToken)
            : await drafts.RefusedAsync(visit, draft, answer, cancellationToken);
    }
}

/// <summary>What stands in the five places of a draft's card: the draft's own messages, or what was typed.</summary>
internal sealed record DraftPlaces(Campaign Draft)
{
    private readonly IReadOnlyList<OutboundMessage>? messages;

    public IReadOnlyList<OutboundMessage> Messages
    {
        get => messages ?? Draft.Content.Messages;
        init => messages = value;
    }

    /// <summary>They are kept in the draft, so that one too long for the card need not travel.</summary>
    public bool Kept { get; init; } = true;
}
