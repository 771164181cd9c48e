using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Desks.Broadcasts;
using OmoBroadcast.Desks.Inbox;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Teams.Cards;

namespace OmoBroadcast.Teams.Flows;

/// <summary>The card of one conversation.</summary>
internal sealed class ConversationViews(
    ConversationDesk desk,
    SavedReplyDesk saved,
    CustomerViews customers,
    ConversationLists lists,
    TimeProvider time
)
{
    /// <param name="typed">The answer as typed, when it could not be taken.</param>
    public async Task<FlowResult> OpenAsync(
        Visit visit,
        CustomerKey customer,
        Remark remark,
        string? typed,
        CancellationToken cancellationToken
    )
    {
        var (view, no) = await ViewAsync(visit, customer, cancellationToken);
        if (view is null)
            return no!;
        var mine = view.Open.Customer.IsOf(visit.Who.Id);
        if (mine && await saved.UsableAsync(visit.Who, cancellationToken) is Answer<IReadOnlyList<SavedReply>>.Ok { Value: var usable })
            view = view with { Replies = usable };
        var card = ConversationCard.Draw(visit.Phrases, view, time.GetUtcNow(), remark, typed);
        if (Card.Bytes(card) > Card.MostBytes)
            return new FlowResult.Note(remark.Error?.Text ?? remark.Note ?? visit.Phrases["Invalid"], remark.Did);
        return new FlowResult.Card(card, remark.Did) { Again = Verbs.MineOpen.Asking(new(customer)), Opened = mine ? customer : null };
    }

    public Task<FlowResult> OpenAsync(Visit visit, CustomerKey customer, Remark remark, CancellationToken cancellationToken) =>
        OpenAsync(visit, customer, remark, null, cancellationToken);

    /// <summary>What a card of the conversation is drawn from, for whoever may see it; else what to say instead.</summary>
    public async Task<(ConversationView? View, FlowResult? No)> ViewAsync(
        Visit visit,
        CustomerKey customer,
        CancellationToken cancellationToken
    )
    {
        var answer = await desk.OpenAsync(visit.Who, customer, cancellationToken);
        return answer is Answer<OpenConversation>.Ok { Value: var open }
            ? (await customers.OfAsync(open, visit.Who, cancellationToken), null)
            : (null, visit.Refusal(answer));
    }

    /// <summary>How it stands, for whoever pressed an old button; what is not to be seen any more gives way to the list.</summary>
    /// <param name="typed">An answer that was being written.</param>
    public async Task<FlowResult> PresentAsync(
        Visit visit,
        CustomerKey? customer,
        CancellationToken cancellationToken,
        string? typed = null
    )
    {
        if (customer is not { } key)
            return new FlowResult.Note(visit.Phrases["Old_Plain"]);
        var note = visit.Phrases["Acted_Already"];
        if (typed is not null)
            return await KeepingAsync(visit, key, note, typed, cancellationToken);
        var open = await OpenAsync(visit, key, note, cancellationToken);
        return open is FlowResult.Card ? open : await lists.MineAsync(visit, 0, note, cancellationToken);
    }

    /// <summary>How it stands after a press that takes the conversation out of one's hands, with the answer that was being
    /// written.</summary>
    /// <param name="said">What became of the press.</param>
    public async Task<FlowResult> KeepingAsync(
        Visit visit,
        CustomerKey customer,
        string said,
        string typed,
        CancellationToken cancellationToken
    ) =>
        await OpenAsync(visit, customer, said, typed, cancellationToken) is var open
        && open is FlowResult.Card or FlowResult.Note { Did: true }
            ? open
            : Unsent(visit, said, new() { Reply = typed });

    /// <summary>The same where one may see it no more.</summary>
    public static FlowResult Unsent(Visit visit, string said, CustomerCard.Typed typed) =>
        new FlowResult.Card(CustomerCard.Unsent(visit.Phrases, said, typed));

    /// <summary>Nothing was done where somebody else was faster.</summary>
    public static FlowResult Seen(Transition transition, FlowResult shown) => transition == Transition.Done ? shown : shown.Idle;
}
