using OmoBroadcast.Broadcast.Desk;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Store.Present;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Inbound;

namespace OmoBroadcast.Teams.Flows;

/// <summary>待處理, 我的事件 and 已結束, and what is done from the lists: taking, closing, reopening, passing on.</summary>
internal sealed class InboxFlow(InboxDesk inbox, ConversationDesk desk, ConversationFlow conversations, Announcing announcing, TimeProvider time)
{
    public async Task<Shown> PendingAsync(Visit visit, int skip, CancellationToken ct, string? note = null)
    {
        var answer = await inbox.PendingAsync(visit.Who, skip, ct);
        if (answer is not Answer<ConversationList>.Ok { Value: var list }) return visit.Refusal(answer);
        if (list.Items.Count == 0 && skip > 0) return await PendingAsync(visit, 0, ct, note);
        return new Shown.Card(ConversationListCard.Pending(visit.Phrases, list, time.GetUtcNow(), note)) { Again = CardData.Showing(Verbs.PendingOpen, skip) };
    }

    public async Task<Shown> MineAsync(Visit visit, int skip, CancellationToken ct, string? note = null)
    {
        var answer = await inbox.MineAsync(visit.Who, skip, ct);
        if (answer is not Answer<ConversationList>.Ok { Value: var list }) return visit.Refusal(answer);
        if (list.Items.Count == 0 && skip > 0) return await MineAsync(visit, 0, ct, note);
        return new Shown.Card(ConversationListCard.Mine(visit.Phrases, list, time.GetUtcNow(), note)) { Again = CardData.Showing(Verbs.MineOpen, skip) };
    }

    public async Task<Shown> ClosedAsync(Visit visit, int skip, CancellationToken ct)
    {
        var answer = await inbox.ClosedAsync(visit.Who, skip, ct);
        if (answer is not Answer<ConversationList>.Ok { Value: var list }) return visit.Refusal(answer);
        if (list.Items.Count == 0 && skip > 0) return await ClosedAsync(visit, 0, ct);
        return new Shown.Card(ConversationListCard.Closed(visit.Phrases, list, time.GetUtcNow())) { Again = CardData.Showing(Verbs.ClosedOpen, skip) };
    }

    /// <summary>From the list of those that wait: what was taken leaves the list.</summary>
    public async Task<Shown> TakeAsync(Visit visit, CardAction action, CancellationToken ct)
    {
        if (action.Customer() is not { } customer) return visit.Refusal(new Answer<Transition>.NotFound());
        var answer = await desk.TakeAsync(visit.Who, customer, ct);
        return answer is Answer<Transition>.Ok { Value: var transition }
            ? ConversationFlow.Seen(transition, await PendingAsync(visit, action.Skip(), ct, visit.Phrases[$"Take_{transition}"]))
            : visit.Refusal(answer);
    }

    public async Task<Shown> TakeAllAsync(Visit visit, CancellationToken ct)
    {
        var answer = await inbox.TakeAllAsync(visit.Who, ct);
        return answer is Answer<int>.Ok { Value: var taken }
            ? await PendingAsync(visit, 0, ct, visit.Phrases.Say("Take_All", visit.Phrases.Count(taken)))
            : visit.Refusal(answer);
    }

    public async Task<Shown> CloseAsync(Visit visit, CardAction action, CancellationToken ct)
    {
        if (action.Customer() is not { } customer) return visit.Refusal(new Answer<Transition>.NotFound());
        var answer = await desk.CloseAsync(visit.Who, customer, ct);
        return answer is Answer<Transition>.Ok { Value: var transition }
            ? ConversationFlow.Seen(transition, await MineAsync(visit, action.Skip(), ct, visit.Phrases[$"Close_{transition}"]))
            : visit.Refusal(answer);
    }

