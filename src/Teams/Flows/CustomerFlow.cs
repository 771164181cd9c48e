using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Desks.Inbox;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Teams.Cards;

namespace OmoBroadcast.Teams.Flows;

/// <summary>What is kept of a customer: tags, notes, whether they get broadcasts; and passing their conversation on.</summary>
internal sealed class CustomerFlow(CustomerDesk desk, CustomerSheets sheets, ConversationViews views, PassFlow passing) : IVerbSet
{
    private static readonly char[] TagMarks = [',', '，', '、', ';', '；', '\n'];

    public IEnumerable<VerbEntry> Entries =>
        [
            Verbs.ConversationMore.Shows(MoreAsync),
            Verbs.ConversationTag.Once(TagAsync, (visit, form, token) => sheets.PresentAsync(visit, form.Customer, form.Typed, token)),
            Verbs.ConversationNote.Once(NoteAsync, (visit, form, token) => sheets.PresentAsync(visit, form.Customer, form.Typed, token)),
            Verbs.ConversationPass.Once(PassAsync, PassedAsync),
            Verbs.ConversationStop.Once(
                (visit, form, token) => SuppressAsync(visit, form, true, token),
                (visit, form, token) => sheets.PresentAsync(visit, form.Customer, form.Typed, token)
            ),
            Verbs.ConversationResume.Once(
                (visit, form, token) => SuppressAsync(visit, form, false, token),
                (visit, form, token) => sheets.PresentAsync(visit, form.Customer, form.Typed, token)
            ),
        ];

    // With what was typed into it.
    private Task<FlowResult> MoreAsync(Visit visit, CustomerForm form, CancellationToken cancellationToken) =>
        form.Customer is { } customer
            ? sheets.OpenAsync(visit, customer, default, form.Typed, cancellationToken)
            : Task.FromResult(visit.Refusal(new Answer<Customer>.NotFound()));

    private async Task<FlowResult> TagAsync(Visit visit, CustomerForm form, CancellationToken cancellationToken)
    {
        if (form.Customer is not { } customer)
            return visit.Refusal(new Answer<Customer>.NotFound());
        var tags = (form.Tags ?? "").Split(TagMarks, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var answer = await desk.TagAsync(visit.Who, customer, tags, cancellationToken);
        var (note, typed) = (visit.Phrases["Tags_Saved"], form.Typed);
        return answer switch
        {
            Answer<Customer>.Ok => await sheets.OpenAsync(visit, customer, note, typed with { Tags = null }, cancellationToken),
            Answer<Customer>.Invalid invalid => await sheets.OpenAsync(visit, customer, visit.Error(invalid), typed, cancellationToken),
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
            Answer<bool>.Ok => await sheets.OpenAsync(visit, customer, note, typed with { Note = null }, cancellationToken),
            Answer<bool>.Invalid invalid => await sheets.OpenAsync(visit, customer, visit.Error(invalid), typed, cancellationToken),
            _ => visit.Refusal(answer),
        };
    }

    // Read before: afterwards the tags that are saved are not to be seen any more.
    private async Task<FlowResult> PassAsync(Visit visit, CustomerForm form, CancellationToken cancellationToken) =>
        await passing.PassOneAsync(
            visit,
            form,
            form.Customer is { } customer ? await UnkeptAsync(visit, customer, form.Typed, cancellationToken) : form.Typed,
            error => sheets.OpenAsync(visit, form.Customer!.Value, error, form.Typed, cancellationToken),
            cancellationToken
        );

    private async Task<CustomerCard.Typed> UnkeptAsync(
        Visit visit,
        CustomerKey customer,
        CustomerCard.Typed typed,
        CancellationToken cancellationToken
    ) =>
        (await views.ViewAsync(visit, customer, cancellationToken)).View is { } view
            ? CustomerCard.Unkept(visit.Phrases, view.Open.Customer, typed)
            : typed;

    // Pressed once more: whose it is by now sees what was typed on the card that was pressed.
    private async Task<FlowResult> PassedAsync(Visit visit, CustomerForm form, CancellationToken cancellationToken)
    {
        if (form.Customer is not { } customer || !form.Typed.IsWritten)
            return await views.PresentAsync(visit, form.Customer, cancellationToken);
        var (view, _) = await views.ViewAsync(visit, customer, cancellationToken);
        return view?.Open.Customer.IsOf(visit.Who.Id) == true
            ? await sheets.PresentAsync(visit, customer, form.Typed, cancellationToken)
            : ConversationViews.Unsent(visit, visit.Phrases["Acted_Already"], form.Typed);
    }

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
            ? await sheets.OpenAsync(visit, customer, visit.Phrases[stop ? "Stop_Done" : "Resume_Done"], form.Typed, cancellationToken)
            : visit.Refusal(answer);
    }
}
