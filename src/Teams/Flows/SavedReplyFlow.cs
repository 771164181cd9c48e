using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Desks.Broadcasts;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Media;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Inbound;

namespace OmoBroadcast.Teams.Flows;

/// <summary>預存回覆: list, make, change, delete.</summary>
internal sealed class SavedReplyFlow(SavedReplyDesk desk, MediaShelf shelf, TimeProvider time)
{
    public async Task<FlowResult> ListAsync(Visit visit, int skip, CancellationToken cancellationToken, string? note = null)
    {
        var answer = await desk.ListAsync(visit.Who, cancellationToken);
        if (answer is not Answer<IReadOnlyList<SavedReply>>.Ok { Value: var all })
            return visit.Refusal(answer);
        if (skip >= all.Count)
            skip = 0;
        var page = all.Skip(skip).Take(SavedReplyCards.PageSize).ToList();
        return new FlowResult.Card(SavedReplyCards.List(visit.Phrases, visit.Who, page, skip, all.Count > skip + page.Count, note));
    }

    /// <summary>The form for a new one, with what was attached already in it.</summary>
    /// <param name="trouble">What could not be taken of what was attached; escaped already.</param>
    public async Task<FlowResult> NewAsync(
        Visit visit,
        IReadOnlyList<OutboundMessage> messages,
        CancellationToken cancellationToken,
        string? trouble = null
    ) => await FormAsync(visit, null, "", messages, Sharing.Mine, saved: false, cancellationToken, note: trouble);

    public async Task<FlowResult> EditAsync(Visit visit, CardAction action, CancellationToken cancellationToken)
    {
        var answer = await desk.EditAsync(visit.Who, Id(action), cancellationToken);
        return answer is Answer<SavedReply>.Ok { Value: var reply }
            ? await FormAsync(visit, reply, reply.Name, reply.Content.Messages, reply.Sharing, saved: true, cancellationToken)
            : visit.Refusal(answer);
    }

    public async Task<FlowResult> KeepAsync(Visit visit, CardAction action, CancellationToken cancellationToken)
    {
        SavedReply? reply = null;
        if (Id(action) > 0)
        {
            var found = await desk.EditAsync(visit.Who, Id(action), cancellationToken);
            if (found is not Answer<SavedReply>.Ok { Value: var there })
                return visit.Refusal(found);
            reply = there;
        }
        var saved = reply?.Content.Messages ?? [];
        var files = await FilesAsync(action, cancellationToken);
        var slots = Slots.Read(action, saved, id =>
            saved.OfType<OutboundMessage.Media>().FirstOrDefault(media => media.MediaId == id) ?? files.GetValueOrDefault(id)
        );
        var (name, sharing) = (action.Text("name") ?? "", Shared(action));
        if (!Guid.TryParse(action.Text("action"), out var act))
            act = Guid.CreateVersion7(time.GetUtcNow());
        var content = new Content(slots.Messages);
        var answer = reply is null
            ? await desk.AddAsync(visit.Who, act, name, content, sharing, cancellationToken)
            : await desk.ChangeAsync(visit.Who, reply.Id, action.Version(), name, content, sharing, cancellationToken);
        return answer switch
        {
            Answer<SavedReply>.Ok => await ListAsync(visit, 0, cancellationToken, visit.Phrases["Saved_Kept"]),
            Answer<SavedReply>.Invalid invalid when !slots.HasKept => await FormAsync(
                visit,
                reply,
                name,
                slots.Messages,
                sharing,
                saved: false,
                cancellationToken,
                visit.Error(invalid),
                act
            ),
            _ => visit.Refusal(answer),
        };
    }

    public async Task<FlowResult> AskDeleteAsync(Visit visit, CardAction action, CancellationToken cancellationToken)
    {
        var found = await desk.EditAsync(visit.Who, Id(action), cancellationToken);
        return found is Answer<SavedReply>.Ok { Value: var reply }
            ? new FlowResult.Card(SavedReplyCards.AskDelete(visit.Phrases, reply))
            : visit.Refusal(found);
    }

    public async Task<FlowResult> DeleteAsync(Visit visit, CardAction action, CancellationToken cancellationToken)
    {
        var answer = await desk.DeleteAsync(visit.Who, Id(action), cancellationToken);
        return answer is Answer<SavedReply>.Ok
            ? await ListAsync(visit, 0, cancellationToken, visit.Phrases["Saved_Deleted"])
            : visit.Refusal(answer);
    }

    private async Task<FlowResult> FormAsync(
        Visit visit,
        SavedReply? reply,
        string name,
        IReadOnlyList<OutboundMessage> messages,
        Sharing sharing,
        bool saved,
        CancellationToken cancellationToken,
        FieldError? error = null,
        Guid? action = null,
        string? note = null
    )
    {
        var stores = await desk.StoresAsync(visit.Who, cancellationToken) is Answer<IReadOnlyList<string>>.Ok { Value: var known }
            ? known
            : [];
        var card = SavedReplyCards.Form(
            visit.Phrases,
            visit.Who,
            reply,
            name,
            messages,
            sharing,
            stores,
            action ?? Guid.CreateVersion7(time.GetUtcNow()),
            saved,
            error,
            note
        );
        return card is null ? new FlowResult.Note(error?.Text ?? visit.Phrases["Invalid"]) : new FlowResult.Card(card, Did: error is null);
    }

    // Files of a form that is not saved yet are known by their ids alone, which nobody can guess.
    private async Task<Dictionary<string, OutboundMessage.Media>> FilesAsync(CardAction action, CancellationToken cancellationToken)
    {
        var files = new Dictionary<string, OutboundMessage.Media>(StringComparer.Ordinal);
        foreach (var slot in (action.Text("slots") ?? "").Split(',').Where(slot => slot.StartsWith('m')).Take(Content.MostMessages))
            if (await shelf.FindAsync(slot[1..], cancellationToken) is { } item)
                files[item.Id] = item.Message;
        return files;
    }

    private static Sharing Shared(CardAction action) =>
        new(
            Enum.TryParse<SharingScope>(action.Text("share"), out var scope) && Enum.IsDefined(scope) ? scope : SharingScope.Me,
            [
                .. Split(action.Text("roles"))
                    .Select(role => Enum.TryParse<Role>(role, out var one) && Enum.IsDefined(one) ? one : (Role?)null)
                    .OfType<Role>()
                    .Distinct(),
            ],
            [.. Split(action.Text("stores")).Distinct()]
        );

    private static string[] Split(string? several) =>
        (several ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static long Id(CardAction action) =>
        long.TryParse(
            action.Text("saved"),
            System.Globalization.NumberStyles.None,
            System.Globalization.CultureInfo.InvariantCulture,
            out var id
        )
            ? id
            : 0;
}
