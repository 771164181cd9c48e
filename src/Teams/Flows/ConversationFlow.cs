using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Desks.Broadcasts;
using OmoBroadcast.Desks.Inbox;
using OmoBroadcast.Desks.Words;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Flows;

/// <summary>One conversation: taking, answering.</summary>
internal sealed class ConversationFlow(ConversationDesk desk, SavedReplyDesk saved, ConversationViews views, TimeProvider time) : IVerbSet
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);

    /// <summary>What has just been written down is on its way at the earliest.</summary>
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(50);

    /// <summary>Room for each of our own sentences with a code behind it.</summary>
    private const int LongestReason = 200;

    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(150);

    public IEnumerable<VerbEntry> Entries =>
        [
            Verbs.ConversationReply.Once(ReplyAsync, AgainAsync),
            Verbs.ConversationTake.Once(TakeAsync, (visit, target, token) =>
                views.PresentAsync(visit, target.Customer, token, target.Typed)
            ),
        ];

    /// <summary>Sends to one customer, and shows the conversation with what became of it.</summary>
    /// <param name="wrong">What to show where it cannot go, so that nothing typed or attached is lost.</param>
    public async Task<FlowResult> SendAsync(
        Visit visit,
        CustomerMessages sending,
        Func<FieldError, Task<FlowResult>> wrong,
        CancellationToken cancellationToken
    )
    {
        var answer = await desk.ReplyAsync(visit.Who, sending.Customer, sending.Id, sending.Messages, visit.Surface, cancellationToken);
        return answer switch
        {
            Answer<Guid>.Ok => await views.OpenAsync(
                visit,
                sending.Customer,
                await FateAsync(visit, sending.Id, cancellationToken),
                cancellationToken
            ),
            Answer<Guid>.Invalid invalid => await wrong(visit.Error(invalid)),
            _ => visit.Refusal(answer),
        };
    }

    /// <summary>What became of an answer. A person who has just pressed the button wants to know that it went, not that it will.</summary>
    public async Task<string> FateAsync(Visit visit, Guid id, CancellationToken cancellationToken)
    {
        var until = time.GetUtcNow() + Patience;
        await Task.Delay(First, time, cancellationToken);
        while (true)
        {
            var status = await desk.ReplyStatusAsync(id, cancellationToken);
            if (status is { State: not DeliveryState.Waiting } || time.GetUtcNow() >= until)
            {
                var said = visit.Phrases.Fault(status?.Code) ?? status?.Reason;
                var fate = visit.Phrases[$"Reply_{status?.State ?? DeliveryState.Waiting}"];
                return string.IsNullOrWhiteSpace(said)
                    ? fate
                    : visit.Phrases.Say("Joined", fate, Markdown.Escape(Markdown.Clip(said, LongestReason)));
            }
            await Task.Delay(Glance, time, cancellationToken);
        }
    }

    // The answer's one-time id comes with the press: pressed twice, it is the same answer, and its fate is shown again.
    private async Task<FlowResult> ReplyAsync(Visit visit, ReplyForm reply, CancellationToken cancellationToken)
    {
        if (reply is not { Customer: { } customer, Action: { } id })
            return visit.Refusal(new Answer<Guid>.NotFound());
        List<OutboundMessage> messages = [];
        if (reply.Words.Trim().Length > 0)
            messages.Add(new OutboundMessage.Text(reply.Words));
        if (reply.Saved is { } chosen)
        {
            var (made, no) = await MadeOutAsync(visit, customer, chosen, cancellationToken);
            if (made is null)
                return no!;
            messages.AddRange(made);
        }
        return await SendAsync(
            visit,
            new(customer, messages, id),
            error => views.OpenAsync(visit, customer, error, reply.Words, cancellationToken),
            cancellationToken
        );
    }

    // Pressed once more, on another device for example: what has been written there since is not sent by it, and stays.
    private async Task<FlowResult> AgainAsync(Visit visit, ReplyForm reply, CancellationToken cancellationToken) =>
        reply is { Customer: { } customer, Action: { } id }
        && !string.IsNullOrWhiteSpace(reply.Words)
        && await desk.WentAsync(visit.Who, id, reply.Words, cancellationToken) is Answer<bool>.Ok { Value: false }
            ? await views.KeepingAsync(visit, customer, visit.Phrases["Reply_OtherWords"], reply.Words, cancellationToken)
            : await views.PresentAsync(visit, reply.Customer, cancellationToken);

    private async Task<FlowResult> TakeAsync(Visit visit, CustomerTarget target, CancellationToken cancellationToken)
    {
        if (target.Customer is not { } customer)
            return visit.Refusal(new Answer<Transition>.NotFound());
        var answer = await desk.TakeAsync(visit.Who, customer, cancellationToken);
        if (answer is not Answer<Transition>.Ok { Value: var transition })
            return visit.Refusal(answer);
        var said = visit.Phrases[$"Take_{transition}"];
        return transition is Transition.Done or Transition.AlreadySo
            ? ConversationViews.Seen(transition, await views.OpenAsync(visit, customer, said, target.Typed, cancellationToken))
            : new FlowResult.Note(said);
    }

    private async Task<(IReadOnlyList<OutboundMessage>? Messages, FlowResult? No)> MadeOutAsync(
        Visit visit,
        CustomerKey customer,
        long id,
        CancellationToken cancellationToken
    )
    {
        var found = await saved.UseAsync(visit.Who, id, cancellationToken);
        if (found is not Answer<SavedReply>.Ok { Value: var reply })
            return (null, visit.Refusal(found));
        var open = await desk.OpenAsync(visit.Who, customer, cancellationToken);
        return open is Answer<OpenConversation>.Ok { Value.Customer: var whom }
            ? (desk.MadeOut(visit.Who, reply, whom, visit.Locale), null)
            : (null, visit.Refusal(open));
    }
}

/// <summary>What goes to a customer.</summary>
/// <param name="Id">One-time: sent again, it is the same.</param>
internal sealed record CustomerMessages(CustomerKey Customer, IReadOnlyList<OutboundMessage> Messages, Guid Id);
