using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Desks.Inbox;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Commands;

namespace OmoBroadcast.Teams.Flows;

/// <summary>移轉: conversations of one's own, one or several, to a colleague.</summary>
internal sealed class PassFlow(InboxDesk inbox, ConversationLists lists, HandoverNotice announcing, TimeProvider time)
    : IVerbSet,
        ICommandSet
{
    public IEnumerable<VerbEntry> Entries =>
        [
            Verbs.MinePass.Shows((visit, form, token) => AskAsync(visit, form, default, token)),
            Verbs.MinePassTo.Once(PassSomeAsync, (visit, form, token) =>
                AskAsync(visit, new(form.From), visit.Phrases["Acted_Already"], token)
            ),
        ];

    public IEnumerable<(CommandName Name, CommandHandler Run)> Commands =>
        [(CommandName.Transfer, (visit, token) => AskAsync(visit, new(0), default, token))];

    /// <summary>One from its card: it leaves the list.</summary>
    /// <param name="typed">What stands in the card's fields and is kept nowhere.</param>
    public async Task<FlowResult> PassOneAsync(
        Visit visit,
        CustomerForm form,
        CustomerCard.Typed typed,
        Func<FieldError, Task<FlowResult>> again,
        CancellationToken cancellationToken
    )
    {
        if (form.Customer is not { } customer)
            return visit.Refusal(new Answer<BindingTransfer>.NotFound());
        var answer = await PassAsync(visit, [customer], form.Colleague ?? "", cancellationToken);
        return answer switch
        {
            Answer<BindingTransfer>.Ok { Value: var passed } => typed.IsWritten
                ? ConversationViews.Unsent(visit, Said(visit, passed, 1), typed)
                : await lists.MineAsync(visit, 0, Said(visit, passed, 1), cancellationToken),
            Answer<BindingTransfer>.Invalid invalid => await again(visit.Error(invalid)),
            _ => visit.Refusal(answer),
        };
    }

    // Which, and to whom?
    private async Task<FlowResult> AskAsync(Visit visit, PassForm form, Remark remark, CancellationToken cancellationToken)
    {
        var answer = await inbox.MineAsync(visit.Who, form.From, InboxDesk.MostPassed, cancellationToken);
        if (answer is not Answer<ConversationList>.Ok { Value: var list })
            return visit.Refusal(answer);
        if (list.Items.Count == 0 && form.From > 0)
            return await AskAsync(visit, form with { Skip = 0 }, remark, cancellationToken);
        var colleagues = await inbox.ColleaguesAsync(visit.Who, cancellationToken);
        if (colleagues is not Answer<IReadOnlyList<StaffMember>>.Ok { Value: var others })
            return visit.Refusal(colleagues);
        var card = ConversationListCard.Pass(visit.Phrases, new(list, others, form.Chosen, form.Looked), time.GetUtcNow(), remark);
        return new FlowResult.Card(card, remark.Did) { Again = Verbs.MinePass.Asking(new(form.From)) };
    }

    private async Task<FlowResult> PassSomeAsync(Visit visit, PassForm form, CancellationToken cancellationToken)
    {
        if (form.Customers is not { } customers)
            return visit.Refusal(new Answer<BindingTransfer>.NotFound());
        var answer = await PassAsync(visit, customers, form.Colleague ?? "", cancellationToken);
        return answer switch
        {
            Answer<BindingTransfer>.Ok { Value: var passed } => await AskAsync(
                visit,
                new(form.From),
                Said(visit, passed, customers.Count),
                cancellationToken
            ),
            Answer<BindingTransfer>.Invalid invalid => await AskAsync(visit, form, visit.Error(invalid), cancellationToken),
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