    /// <summary>重啟: the conversation opens, ready to be written in.</summary>
    public async Task<Shown> ReopenAsync(Visit visit, CardAction action, CancellationToken ct)
    {
        if (action.Customer() is not { } customer) return visit.Refusal(new Answer<Transition>.NotFound());
        var answer = await desk.ReopenAsync(visit.Who, customer, ct);
        if (answer is not Answer<Transition>.Ok { Value: var transition }) return visit.Refusal(answer);
        return transition is Transition.Done or Transition.AlreadySo
            ? ConversationFlow.Seen(transition, await conversations.OpenAsync(visit, customer, ct, visit.Phrases[$"Reopen_{transition}"]))
            : new Shown.Note(visit.Phrases[$"Reopen_{transition}"]);
    }

    /// <summary>移轉: which, and to whom?</summary>
    public Task<Shown> AskPassAsync(Visit visit, CardAction action, CancellationToken ct) =>
        AskPassAsync(visit, action.Skip(), ct, chosen: action.Text("customers"), at: action.Looked("colleague"));

    public async Task<Shown> AskPassAsync(Visit visit, int skip, CancellationToken ct, string? note = null, FieldError? error = null, string? chosen = null, Looked at = default)
    {
        var answer = await inbox.MineAsync(visit.Who, skip, ct, InboxDesk.MostPassed);
        if (answer is not Answer<ConversationList>.Ok { Value: var list }) return visit.Refusal(answer);
        if (list.Items.Count == 0 && skip > 0) return await AskPassAsync(visit, 0, ct, note, error, chosen, at);
        var colleagues = await inbox.ColleaguesAsync(visit.Who, ct);
        return colleagues is Answer<IReadOnlyList<StaffMember>>.Ok { Value: var others }
            ? new Shown.Card(ConversationListCard.Pass(visit.Phrases, list, others, time.GetUtcNow(), note, error, chosen, at), Did: error is null) { Again = CardData.Showing(Verbs.MinePass, skip) }
            : visit.Refusal(colleagues);
    }

    /// <summary>移轉 of several from the list.</summary>
    public async Task<Shown> PassSomeAsync(Visit visit, CardAction action, CancellationToken ct)
    {
        if (action.Customers() is not { } customers) return visit.Refusal(new Answer<Passed>.NotFound());
        var answer = await PassAsync(visit, customers, action.Text("colleague") ?? "", ct);
        return answer switch
        {
            Answer<Passed>.Ok { Value: var passed } => await AskPassAsync(visit, action.Skip(), ct, Said(visit, passed, customers.Count)),
            Answer<Passed>.Invalid invalid => await AskPassAsync(visit, action.Skip(), ct, error: visit.Error(invalid), chosen: action.Text("customers"), at: action.Looked("colleague")),
            _ => visit.Refusal(answer),
        };
    }

    /// <summary>移轉 of one from its card: it leaves the list.</summary>
    public async Task<Shown> PassOneAsync(Visit visit, CardAction action, Func<FieldError, Task<Shown>> again, CancellationToken ct)
    {
        if (action.Customer() is not { } customer) return visit.Refusal(new Answer<Passed>.NotFound());
        var answer = await PassAsync(visit, [customer], action.Text("colleague") ?? "", ct);
        return answer switch
        {
            Answer<Passed>.Ok { Value: var passed } => await MineAsync(visit, 0, ct, Said(visit, passed, 1)),
            Answer<Passed>.Invalid invalid => await again(visit.Error(invalid)),
            _ => visit.Refusal(answer),
        };
    }

    private async Task<Answer<Passed>> PassAsync(Visit visit, IReadOnlyCollection<CustomerKey> customers, string colleague, CancellationToken ct)
    {
        var answer = await inbox.PassAsync(visit.Who, customers, colleague, ct);
        if (answer is Answer<Passed>.Ok { Value: { Count: > 0 } passed }) await announcing.PassedAsync(visit.Who, passed.To, customers, ct);
        return answer;
    }

    private static string Said(Visit visit, Passed passed, int asked) =>
        visit.Phrases.Say("Pass_Done", visit.Phrases.Count(passed.Count), visit.Phrases.Count(asked), Markdown.Escape(visit.Phrases.Name(passed.To.Name)));
}
