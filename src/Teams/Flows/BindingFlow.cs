using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Desks.Inbox;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Commands;

namespace OmoBroadcast.Teams.Flows;

/// <summary>綁定: one's code, the list, passing on, 綁定顧客群發, and the two buttons at a conversation.</summary>
internal sealed class BindingFlow(BindingDesk desk, CampaignFlow campaigns, CustomerSheets sheets, QrPictures pictures)
    : IVerbSet,
        ICommandSet
{
    public IEnumerable<VerbEntry> Entries =>
        [
            Verbs.BoundOpen.Shows((visit, _, token) => MineAsync(visit, token)),
            Verbs.BoundList.Shows((visit, form, token) => ListAsync(visit, form, default, token)),
            Verbs.BoundTransfer.Once(TransferAsync, (visit, form, token) => ListAsync(visit, form, default, token)),
            Verbs.BoundBroadcast.Shows((visit, form, token) => campaigns.StartAsync(visit, form.Channel, token)),
            Verbs.ConversationBind.Once(BindAsync, PresentAsync),
            Verbs.ConversationUnbind.Once(UnbindAsync, PresentAsync),
        ];

    public IEnumerable<(CommandName Name, CommandHandler Run)> Commands =>
        [(CommandName.Bound, MineAsync), (CommandName.BroadcastBound, AskAsync)];

    private async Task<FlowResult> MineAsync(Visit visit, CancellationToken cancellationToken)
    {
        var answer = await desk.MineAsync(visit.Who, cancellationToken);
        if (answer is not Answer<MyBindings>.Ok { Value: var mine })
            return visit.Refusal(answer);
        var links = new List<(Uri?, Uri?)>();
        foreach (var bound in mine.Accounts)
        {
            var link = bound.Account.Link(visit.Phrases.Say("Bound_Words", visit.Who.Name, mine.Code));
            links.Add((link, link is null ? null : await pictures.OfAsync(link, cancellationToken)));
        }

        return new FlowResult.Card(BindingCards.Mine(visit.Phrases, mine, links));
    }

    // 綁定顧客群發: on which channel?
    private async Task<FlowResult> AskAsync(Visit visit, CancellationToken cancellationToken)
    {
        var answer = await desk.MineAsync(visit.Who, cancellationToken);
        return answer is Answer<MyBindings>.Ok { Value: var mine }
            ? new FlowResult.Card(BindingCards.Ask(visit.Phrases, mine))
            : visit.Refusal(answer);
    }

    private async Task<FlowResult> TransferAsync(Visit visit, BoundForm form, CancellationToken cancellationToken)
    {
        if (form.Customers is not { } customers)
            return visit.Refusal(new Answer<BindingTransfer>.NotFound());
        var answer = await desk.TransferAsync(visit.Who, customers, form.Colleague ?? "", cancellationToken);
        return answer switch
        {
            Answer<BindingTransfer>.Ok { Value: var (count, to) } => await ListAsync(
                visit,
                new(form.Channel, form.Skip),
                visit.Phrases.Say("Bound_Passed", count, customers.Count, Markdown.Escape(to.Name)),
                cancellationToken
            ),
            Answer<BindingTransfer>.Invalid invalid => await ListAsync(visit, form, visit.Error(invalid), cancellationToken),
            _ => visit.Refusal(answer),
        };
    }

    private async Task<FlowResult> BindAsync(Visit visit, CustomerForm form, CancellationToken cancellationToken)
    {
        if (form.Customer is not { } customer)
            return visit.Refusal(new Answer<Binding>.NotFound());
        var bound = await desk.BindAsync(visit.Who, customer, cancellationToken);
        return bound is Answer<Binding>.Ok
            ? await sheets.OpenAsync(visit, customer, visit.Phrases["Bound_Bound"], form.Typed, cancellationToken)
            : visit.Refusal(bound);
    }

    private async Task<FlowResult> UnbindAsync(Visit visit, CustomerForm form, CancellationToken cancellationToken)
    {
        if (form.Customer is not { } customer)
            return visit.Refusal(new Answer<Binding>.NotFound());
        var unbound = await desk.UnbindAsync(visit.Who, customer, cancellationToken);
        return unbound is Answer<bool>.Ok
            ? await sheets.OpenAsync(visit, customer, visit.Phrases["Bound_Unbound"], form.Typed, cancellationToken)
            : visit.Refusal(unbound);
    }

    private Task<FlowResult> PresentAsync(Visit visit, CustomerForm form, CancellationToken cancellationToken) =>
        sheets.PresentAsync(visit, form.Customer, form.Typed, cancellationToken);

    private async Task<FlowResult> ListAsync(Visit visit, BoundForm form, Remark remark, CancellationToken cancellationToken)
    {
        var answer = await desk.ListAsync(visit.Who, form.Channel, form.From, BindingCards.Size, cancellationToken);
        if (answer is not Answer<BoundPage>.Ok { Value: var page })
            return visit.Refusal(answer);
        if (page.Customers.Count == 0 && form.From > 0)
            return await ListAsync(visit, form with { Skip = 0 }, remark, cancellationToken);
        var card = BindingCards.List(visit.Phrases, page, remark, form.Chosen, form.Looked);
        return new FlowResult.Card(card, remark.Did)
        {
            Again = page.Colleagues.Count == 0 ? null : Verbs.BoundList.Asking(new(form.Channel, form.From)),
        };
    }
}
