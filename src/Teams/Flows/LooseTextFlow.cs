using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Commands;
using OmoBroadcast.Teams.Connector;

namespace OmoBroadcast.Teams.Flows;

/// <summary>What was typed that is no command: offered for the conversation that was opened or told of last, and for the broadcast being
/// written. It goes on a press, and not before.</summary>
internal sealed class LooseTextFlow(TypedReplyFlow replies, AttachedDraftFlow drafts, ChatTrail trail)
{
    /// <param name="id">The same for every repetition of the same message.</param>
    public async Task<FlowResult> OfferAsync(Visit visit, Command.Unknown said, Guid id, CancellationToken cancellationToken)
    {
        if (!visit.Who.MayBroadcast || await FindAsync(visit, new([], said.Words, id), cancellationToken) is not { } offer)
            return HelpFlow.Suggest(visit, said);
        List<CommandName> nearest = [.. said.Nearest.Where(name => name != CommandName.Help && visit.Who.MayUse(name))];
        var card = LooseTextCard.Draw(visit.Phrases, offer, nearest);
        return said.Words.Length <= LooseTextCard.LongestText && Card.Bytes(card) <= Card.MostBytes
            ? new FlowResult.Card(card)
            : new FlowResult.Note(visit.Phrases.Sentence("reply.too_long", LooseTextCard.LongestText));
    }

    // Null: there is nothing that they could be for.
    private async Task<AttachmentOffer?> FindAsync(Visit visit, AttachedMessage words, CancellationToken cancellationToken)
    {
        AttachmentOffer? offer = null;
        foreach (var meant in await trail.MeantAsync(visit.Address.ConversationId, cancellationToken))
        {
            offer = await replies.OfferAsync(visit, words, meant, cancellationToken);
            if (offer.Opened is not null)
                break;
        }
        var draft = await drafts.WritingAsync(visit, cancellationToken);
        if (draft is { Audience.TemplateOn: not null })
            draft = null;
        if (offer?.Opened is null && draft is null)
            return null;
        offer ??= await replies.OfferAsync(visit, words, null, cancellationToken);
        // Without customers' words: nothing has to be drawn anew, which would take what was typed with it.
        return offer with { Draft = draft, Rows = offer.Rows.Wordless() };
    }
}
