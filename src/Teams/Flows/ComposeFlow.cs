using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Desks.Broadcasts;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Texts;

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
            Verbs.BroadcastAttach.Drafts(AttachAsync),
        ];

    /// <summary>The draft that a card with five places speaks of. Where the card is too old, what was typed into it is shown beside what
    /// the draft says now: neither takes the other's place.</summary>
    public async Task<(Campaign? Draft, FlowResult? No)> CurrentAsync(
        Visit visit,
        CampaignTarget seen,
        CardData typed,
        CancellationToken cancellationToken
    )
    {
        var found = await drafts.CurrentAsync(visit, seen, cancellationToken);
        return found.No is { } no ? (null, await BesideAsync(visit, seen.Campaign, Slots.Typed(typed), no, cancellationToken)) : found;
    }

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
        var error = remark.Error;
        var note = LeftOut.And(visit.Phrases, remark.Note, Overflow(visit.Phrases, places.Messages));
        var view = new ComposeView(places.Draft, places.Messages, replies, places.Kept)
        {
            Unscheduled = drafts.IsUnscheduled(places.Draft),
        };
        if (ComposeCard.Draw(visit.Phrases, view, remark with { Note = note }) is { } card)
            return new FlowResult.Card(card, remark.Did) { Joins = places.Draft.Id };
        return new FlowResult.Note(error is null ? visit.Phrases["Invalid"] : visit.Phrases.Say("Invalid_At", error.Field[^1], error.Text));
    }

    // There are five places and no more: what has none is told, and not dropped without a word.
    private static string? Overflow(Phrases phrases, IReadOnlyList<OutboundMessage> messages) =>
        messages.Count <= Content.MostMessages
            ? null
            : phrases.Say(
                "Compose_NoRoom",
                phrases.List([.. messages.Skip(Content.MostMessages).Select(message => DraftFileCards.Line(phrases, message))])
            );

    // From the choose card and from the preview: the five places. From the five places: the preview.
    private async Task<FlowResult> ComposeAsync(Visit visit, DraftForm form, CancellationToken cancellationToken)
    {
        var found = await CurrentAsync(visit, form.Draft, form.Typed, cancellationToken);
        return found.Draft is not { } draft ? found.No!
            : form.Step == DraftForm.Form ? await OpenAsync(visit, form, draft, cancellationToken)
            : await TakeAsync(visit, form, draft, cancellationToken);
    }

    // A message goes up, down or out.
    private async Task<FlowResult> ArrangeAsync(Visit visit, ArrangeForm form, CancellationToken cancellationToken)
    {
        var found = await CurrentAsync(visit, form.Draft, form.Typed, cancellationToken);
        return found.Draft is { } draft
            ? await KeepAsync(visit, draft, Slots.OfDraft(form.Typed, draft).Arranged(form.Slot, form.Act), null, cancellationToken)
            : found.No!;
    }

    // A saved reply expands to its messages, behind those that are there.
    private async Task<FlowResult> InsertAsync(Visit visit, DraftForm form, CancellationToken cancellationToken)
    {
        var found = await CurrentAsync(visit, form.Draft, form.Typed, cancellationToken);
        if (found.Draft is not { } draft)
            return found.No!;
        var slots = Slots.OfDraft(form.Typed, draft);
        if (form.Saved is not { } id)
            return await WrongAsync(visit, draft, slots, new(Field.Reply, visit.Phrases["Invalid_saved.none"]), cancellationToken);
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
        return await WrongAsync(visit, draft, slots, error, cancellationToken);
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
            _ => await RefusedAsync(visit, draft, answer, slots.Messages, cancellationToken),
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
            : await RefusedAsync(visit, draft, answer, messages, cancellationToken);
    }

    // Saved first: while somebody looks for a file, nothing of it can be lost with a card.
    private async Task<FlowResult> AttachAsync(Visit visit, DraftForm form, CancellationToken cancellationToken)
    {
        var found = await CurrentAsync(visit, form.Draft, form.Typed, cancellationToken);
        if (found.Draft is not { } draft)
            return found.No!;
        var slots = Slots.OfDraft(form.Typed, draft);
        var full = new FieldError(Field.Text, visit.Phrases.Sentence("content.too_many", Content.MostMessages));
        if (slots.Messages.Count >= Content.MostMessages)
            return await WrongAsync(visit, draft, slots, full, cancellationToken);
        var answer = await compose.KeepAsync(visit.Who, draft, slots.Messages, visit.Surface, cancellationToken);
        return answer is Answer<Campaign>.Ok { Value: var kept }
            ? new FlowResult.Card(DraftFileCards.Ask(visit.Phrases, kept)) { Joins = kept.Id, Asks = true }
            : await RefusedAsync(visit, draft, answer, slots.Messages, cancellationToken);
    }

    private async Task<FlowResult> RefusedAsync<T>(
        Visit visit,
        Campaign draft,
        Answer<T> answer,
        IReadOnlyList<OutboundMessage> messages,
        CancellationToken cancellationToken
    )
    {
        var refused = await drafts.RefusedAsync(visit, draft, answer, cancellationToken);
        IReadOnlyList<OutboundMessage.Text> typed = [.. messages.OfType<OutboundMessage.Text>()];
        return answer is Answer<T>.Stale ? await BesideAsync(visit, draft.Id, typed, refused, cancellationToken) : refused;
    }

    /// <param name="present">What would take the card's place.</param>
    private async Task<FlowResult> BesideAsync(
        Visit visit,
        long id,
        IReadOnlyList<OutboundMessage.Text> typed,
        FlowResult present,
        CancellationToken cancellationToken
    )
    {
        // A sentence leaves the card as it is, with all that was typed.
        if (typed.Count == 0 || present is not FlowResult.Card || await drafts.ReadAsync(visit, id, cancellationToken) is not { } campaign)
            return present;
        IReadOnlyList<OutboundMessage> fresh = [.. typed.Where(one => !campaign.Content.Messages.Contains(one))];
        if (fresh.Count == 0)
            return present;
        if (campaign.State != CampaignState.Draft)
            return new FlowResult.Note(visit.Phrases["Compose_TypedLeft"]);
        IReadOnlyList<OutboundMessage> all = [.. campaign.Content.Messages, .. fresh];
        var places = new DraftPlaces(campaign) { Messages = all, Kept = false };
        var note = $"{visit.Phrases["Old"]} {visit.Phrases["Compose_TypedKept"]}";
        return
            all.Count <= Content.MostMessages
            && campaign.Audience.TemplateOn is null
            && await FormAsync(visit, places, note, cancellationToken) is FlowResult.Card form
            ? form.Idle
            : new FlowResult.Note(visit.Phrases["Compose_TypedNoRoom"]);
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
