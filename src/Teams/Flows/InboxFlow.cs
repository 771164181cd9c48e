using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Desks.Inbox;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Inbound;

namespace OmoBroadcast.Teams.Flows;

/// <summary>待處理, 我的事件 and 已結束, and what is done from the lists: taking, closing, reopening, passing on.</summary>
internal sealed class InboxFlow(
    InboxDesk inbox,
    ConversationDesk desk,
    ConversationFlow conversations,
    HandoverNotice announcing,
    TimeProvider time
)
{
    public async Task<FlowResult> PendingAsync(Visit visit, int skip, CancellationToken cancellationToken, string? note = null)
    {
        var answer = await inbox.PendingAsync(visit.Who, skip, cancellationToken);
        if (answer is not Answer<ConversationList>.Ok { Value: var list })
            return visit.Refusal(answer);
        if (list.Items.Count == 0 && skip > 0)
            return await PendingAsync(visit, 0, cancellationToken, note);
        return new FlowResult.Card(ConversationListCard.Pending(visit.Phrases, list, time.GetUtcNow(), note))
        {
            Again = CardData.Showing(Verbs.PendingOpen, skip),
        };
    }

    public async Task<FlowResult> MineAsync(Visit visit, int skip, CancellationToken cancellationToken, string? note = null)
    {
        var answer = await inbox.MineAsync(visit.Who, skip, cancellationToken);
        if (answer is not Answer<ConversationList>.Ok { Value: var list })
            return visit.Refusal(answer);
        if (list.Items.Count == 0 && skip > 0)
            return await MineAsync(visit, 0, cancellationToken, note);
        return new FlowResult.Card(ConversationListCard.Mine(visit.Phrases, list, time.GetUtcNow(), note))
        {
            Again = CardData.Showing(Verbs.MineOpen, skip),
        };
    }

    public async Task<FlowResult> ClosedAsync(Visit visit, int skip, CancellationToken cancellationToken)
    {
        var answer = await inbox.ClosedAsync(visit.Who, skip, cancellationToken);
        if (answer is not Answer<ConversationList>.Ok { Value: var list })
            return visit.Refusal(answer);
        if (list.Items.Count == 0 && skip > 0)
            return await ClosedAsync(visit, 0, cancellationToken);
        return new FlowResult.Card(ConversationListCard.Closed(visit.Phrases, list, time.GetUtcNow()))
        {
            Again = CardData.Showing(Verbs.ClosedOpen, skip),
        };
    }

    /// <summary>From the list of those that wait: what was taken leaves the list.</summary>
    public async Task<FlowResult> TakeAsync(Visit visit, CardAction action, CancellationToken cancellationToken)
    {
        if (action.Customer() is not { } customer)
            return visit.Refusal(new Answer<Transition>.NotFound());
        var answer = await desk.TakeAsync(visit.Who, customer, cancellationToken);
        return answer is Answer<Transition>.Ok { Value: var transition }
            ? ConversationFlow.Seen(
                transition,
                await PendingAsync(visit, action.Skip(), cancellationToken, visit.Phrases[$"Take_{transition}"])
            )
            : visit.Refusal(answer);
    }

    public async Task<FlowResult> TakeAllAsync(Visit visit, CancellationToken cancellationToken)
    {
        var answer = await inbox.TakeAllAsync(visit.Who, cancellationToken);
        return answer is Answer<int>.Ok { Value: var taken }
            ? await PendingAsync(visit, 0, cancellationToken, visit.Phrases.Say("Take_All", visit.Phrases.Count(taken)))
            : visit.Refusal(answer);
    }

    public async Task<FlowResult> CloseAsync(Visit visit, CardAction action, CancellationToken cancellationToken)
    {
        if (action.Customer() is not { } customer)
            return visit.Refusal(new Answer<Transition>.NotFound());
        var answer = await desk.CloseAsync(visit.Who, customer, cancellationToken);
        return answer is Answer<Transition>.Ok { Value: var transition }
            ? ConversationFlow.Seen(
                transition,
                await MineAsync(visit, action.Skip(), cancellationToken, visit.Phrases[$"Close_{transition}"])
            )
            : visit.Refusal(answer);
    }

    /// <summary>重啟: the conversation opens, ready to be written in.</summary>
    public async Task<FlowResult> ReopenAsync(Visit visit, CardAction action, CancellationToken cancellationToken)
    {
        if (action.Customer() is not { } customer)
            return visit.Refusal(new Answer<Transition>.NotFound());
        var answer = await desk.ReopenAsync(visit.Who, customer, cancellationToken);
        if (answer is not Answer<Transition>.Ok { Value: var transition })
            return visit.Refusal(answer);
        return transition is Transition.Done or Transition.AlreadySo
            ? ConversationFlow.Seen(
                transition,
                await conversations.OpenAsync(visit, customer, cancellationToken, visit.Phrases[$"Reopen_{transition}"])
            )
            : new FlowResult.Note(visit.Phrases[$"Reopen_{transition}"]);
    }

    /// <summary>移轉: which, and to whom?</summary>
    public Task<FlowResult> AskPassAsync(Visit visit, CardAction action, CancellationToken cancellationToken) =>
        AskPassAsync(visit, action.Skip(), cancellationToken, chosen: action.Text("customers"), at: action.Looked("colleague"));

    public async Task<FlowResult> AskPassAsync(
        Visit visit,
        int skip,
        CancellationToken cancellationToken,
        string? note = null,
        FieldError? error = null,
        string? chosen = null,
        LookupState at = default
    )
    {
        var answer = await inbox.MineAsync(visit.Who, skip, cancellationToken, InboxDesk.MostPassed);
        if (answer is not Answer<ConversationList>.Ok { Value: var list })
            return visit.Refusal(answer);
        if (list.Items.Count == 0 && skip > 0)
            return await AskPassAsync(visit, 0, cancellationToken, note, error, chosen, at);
        var colleagues = await inbox.ColleaguesAsync(visit.Who, cancellationToken);
        return colleagues is Answer<IReadOnlyList<StaffMember>>.Ok { Value: var others }
            ? new FlowResult.Card(
                ConversationListCard.Pass(visit.Phrases, list, others, time.GetUtcNow(), note, error, chosen, at),
                Did: error is null
            )
            {
                Again = CardData.Showing(Verbs.MinePass, skip),
            }
            : visit.Refusal(colleagues);
    }

    /// <summary>移轉 of several from the list.</summary>
    public async Task<FlowResult> PassSomeAsync(Visit visit, CardAction action, CancellationToken cancellationToken)
    {
        if (action.Customers() is not { } customers)
            return visit.Refusal(new Answer<BindingTransfer>.NotFound());
        var answer = await PassAsync(visit, customers, action.Text("colleague") ?? "", cancellationToken);
        return answer switch
        {
            Answer<BindingTransfer>.Ok { Value: var passed } => await AskPassAsync(
                visit,
                action.Skip(),
                cancellationToken,
                Said(visit, passed, customers.Count)
            ),
            Answer<BindingTransfer>.Invalid invalid => await AskPassAsync(
                visit,
                action.Skip(),
                cancellationToken,
                error: visit.Error(invalid),
                chosen: action.Text("customers"),
                at: action.Looked("colleague")
            ),
            _ => visit.Refusal(answer),
        };
    }

    /// <summary>移轉 of one from its card: it leaves the list.</summary>
    public async Task<FlowResult> PassOneAsync(
        Visit visit,
        CardAction action,
        Func<FieldError, Task<FlowResult>> again,
        CancellationToken cancellationToken
    )
    {
        if (action.Customer() is not { } customer)
            return visit.Refusal(new Answer<BindingTransfer>.NotFound());
        var answer = await PassAsync(visit, [customer], action.Text("colleague") ?? "", cancellationToken);
        return answer switch
        {
            Answer<BindingTransfer>.Ok { Value: var passed } => await MineAsync(visit, 0, cancellationToken, Said(visit, passed, 1)),
            Answer<BindingTransfer>.Invalid invalid => await again(visit.Error(invalid)),
            _ => visit.Refusal(answer),
        };
    }

    private async Task<Answer<BindingTransfer>> PassAsync(
        Visit visit,
        IReadOnlyCollection<CustomerKey> customers,
        string colleague,
        CancellationToken cancellationToken
    )
    {
        var answer = await inbox.PassAsync(visit.Who, customers, colleague, cancellationToken);
        if (answer is Answer<BindingTransfer>.Ok { Value: { Count: > 0 } passed })
            await announcing.PassedAsync(visit.Who, passed.To, customers, cancellationToken);
        return answer;
    }

    private static string Said(Visit visit, BindingTransfer passed, int asked) =>
        visit.Phrases.Say(
            "Pass_Done",
            visit.Phrases.Count(passed.Count),
            visit.Phrases.Count(asked),
            Markdown.Escape(visit.Phrases.Name(passed.To.Name))
        );
}
