using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Desks.Inbox;
using OmoBroadcast.Desks.Words;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Commands;

namespace OmoBroadcast.Teams.Flows;

/// <summary>待處理, 我的事件 and 已結束, and what is done from the lists: taking, closing, reopening.</summary>
internal sealed class InboxFlow(InboxDesk inbox, ConversationDesk desk, ConversationLists lists, ConversationViews views)
    : IVerbSet,
        ICommandSet
{
    public IEnumerable<VerbEntry> Entries =>
        [
            Verbs.PendingOpen.Shows((visit, page, token) => lists.PendingAsync(visit, page.From, null, token)),
            Verbs.PendingTake.Once(TakeAsync, (visit, target, token) => lists.PendingAsync(visit, target.From, Already(visit), token)),
            Verbs.PendingAskAll.Shows(AskAllAsync),
            Verbs.PendingTakeAll.Once(TakeAllAsync, (visit, _, token) => lists.PendingAsync(visit, 0, Already(visit), token)),
            Verbs.PendingGiveBack.Once(GiveBackAsync, (visit, _, token) => lists.PendingAsync(visit, 0, Already(visit), token)),
            Verbs.WaitingOpen.Shows(lists.WaitingAsync),
            Verbs.MineOpen.Shows(OpenAsync),
            Verbs.MineClose.Once(CloseAsync, (visit, target, token) => lists.MineAsync(visit, target.From, Already(visit), token)),
            Verbs.ClosedOpen.Shows((visit, page, token) => lists.ClosedAsync(visit, page.From, token)),
            Verbs.ConversationClose.Once(CloseAsync, PresentAsync),
            Verbs.ConversationReopen.Once(ReopenAsync, PresentAsync),
        ];

    public IEnumerable<(CommandName Name, CommandHandler Run)> Commands =>
        [
            (CommandName.Pending, (visit, token) => lists.PendingAsync(visit, 0, null, token)),
            (CommandName.Mine, (visit, token) => lists.MineAsync(visit, 0, null, token)),
            (CommandName.Closed, (visit, token) => lists.ClosedAsync(visit, 0, token)),
        ];

    private Task<FlowResult> OpenAsync(Visit visit, CustomerTarget target, CancellationToken cancellationToken) =>
        target.Customer is { } customer
            ? views.OpenAsync(visit, customer, default, target.Typed, cancellationToken)
            : lists.MineAsync(visit, target.From, null, cancellationToken);

    private Task<FlowResult> PresentAsync(Visit visit, CustomerTarget target, CancellationToken cancellationToken) =>
        views.PresentAsync(visit, target.Customer, cancellationToken, target.Typed);

    // From the list of those that wait: what was taken leaves the list.
    private async Task<FlowResult> TakeAsync(Visit visit, CustomerTarget target, CancellationToken cancellationToken)
    {
        if (target.Customer is not { } customer)
            return visit.Refusal(new Answer<Transition>.NotFound());
        var answer = await desk.TakeAsync(visit.Who, customer, cancellationToken);
        return answer is Answer<Transition>.Ok { Value: var transition }
            ? ConversationViews.Seen(
                transition,
                await lists.PendingAsync(visit, target.From, visit.Phrases[$"Take_{transition}"], cancellationToken)
            )
            : visit.Refusal(answer);
    }

    private async Task<FlowResult> AskAllAsync(Visit visit, Nothing _, CancellationToken cancellationToken)
    {
        var answer = await inbox.CountPendingAsync(visit.Who, cancellationToken);
        return answer is not Answer<long>.Ok { Value: var waiting } ? visit.Refusal(answer)
            : waiting == 0 ? await lists.PendingAsync(visit, 0, null, cancellationToken)
            : new FlowResult.Card(ConversationListCard.AskAll(visit.Phrases, Math.Min(waiting, InboxDesk.MostTaken)));
    }

    private async Task<FlowResult> TakeAllAsync(Visit visit, Nothing _, CancellationToken cancellationToken)
    {
        var answer = await inbox.TakeAllAsync(visit.Who, cancellationToken);
        if (answer is not Answer<TakenTogether>.Ok { Value: var taken })
            return visit.Refusal(answer);
        var done = new DoneNote(visit.Phrases.Say("Take_All", visit.Phrases.Count(taken.Count)))
        {
            Undo = taken.Count == 0 ? null : Card.Button(Verbs.PendingGiveBack, visit.Phrases["Button_UndoTakeAll"], new(taken.At)),
        };
        return await lists.PendingAsync(visit, 0, done, cancellationToken);
    }

    private async Task<FlowResult> GiveBackAsync(Visit visit, TakenAt taken, CancellationToken cancellationToken)
    {
        if (taken.At is not { } at)
            return visit.Refusal(new Answer<int>.NotFound());
        var answer = await inbox.GiveBackAsync(visit.Who, at, cancellationToken);
        return answer is Answer<int>.Ok { Value: var back }
            ? await lists.PendingAsync(visit, 0, visit.Phrases.Say("GiveBack_Done", visit.Phrases.Count(back)), cancellationToken)
            : visit.Refusal(answer);
    }

    private async Task<FlowResult> CloseAsync(Visit visit, CustomerTarget target, CancellationToken cancellationToken)
    {
        if (target.Customer is not { } customer)
            return visit.Refusal(new Answer<Transition>.NotFound());
        var answer = await desk.CloseAsync(visit.Who, customer, cancellationToken);
        if (answer is not Answer<Transition>.Ok { Value: var transition })
            return visit.Refusal(answer);
        if (target.Typed is { } typed)
            return ConversationViews.Seen(
                transition,
                await views.KeepingAsync(visit, customer, visit.Phrases[$"Close_{transition}"], typed, cancellationToken)
            );
        var done = new DoneNote(visit.Phrases[$"Close_{transition}"])
        {
            Undo =
                transition == Transition.Done
                    ? Card.Button(Verbs.ConversationReopen, visit.Phrases["Button_UndoClose"], new(customer))
                    : null,
        };
        return ConversationViews.Seen(transition, await lists.MineAsync(visit, target.From, done, cancellationToken));
    }

    // 重啟: the conversation opens, ready to be written in.
    private async Task<FlowResult> ReopenAsync(Visit visit, CustomerTarget target, CancellationToken cancellationToken)
    {
        if (target.Customer is not { } customer)
            return visit.Refusal(new Answer<Transition>.NotFound());
        var answer = await desk.ReopenAsync(visit.Who, customer, cancellationToken);
        if (answer is not Answer<Transition>.Ok { Value: var transition })
            return visit.Refusal(answer);
        var said = visit.Phrases[$"Reopen_{transition}"];
        return transition is Transition.Done or Transition.AlreadySo
            ? ConversationViews.Seen(transition, await views.OpenAsync(visit, customer, said, target.Typed, cancellationToken))
            : new FlowResult.Note(said);
    }

    private static string Already(Visit visit) => visit.Phrases["Acted_Already"];
}
