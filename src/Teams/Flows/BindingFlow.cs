using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Desks.Inbox;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Inbound;

namespace OmoBroadcast.Teams.Flows;

/// <summary>綁定: one's code, the list, passing on, 綁定顧客群發, and the two buttons at a conversation.</summary>
internal sealed class BindingFlow(BindingDesk desk, CampaignFlow campaigns, ConversationFlow conversations, QrPictures pictures)
{
    public async Task<FlowResult> MineAsync(Visit visit, CancellationToken cancellationToken)
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

    /// <summary>綁定顧客群發: on which channel?</summary>
    public async Task<FlowResult> AskAsync(Visit visit, CancellationToken cancellationToken)
    {
        var answer = await desk.MineAsync(visit.Who, cancellationToken);
        return answer is Answer<MyBindings>.Ok { Value: var mine }
            ? new FlowResult.Card(BindingCards.Ask(visit.Phrases, mine))
            : visit.Refusal(answer);
    }

    public Task<FlowResult> BroadcastAsync(Visit visit, CardAction action, CancellationToken cancellationToken) =>
        campaigns.StartAsync(visit, cancellationToken, Channel(action));

    public Task<FlowResult> ListAsync(Visit visit, CardAction action, CancellationToken cancellationToken) =>
        ListAsync(visit, Channel(action), action.Skip(), null, null, cancellationToken, action);

    public async Task<FlowResult> TransferAsync(Visit visit, CardAction action, CancellationToken cancellationToken)
    {
        if (action.Customers() is not { } customers)
            return visit.Refusal(new Answer<BindingTransfer>.NotFound());
        var answer = await desk.TransferAsync(visit.Who, customers, action.Text("colleague") ?? "", cancellationToken);
        var (channel, skip) = (Channel(action), action.Skip());
        return answer switch
        {
            Answer<BindingTransfer>.Ok { Value: var (count, to) } => await ListAsync(
                visit,
                channel,
                skip,
                visit.Phrases.Say("Bound_Passed", count, customers.Count, Markdown.Escape(to.Name)),
                null,
                cancellationToken
            ),
            Answer<BindingTransfer>.Invalid invalid => await ListAsync(
                visit,
                channel,
                skip,
                null,
                visit.Error(invalid),
                cancellationToken,
                action
            ),
            _ => visit.Refusal(answer),
        };
    }

    /// <summary>綁定 and 解除 at a conversation.</summary>
    public async Task<FlowResult> PressAsync(Visit visit, CardAction action, CancellationToken cancellationToken)
    {
        if (action.Customer() is not { } customer)
            return visit.Refusal(new Answer<Binding>.NotFound());
        if (action.Verb == Verbs.ConversationBind)
        {
            var bound = await desk.BindAsync(visit.Who, customer, cancellationToken);
            return bound is Answer<Binding>.Ok
                ? await conversations.OpenAsync(visit, customer, cancellationToken, visit.Phrases["Bound_Bound"])
                : visit.Refusal(bound);
        }

        var unbound = await desk.UnbindAsync(visit.Who, customer, cancellationToken);
        return unbound is Answer<bool>.Ok
            ? await conversations.OpenAsync(visit, customer, cancellationToken, visit.Phrases["Bound_Unbound"])
            : visit.Refusal(unbound);
    }

    private async Task<FlowResult> ListAsync(
        Visit visit,
        ChannelId channel,
        int skip,
        string? note,
        FieldError? error,
        CancellationToken cancellationToken,
        CardAction? typed = null
    )
    {
        var answer = await desk.ListAsync(visit.Who, channel, skip, cancellationToken);
        if (answer is not Answer<BoundPage>.Ok { Value: var page })
            return visit.Refusal(answer);
        return page.Customers.Count == 0 && skip > 0
            ? await ListAsync(visit, channel, 0, note, error, cancellationToken, typed)
            : new FlowResult.Card(
                BindingCards.List(visit.Phrases, page, note, error, typed?.Text("customers"), typed?.Looked("colleague") ?? default),
                Did: error is null
            )
            {
                Again = page.Colleagues.Count == 0 ? null : CardData.Showing(Verbs.BoundList, skip, ("channel", channel.Value)),
            };
    }

    private static ChannelId Channel(CardAction action) => new(action.Text("channel") ?? "");
}
