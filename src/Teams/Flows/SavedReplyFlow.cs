using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Desks.Broadcasts;
using OmoBroadcast.Desks.Media;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Commands;

namespace OmoBroadcast.Teams.Flows;

/// <summary>預存回覆: list, make, change, delete.</summary>
internal sealed class SavedReplyFlow(SavedReplyDesk desk, MediaDesk shelf, TimeProvider time) : IVerbSet, ICommandSet
{
    public IEnumerable<VerbEntry> Entries =>
        [
            Verbs.SavedOpen.Shows((visit, page, token) => ListAsync(visit, page.From, null, token)),
            Verbs.SavedNew.Shows((visit, _, token) => NewAsync(visit, [], null, token)),
            Verbs.SavedEdit.Shows(EditAsync),
            Verbs.SavedKeep.Once(KeepAsync, KeptAsync),
            Verbs.SavedAskDelete.Shows(AskDeleteAsync),
            Verbs.SavedDelete.Once(DeleteAsync, (visit, _, token) => PresentAsync(visit, token)),
        ];

    public IEnumerable<(CommandName Name, CommandHandler Run)> Commands =>
        [(CommandName.SavedReplies, (visit, token) => ListAsync(visit, 0, null, token))];

    /// <summary>The form for a new one, with what was attached already in it.</summary>
    /// <param name="trouble">What could not be taken of what was attached; escaped already.</param>
    public Task<FlowResult> NewAsync(
        Visit visit,
        IReadOnlyList<OutboundMessage> messages,
        string? trouble,
        CancellationToken cancellationToken
    ) => FormAsync(visit, new("", messages, Sharing.Mine), trouble, null, cancellationToken);

    private Task<FlowResult> PresentAsync(Visit visit, CancellationToken cancellationToken) =>
        ListAsync(visit, 0, visit.Phrases["Acted_Already"], cancellationToken);

    private async Task<FlowResult> ListAsync(Visit visit, int skip, string? note, CancellationToken cancellationToken)
    {
        var answer = await desk.ListAsync(visit.Who, cancellationToken);
        if (answer is not Answer<IReadOnlyList<SavedReply>>.Ok { Value: var all })
            return visit.Refusal(answer);
        if (skip >= all.Count)
            skip = 0;
        var page = all.Skip(skip).Take(SavedReplyCards.PageSize).ToList();
        return new FlowResult.Card(SavedReplyCards.List(visit.Phrases, new(visit.Who, page, skip, all.Count > skip + page.Count), note));
    }

    private async Task<FlowResult> EditAsync(Visit visit, SavedTarget target, CancellationToken cancellationToken)
    {
        var answer = await desk.EditAsync(visit.Who, target.Saved, cancellationToken);
        if (answer is not Answer<SavedReply>.Ok { Value: var reply })
            return visit.Refusal(answer);
        var entry = new SavedReplyEntry(reply.Name, reply.Content.Messages, reply.Sharing) { Reply = reply, Saved = true };
        return await FormAsync(visit, entry, default, null, cancellationToken);
    }

    private async Task<FlowResult> KeepAsync(Visit visit, SavedForm form, CancellationToken cancellationToken)
    {
        SavedReply? reply = null;
        if (form.Saved is { } id)
        {
            var found = await desk.EditAsync(visit.Who, id, cancellationToken);
            if (found is not Answer<SavedReply>.Ok { Value: var there })
                return visit.Refusal(found);
            reply = there;
        }
        var slots = await SlotsAsync(form, reply, cancellationToken);
        var act = form.Action ?? Guid.CreateVersion7(time.GetUtcNow());
        var text = Text(form, slots);
        var answer = reply is null
            ? await desk.AddAsync(visit.Who, act, text, cancellationToken)
            : await desk.ChangeAsync(visit.Who, reply.Id, form.Version ?? 0, text, cancellationToken);
        if (answer is Answer<SavedReply>.Ok)
            return await ListAsync(visit, 0, visit.Phrases["Saved_Kept"], cancellationToken);
        if (answer is Answer<SavedReply>.Stale)
            return await KeptAsync(visit, form, cancellationToken);
        if (answer is not Answer<SavedReply>.Invalid invalid || slots.HasKept)
            return visit.Refusal(answer);
        var entry = new SavedReplyEntry(form.Name, slots.Messages, form.Sharing) { Reply = reply };
        return await FormAsync(visit, entry, visit.Error(invalid), act, cancellationToken);
    }

