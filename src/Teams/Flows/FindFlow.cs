using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Desks.Inbox;
using OmoBroadcast.Desks.Search;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Commands;

namespace OmoBroadcast.Teams.Flows;

/// <summary>找: typed with what is looked for, or in the card that asks for it.</summary>
internal sealed class FindFlow(FindDesk desk, TimeProvider time) : IVerbSet, ICommandSet
{
    public IEnumerable<VerbEntry> Entries => [Verbs.FindOpen.Shows(FindAsync)];

    public IEnumerable<(CommandName Name, CommandHandler Run)> Commands =>
        [(CommandName.Find, (visit, token) => FindAsync(visit, new(), token))];

    public async Task<FlowResult> FindAsync(Visit visit, FindForm form, CancellationToken cancellationToken)
    {
        var words = form.Words.ReplaceLineEndings(" ").Trim();
        var answer = await desk.FindAsync(visit.Who, words, form.From, ConversationListCard.Size, cancellationToken);
        if (answer is not Answer<Found>.Ok { Value: var found })
            return visit.Refusal(answer);
        if (found.List.Items.Count == 0 && form.From > 0)
            return await FindAsync(visit, form with { Skip = null }, cancellationToken);
        var card = FindCard.Draw(visit.Phrases, visit.Who, words, words.Length == 0 ? null : found, time.GetUtcNow());
        // What was looked for is kept nowhere: drawn anew, it is the list of one's own.
        return new FlowResult.Card(card) { Again = Verbs.MineOpen.Asking(new(null, 0)) };
    }
}
