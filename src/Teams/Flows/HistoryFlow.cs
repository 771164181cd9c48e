using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Desks.Search;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Teams.Cards;

namespace OmoBroadcast.Teams.Flows;

/// <summary>過往訊息 of a conversation, page by page.</summary>
internal sealed class HistoryFlow(HistoryDesk desk, MediaViews media, TimeProvider time) : IVerbSet
{
    public IEnumerable<VerbEntry> Entries => [Verbs.ConversationHistory.Shows(OpenAsync)];

    private async Task<FlowResult> OpenAsync(Visit visit, HistoryForm form, CancellationToken cancellationToken)
    {
        if (form.Customer is not { } customer)
            return visit.Refusal(new Answer<HistoryPage>.NotFound());
        var words = form.Words.ReplaceLineEndings(" ").Trim();
        var turn = new HistoryTurn(form.From, form.Later, HistoryCard.PageSize);
        var answer = await desk.OpenAsync(visit.Who, customer, words, turn, cancellationToken);
        if (answer is not Answer<HistoryPage>.Ok { Value: var page })
            return visit.Refusal(answer);
        var view = new ConversationView(page.Open, visit.Who, default)
        {
            Media = await media.OfAsync(customer, page.Lines, cancellationToken),
        };
        return new FlowResult.Card(HistoryCard.Draw(visit.Phrases, page, view, words, time.GetUtcNow()))
        {
            Again = page.OfStore ? Verbs.TeamConversation.Asking(new(customer)) : Verbs.MineOpen.Asking(new(customer)),
        };
    }
}
