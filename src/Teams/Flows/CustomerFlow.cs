using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Desks.Inbox;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Inbound;

namespace OmoBroadcast.Teams.Flows;

/// <summary>What is kept of a customer: tags, notes, whether they get broadcasts; and passing their conversation on.</summary>
internal sealed class CustomerFlow(
    CustomerDesk desk,
    ConversationFlow conversations,
    InboxFlow inbox,
    InboxDesk colleagues,
    TimeProvider time
)
{
    private static readonly char[] TagMarks = [',', '，', '、', ';', '；', '\n'];

    public async Task<FlowResult> OpenAsync(
        Visit visit,
        CustomerKey customer,
        CancellationToken cancellationToken,
        string? note = null,
        FieldError? error = null,
        CustomerCard.Typed typed = default
    )
    {
        var (view, no) = await conversations.ViewAsync(visit, customer, cancellationToken);
        if (view is null)
            return no!;
        // Changed or passed on meanwhile: what can still be seen of it is its own card.
        if (!view.Open.Customer.IsOf(visit.Who.Id))
            return await conversations.OpenAsync(visit, customer, cancellationToken, note);
        var others = await colleagues.ColleaguesAsync(visit.Who, cancellationToken)
            is Answer<IReadOnlyList<StaffMember>>.Ok { Value: var found }
            ? found
            : [];
        return new FlowResult.Card(
            CustomerCard.Draw(visit.Phrases, view, others, time.GetUtcNow(), note, error, typed),
            Did: error is null
        );
    }

    /// <summary>The card again, with what was typed into it.</summary>
    public Task<FlowResult> OpenAsync(Visit visit, CardAction action, CustomerKey customer, CancellationToken cancellationToken) =>
        OpenAsync(visit, customer, cancellationToken, typed: Typed(action));

    public async Task<FlowResult> TagAsync(Visit visit, CardAction action, CancellationToken cancellationToken)
    {
        if (action.Customer() is not { } customer)
            return visit.Refusal(new Answer<Customer>.NotFound());
        var tags = (action.Text("tags") ?? "").Split(TagMarks, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var answer = await desk.TagAsync(visit.Who, customer, tags, cancellationToken);
        return answer switch
        {
            Answer<Customer>.Ok => await OpenAsync(
                visit,
                customer,
                cancellationToken,
                visit.Phrases["Tags_Saved"],
                typed: Typed(action) with
                {
                    Tags = null,
                }
            ),
            Answer<Customer>.Invalid invalid => await OpenAsync(
                visit,
                customer,
                cancellationToken,
                error: visit.Error(invalid),
                typed: Typed(action)
            ),
            _ => visit.Refusal(answer),
        };
    }

    public async Task<FlowResult> NoteAsync(Visit visit, CardAction action, CancellationToken cancellationToken)
    {
        if (action.Customer() is not { } customer || !Guid.TryParse(action.Text("action"), out var id))
            return visit.Refusal(new Answer<bool>.NotFound());
        var answer = await desk.NoteAsync(visit.Who, customer, id, action.Text("note") ?? "", cancellationToken);
        return answer switch
        {
            Answer<bool>.Ok => await OpenAsync(
                visit,
                customer,
                cancellationToken,
                visit.Phrases["Note_Saved"],
                typed: Typed(action) with
                {
                    Note = null,
                }
            ),
            Answer<bool>.Invalid invalid => await OpenAsync(
                visit,
                customer,
                cancellationToken,
                error: visit.Error(invalid),
                typed: Typed(action)
            ),
            _ => visit.Refusal(answer),
        };
    }

    public Task<FlowResult> PassAsync(Visit visit, CardAction action, CancellationToken cancellationToken) =>
        inbox.PassOneAsync(
            visit,
            action,
            error => OpenAsync(visit, action.Customer()!.Value, cancellationToken, error: error, typed: Typed(action)),
            cancellationToken
        );

    /// <summary>No more broadcasts, or again; asked first.</summary>
    public async Task<FlowResult> SuppressAsync(Visit visit, CardAction action, CancellationToken cancellationToken)
    {
        if (action.Customer() is not { } customer)
            return visit.Refusal(new Answer<bool>.NotFound());
        var stop = action.Verb == Verbs.ConversationStop;
        if (action.Text("sure") != "true" || !Guid.TryParse(action.Text("action"), out var id))
        {
            var (view, no) = await conversations.ViewAsync(visit, customer, cancellationToken);
            return view is null ? no! : new FlowResult.Card(CustomerCard.AskStop(visit.Phrases, view, stop), Did: false);
        }

        var answer = await desk.SuppressAsync(visit.Who, customer, id, stop, cancellationToken);
        return answer is Answer<bool>.Ok
            ? await OpenAsync(visit, customer, cancellationToken, visit.Phrases[stop ? "Stop_Done" : "Resume_Done"])
            : visit.Refusal(answer);
    }

    private static CustomerCard.Typed Typed(CardAction action) => new(action.Text("note"), action.Text("tags"), action.Looked("colleague"));
}
