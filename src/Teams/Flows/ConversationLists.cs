using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Desks.Inbox;
using OmoBroadcast.Storage.Teams;
using OmoBroadcast.Teams.Cards;

namespace OmoBroadcast.Teams.Flows;

/// <summary>The cards of 待處理, 我的事件 and 已結束. Where a page has become empty, the list begins anew.</summary>
internal sealed class ConversationLists(InboxDesk inbox, WaitingCards waiting, TimeProvider time)
{
    /// <summary>待處理 in place of the card that told of it, which from now on is not brought up to date.</summary>
    public async Task<FlowResult> WaitingAsync(Visit visit, Nothing _, CancellationToken cancellationToken)
    {
        var list = await PendingAsync(visit, 0, null, cancellationToken);
        if (list is FlowResult.Card && visit.CardId is { } card)
            await waiting.ForgetAsync(visit.Who.Id, card, cancellationToken);
        return list;
    }

    public async Task<FlowResult> PendingAsync(Visit visit, int skip, DoneNote? note, CancellationToken cancellationToken)
    {
        var answer = await inbox.PendingAsync(visit.Who, skip, ConversationListCard.Size, cancellationToken);
        if (answer is not Answer<ConversationList>.Ok { Value: var list })
            return visit.Refusal(answer);
        if (list.Items.Count == 0 && skip > 0)
            return await PendingAsync(visit, 0, note, cancellationToken);
        return new FlowResult.Card(ConversationListCard.Pending(visit.Phrases, list, time.GetUtcNow(), note))
        {
            Again = Verbs.PendingOpen.Asking(new(skip)),
        };
    }

    public async Task<FlowResult> MineAsync(Visit visit, int skip, DoneNote? note, CancellationToken cancellationToken)
    {
        var answer = await inbox.MineAsync(visit.Who, skip, ConversationListCard.Size, cancellationToken);
        if (answer is not Answer<ConversationList>.Ok { Value: var list })
            return visit.Refusal(answer);
        if (list.Items.Count == 0 && skip > 0)
            return await MineAsync(visit, 0, note, cancellationToken);
        return new FlowResult.Card(ConversationListCard.Mine(visit.Phrases, list, time.GetUtcNow(), note))
        {
            Again = Verbs.MineOpen.Asking(new(null, skip)),
        };
    }

    public async Task<FlowResult> ClosedAsync(Visit visit, int skip, CancellationToken cancellationToken)
    {
        var answer = await inbox.ClosedAsync(visit.Who, skip, ConversationListCard.Size, cancellationToken);
        if (answer is not Answer<ConversationList>.Ok { Value: var list })
            return visit.Refusal(answer);
        if (list.Items.Count == 0 && skip > 0)
            return await ClosedAsync(visit, 0, cancellationToken);
        return new FlowResult.Card(ConversationListCard.Closed(visit.Phrases, list, time.GetUtcNow()))
        {
            Again = Verbs.ClosedOpen.Asking(new(skip)),
        };
    }
}
