using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Desks.Broadcasts;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Teams.Cards;

namespace OmoBroadcast.Teams.Flows;

/// <summary>What is attached in the chat, on its way into a broadcast: into the one being written, or a new one.</summary>
internal sealed class AttachedDraftFlow(CampaignDesk desk, ComposeDesk compose, ComposeFlow composing, TemplateFlow templates)
{
    /// <summary>It joins a draft that is being written. Null: it is written no more.</summary>
    /// <param name="trouble">What could not be taken; escaped already.</param>
    public async Task<FlowResult?> JoinAsync(
        Visit visit,
        long campaign,
        IReadOnlyList<OutboundMessage> messages,
        string? trouble,
        CancellationToken cancellationToken
    )
    {
        var answer = await compose.AttachAsync(visit.Who, campaign, messages, visit.Surface, cancellationToken);
        if (answer is Answer<Campaign>.NotFound)
            return null;
        if (answer is not Answer<Campaign>.Ok { Value: var draft })
            return visit.Refusal(answer);
        var added = messages.Where(draft.Content.Messages.Contains).ToList();
        trouble = LeftOut.And(visit.Phrases, LeftOut.Say(visit.Phrases, messages.Except(added)), trouble);
        if (draft.Audience.TemplateOn is not null)
            return await templates.AttachedAsync(visit, draft, trouble, cancellationToken);
        var said = added.Count > 0 ? visit.Phrases["Compose_Joined"] : null;
        // Only a card without fields can give way to another: nobody is typing into it.
        if (visit.Chat is { Asking: { } asking })
        {
            var note = LeftOut.And(visit.Phrases, said, trouble) ?? visit.Phrases["Compose_Joined"];
            return await composing.FormAsync(visit, new(draft), note, cancellationToken) is FlowResult.Card form
                ? form with
                {
                    InsteadOf = (asking, DraftFileCards.Moved(visit.Phrases)),
                }
                : new FlowResult.Note(note);
        }
        var told = LeftOut.And(visit.Phrases, said is null ? null : visit.Phrases["Compose_Attached"], trouble) ?? "";
        return new FlowResult.Card(DraftFileCards.Added(visit.Phrases, draft, added, told)) { Joins = draft.Id };
    }

    /// <summary>The draft that is being written; null for none.</summary>
    public async Task<Campaign?> WritingAsync(Visit visit, CancellationToken cancellationToken) =>
        await compose.WritingAsync(visit.Who, cancellationToken) is Answer<Campaign>.Ok { Value: var draft } ? draft : null;

    /// <summary>群發 begun with it.</summary>
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
        IReadOnlyList<OutboundMessage> some = [.. messages.Take(Content.MostMessages)];
        trouble = LeftOut.And(visit.Phrases, LeftOut.Say(visit.Phrases, messages.Skip(Content.MostMessages)), trouble);
        var kept = await compose.KeepAsync(visit.Who, chosen.Campaign, some, visit.Surface, cancellationToken);
        return kept is Answer<Campaign>.Ok { Value: var draft }
            ? new FlowResult.Card(ChooseCard.Draw(visit.Phrases, chosen with { Campaign = draft }, trouble))
            : visit.Refusal(kept);
    }
}