    // Pressed again, perhaps on another device, or changed meanwhile: what is typed there and kept nowhere is not lost.
    private async Task<FlowResult> KeptAsync(Visit visit, SavedForm form, CancellationToken cancellationToken)
    {
        var found =
            form.Saved is { } id ? await desk.EditAsync(visit.Who, id, cancellationToken)
            : form.Action is { } made ? await desk.MadeAsync(visit.Who, made, cancellationToken)
            : new Answer<SavedReply>.NotFound();
        var reply = found is Answer<SavedReply>.Ok { Value: var there } ? there : null;
        if (reply is null && (form.Saved is not null || found is not Answer<SavedReply>.NotFound))
            return visit.Refusal(found);
        var slots = await SlotsAsync(form, reply, cancellationToken);
        if (reply is null ? slots.Messages.Count == 0 : Text(form, slots).IsAsKept(reply))
            return await PresentAsync(visit, cancellationToken);
        var entry = new SavedReplyEntry(form.Name, slots.Messages, form.Sharing) { Reply = reply };
        var said = visit.Phrases[reply is null ? "Saved_OtherWordsGone" : "Saved_OtherWords"];
        return await FormAsync(visit, entry, new(said, Old: true), null, cancellationToken);
    }

    private static SavedReplyText Text(SavedForm form, Slots slots) => new(form.Name, new Content(slots.Messages), form.Sharing);

    private async Task<FlowResult> AskDeleteAsync(Visit visit, SavedTarget target, CancellationToken cancellationToken)
    {
        var found = await desk.EditAsync(visit.Who, target.Saved, cancellationToken);
        return found is Answer<SavedReply>.Ok { Value: var reply }
            ? new FlowResult.Card(SavedReplyCards.AskDelete(visit.Phrases, reply))
            : visit.Refusal(found);
    }

    private async Task<FlowResult> DeleteAsync(Visit visit, SavedTarget target, CancellationToken cancellationToken)
    {
        var answer = await desk.DeleteAsync(visit.Who, target.Saved, cancellationToken);
        return answer is Answer<SavedReply>.Ok
            ? await ListAsync(visit, 0, visit.Phrases["Saved_Deleted"], cancellationToken)
            : visit.Refusal(answer);
    }

    private async Task<FlowResult> FormAsync(
        Visit visit,
        SavedReplyEntry entry,
        Remark remark,
        Guid? action,
        CancellationToken cancellationToken
    )
    {
        var stores = await desk.StoresAsync(visit.Who, cancellationToken) is Answer<IReadOnlyList<NamedStore>>.Ok { Value: var known }
            ? known
            : [];
        var card = SavedReplyCards.Form(
            visit.Phrases,
            new(visit.Who, entry, stores, action ?? Guid.CreateVersion7(time.GetUtcNow())),
            remark
        );
        return card is null
            ? new FlowResult.Note(remark.Error?.Text ?? remark.Note ?? visit.Phrases["Invalid"])
            : new FlowResult.Card(card, remark.Did);
    }

    private async Task<Slots> SlotsAsync(SavedForm form, SavedReply? reply, CancellationToken cancellationToken)
    {
        var saved = reply?.Content.Messages ?? [];
        var files = await FilesAsync(form, cancellationToken);
        return Slots.Read(form.Typed, saved, id =>
            saved.OfType<OutboundMessage.Media>().FirstOrDefault(media => media.MediaId == id) ?? files.GetValueOrDefault(id)
        );
    }

    // Files of a form that is not saved yet are known by their ids alone, which nobody can guess.
    private async Task<Dictionary<string, OutboundMessage.Media>> FilesAsync(SavedForm form, CancellationToken cancellationToken)
    {
        var files = new Dictionary<string, OutboundMessage.Media>(StringComparer.Ordinal);
        foreach (var slot in (form.Slots ?? "").Split(',').Where(slot => slot.StartsWith('m')).Take(Content.MostMessages))
            if (await shelf.FindAsync(slot[1..], cancellationToken) is { } item)
                files[item.Id] = item.Message;
        return files;
    }
}
