using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Desks.Inbox;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Teams.Cards;

namespace OmoBroadcast.Teams.Flows;

/// <summary>The card of what is kept of a customer. Whatever was typed on it is shown again.</summary>
internal sealed class CustomerSheets(ConversationViews views, InboxDesk colleagues, TimeProvider time)
{
    /// <summary>How it stands, for whoever pressed an old button.</summary>
    public Task<FlowResult> PresentAsync(
        Visit visit,
        CustomerKey? customer,
        CustomerCard.Typed typed,
        CancellationToken cancellationToken
    ) =>
        customer is { } key
            ? OpenAsync(visit, key, visit.Phrases["Acted_Already"], typed, cancellationToken)
            : Task.FromResult<FlowResult>(new FlowResult.Note(visit.Phrases["Old_Plain"]));

    // A note that is among those kept is not being written any more.
    private static CustomerCard.Typed Unkept(ConversationView view, CustomerCard.Typed typed) =>
        view.Care.Notes.Any(note => note.Words.ReplaceLineEndings("\n") == typed.Note?.Trim().ReplaceLineEndings("\n"))
            ? typed with
            {
                Note = null,
            }
            : typed;

    public async Task<FlowResult> OpenAsync(
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
        typed = Unkept(view, typed);
        // Changed or passed on meanwhile: what can still be seen of it is its own card, which has no place for a note.
        if (!view.Open.Customer.IsOf(visit.Who.Id))
            return !(CustomerCard.Unkept(visit.Phrases, view.Open.Customer, typed) with { Reply = null }).IsWritten
                ? await views.OpenAsync(visit, customer, remark.Note, typed.Reply, cancellationToken)
                : new FlowResult.Note(visit.Phrases["Unsent_NotYours"], remark is { Did: true, Note: not null });
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
}
