using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Desks.Inbox;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Teams.Cards;

namespace OmoBroadcast.Teams.Flows;

/// <summary>What is kept of a customer: tags, notes, whether they get broadcasts; and passing their conversation on.</summary>
internal sealed class CustomerFlow(CustomerDesk desk, ConversationViews views, PassFlow passing, InboxDesk colleagues, TimeProvider time)
    : IVerbSet
{
    private static readonly char[] TagMarks = [',', '，', '、', ';', '；', '\n'];

    public IEnumerable<VerbEntry> Entries =>
        [
            Verbs.ConversationMore.Shows(MoreAsync),
            Verbs.ConversationTag.Once(TagAsync, (visit, form, token) => PresentAsync(visit, form.Customer, form.Reply, token)),
            Verbs.ConversationNote.Once(NoteAsync, (visit, form, token) => PresentAsync(visit, form.Customer, form.Reply, token)),
            Verbs.ConversationPass.Once(PassAsync, (visit, form, token) => views.PresentAsync(visit, form.Customer, token, form.Reply)),
            Verbs.ConversationStop.Once(
                (visit, form, token) => SuppressAsync(visit, form, true, token),
                (visit, form, token) => PresentAsync(visit, form.Customer, form.Typed.Reply, token)
            ),
            Verbs.ConversationResume.Once(
                (visit, form, token) => SuppressAsync(visit, form, false, token),
                (visit, form, token) => PresentAsync(visit, form.Customer, form.Typed.Reply, token)
            ),
        ];

    // With what was typed into it.
    private Task<FlowResult> MoreAsync(Visit visit, CustomerForm form, CancellationToken cancellationToken) =>
        form.Customer is { } customer
            ? OpenAsync(visit, customer, default, form.Typed, cancellationToken)
            : Task.FromResult(visit.Refusal(new Answer<Customer>.NotFound()));

    private Task<FlowResult> PresentAsync(Visit visit, CustomerKey? customer, string? reply, CancellationToken cancellationToken) =>
        customer is { } key
            ? OpenAsync(visit, key, visit.Phrases["Acted_Already"], new() { Reply = reply }, cancellationToken)
            : Task.FromResult<FlowResult>(new FlowResult.Note(visit.Phrases["Old_Plain"]));

    private async Task<FlowResult> OpenAsync(
        Visit visit,
        CustomerKey customer,
        Remark remark,
        CustomerCard.Typed typed,
        CancellationToken cancellationToken
    )
    {
        var (view, no) = await views.ViewAsync(visit, customer, cancellationToken);
        if (view is null)
            return no!;
        // Changed or passed on meanwhile: what can still be seen of it is its own card.
        if (!view.Open.Customer.IsOf(visit.Who.Id))
            return await views.OpenAsync(visit, customer, remark.Note, typed.Reply, cancellationToken);
        var others = await colleagues.ColleaguesAsync(visit.Who, cancellationToken)
            is Answer<IReadOnlyList<StaffMember>>.Ok { Value: var found }
            ? found
            : [];
        var card = CustomerCard.Draw(visit.Phrases, new(view, others, typed), time.GetUtcNow(), remark);
        // What was pressed stays there then, with all that was typed into it.
        return Card.Bytes(card) > Card.MostBytes
            ? new FlowResult.Note(
                remark.Error?.Text ?? remark.Note ?? visit.Phrases["Unsent_TooLong"],
                remark is { Did: true, Note: not null }
            )
            : new FlowResult.Card(card, remark.Did);
    }

    private async Task<FlowResult> TagAsync(Visit visit, CustomerForm form, CancellationToken cancellationToken)
    {
        if (form.Customer is not { } customer)
            return visit.Refusal(new Answer<Customer>.NotFound());
        var tags = (form.Tags ?? "").Split(TagMarks, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var answer = await desk.TagAsync(visit.Who, customer, tags, cancellationToken);
        var (note, typed) = (visit.Phrases["Tags_Saved"], form.Typed);
        return answer switch
        {
            Answer<Customer>.Ok => await OpenAsync(visit, customer, note, typed with { Tags = null }, cancellationToken),
            Answer<Customer>.Invalid invalid => await OpenAsync(visit, customer, visit.Error(invalid), typed, cancellationToken),
            _ => visit.Refusal(answer),
        };
    }

    private async Task<FlowResult> NoteAsync(Visit visit, CustomerForm form, CancellationToken cancellationToken)
    {
        if (form is not { Customer: { } customer, Action: { } id })
            return visit.Refusal(new Answer<bool>.NotFound());
        var answer = await desk.NoteAsync(visit.Who, customer, id, form.Note ?? "", cancellationToken);
        var (note, typed) = (visit.Phrases["Note_Saved"], form.Typed);
        return answer switch
        {
            Answer<bool>.Ok => await OpenAsync(visit, customer, note, typed with { Note = null }, cancellationToken),
            Answer<bool>.Invalid invalid => await OpenAsync(visit, customer, visit.Error(invalid), typed, cancellationToken),
            _ => visit.Refusal(answer),
        };
    }

    private Task<FlowResult> PassAsync(Visit visit, CustomerForm form, CancellationToken cancellationToken) =>
        passing.PassOneAsync(
            visit,
            form,
            error => OpenAsync(visit, form.Customer!.Value, error, form.Typed, cancellationToken),
            cancellationToken
        );

    // No more broadcasts, or again; asked first.
    private async Task<FlowResult> SuppressAsync(Visit visit, SuppressionForm form, bool stop, CancellationToken cancellationToken)
    {
        if (form.Customer is not { } customer)
            return visit.Refusal(new Answer<bool>.NotFound());
        if (form is not { Sure: true, Action: { } id })
        {
            var (view, no) = await views.ViewAsync(visit, customer, cancellationToken);
            return view is null ? no! : new FlowResult.Card(CustomerCard.AskStop(visit.Phrases, view, stop, form.Typed), Did: false);
        }

        var answer = await desk.SuppressAsync(visit.Who, customer, id, stop, cancellationToken);
        return answer is Answer<bool>.Ok
            ? await OpenAsync(visit, customer, visit.Phrases[stop ? "Stop_Done" : "Resume_Done"], form.Typed, cancellationToken)
            : visit.Refusal(answer);
    }
}
