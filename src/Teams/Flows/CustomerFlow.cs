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
            Verbs.ConversationTag.Once(TagAsync, (visit, form, token) =>
                sheets.PresentAsync(visit, form.Customer, form.Typed with { Tags = null }, token)
            ),
            Verbs.ConversationNote.Once(NoteAsync, (visit, form, token) =>
                sheets.PresentAsync(visit, form.Customer, form.Typed with { Note = null }, token)
            ),
            Verbs.ConversationPass.Once(PassAsync, (visit, form, token) => views.PresentAsync(visit, form.Customer, token, form.Reply)),
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

    private Task<FlowResult> PassAsync(Visit visit, CustomerForm form, CancellationToken cancellationToken) =>
        passing.PassOneAsync(
            visit,
            form,
            error => sheets.OpenAsync(visit, form.Customer!.Value, error, form.Typed, cancellationToken),
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
            ? await sheets.OpenAsync(visit, customer, visit.Phrases[stop ? "Stop_Done" : "Resume_Done"], form.Typed, cancellationToken)
            : visit.Refusal(answer);
    }
}
