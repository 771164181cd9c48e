using OmoBroadcast.Desks.Media;
using OmoBroadcast.Desks.Words;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Domain.Texts;
using OmoBroadcast.Teams.Activities;
using OmoBroadcast.Teams.Attachments;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Commands;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Flows;

/// <summary>
/// A picture, a video or a file in the chat. It goes where its words say, into the broadcast whose card is the last thing in the chat, or
/// the person is asked: to a customer, into a broadcast, or kept as a saved reply.
/// </summary>
internal sealed class AttachmentFlow(
    AttachmentFetcher fetcher,
    MediaDesk shelf,
    AttachedDraftFlow drafts,
    TypedReplyFlow replies,
    SavedReplyFlow saved
) : IVerbSet
{
    public IEnumerable<VerbEntry> Entries =>
        [
            Verbs.MediaBegin.Shows(
                (visit, form, token) => WithAsync(visit, form, all => drafts.BeginAsync(visit, all, null, token), token)
            ),
            Verbs.MediaAsk.Shows(AskAsync),
            Verbs.MediaJoin.Drafts(JoinAsync),
            Verbs.MediaReply.Once(ReplyAsync, (visit, form, token) => replies.PresentAsync(visit, form.Customer, token)),
            Verbs.MediaSave.Shows(
                (visit, form, token) =>
                    WithAsync(
                        visit,
                        form,
                        all =>
                            saved.NewAsync(
                                visit,
                                [.. all.Take(Content.MostMessages)],
                                LeftOut.Say(visit.Phrases, all.Skip(Content.MostMessages)),
                                token
                            ),
                        token
                    )
            ),
            Verbs.ConversationWhich.Shows(WhichAsync),
        ];

    /// <param name="id">The same for every repetition of the same message.</param>
    public async Task<FlowResult> ReceiveAsync(
        Visit visit,
        Activity activity,
        Command command,
        Guid id,
        CancellationToken cancellationToken
    )
    {
        if (!visit.Who.MayBroadcast && !command.Is(CommandName.SavedReplies))
            return new FlowResult.Note(visit.Phrases["Denied_Role"]);
        var (media, trouble) = await FetchAsync(visit, activity, cancellationToken);
        if (media.Count == 0)
            return new FlowResult.Note(trouble ?? visit.Phrases["Invalid_media.fetch"]);
        // Not all of it is there: whoever sends it has to know before it goes.
        if (command is Command.Reply { Whom.Length: > 0 } reply && trouble is null)
            return await replies.ReplyAsync(visit, reply, id, media, cancellationToken);
        if (command.Is(CommandName.Broadcast))
            return await drafts.BeginAsync(visit, media, trouble, cancellationToken);
        if (command.Is(CommandName.SavedReplies))
            return await saved.NewAsync(visit, media, trouble, cancellationToken);

        // Words beside a picture are meant to go with it, also those that are a command when they stand alone.
        var words = command is Command.Reply { Words: var said } ? said : activity.Text ?? "";
        if (
            visit.Chat?.Joined is { } draft
            && await drafts.JoinAsync(visit, draft, All(media, words), trouble, cancellationToken) is { } joined
        )
            return joined;
        var attached = new AttachedMessage(media, words, id);
        return await OfferAsync(visit, attached, visit.Chat?.Opened, new(trouble), cancellationToken);
    }

    // What for, once more: as it was when it was sent.
    private async Task<FlowResult> AskAsync(Visit visit, AskedForm asked, CancellationToken cancellationToken)
    {
        var media = await MediaAsync(asked.Media, cancellationToken);
        return media.Count > 0 && asked.Action is { } id
            ? await OfferAsync(visit, new(media, asked.Words, id), asked.To, default, cancellationToken)
            : new FlowResult.Note(visit.Phrases["Denied_NotYours"]);
    }

    private async Task<FlowResult> WhichAsync(Visit visit, WhichForm form, CancellationToken cancellationToken)
    {
        var media = await MediaAsync(form.Asked.Media, cancellationToken);
        return form.Asked.Action is { } id && (media.Count > 0 || form.Asked.Words.Length > 0)
            ? await replies.WhichAsync(visit, form.Name, new(media, form.Asked.Words, id), cancellationToken)
            : new FlowResult.Note(visit.Phrases["Denied_NotYours"]);
    }

    private async Task<FlowResult> JoinAsync(Visit visit, AttachmentForm form, CancellationToken cancellationToken)
    {
        var (attached, no) = await FindAsync(visit, form, cancellationToken);
        if (attached is null)
            return no!;
        return await drafts.JoinAsync(visit, form.Campaign ?? 0, All(attached.Media, attached.Words), null, cancellationToken)
            ?? await OfferAsync(visit, attached, null, Wrong(visit, Field.Text, "Invalid_draft.gone"), cancellationToken);
    }

    private async Task<FlowResult> ReplyAsync(Visit visit, AttachmentForm form, CancellationToken cancellationToken)
    {
        var (attached, no) = await FindAsync(visit, form, cancellationToken);
        if (attached is null)
            return no!;
        if ((form.To ?? form.Customer) is not { } customer)
            return await OfferAsync(visit, attached, null, Wrong(visit, Field.Customer, "Invalid_customer.none"), cancellationToken);
        var all = All(attached.Media, attached.Words);
        // What cannot go there stays at hand for something else.
        return replies.Refused(visit, customer, all) is { } wrong
            ? await OfferAsync(visit, attached, customer, wrong, cancellationToken)
            : await replies.SendAsync(
                visit,
                new(customer, all, attached.Id),
                error => OfferAsync(visit, attached, customer, error, cancellationToken),
                cancellationToken
            );
    }

    private static Remark Wrong(Visit visit, string field, string sentence) => new FieldError(field, visit.Phrases[sentence]);

    private async Task<FlowResult> WithAsync(
        Visit visit,
        AttachmentForm form,
        Func<IReadOnlyList<OutboundMessage>, Task<FlowResult>> use,
        CancellationToken cancellationToken
    )
    {
        var media = await MediaAsync(form.Media, cancellationToken);
        if (media.Count == 0 && form is not { Media: "", Words: not "" })
            return Nothing(visit, form);
        var all = All(media, form.Words);
        // Which of them is left out is the person's to say.
        return all.Count > Content.MostMessages && form.Action is { } id
            ? await OfferAsync(
                visit,
                new(media, form.Words, id),
                form.To ?? form.Customer,
                new FieldError(Field.Text, visit.Phrases.Sentence("content.too_many", Content.MostMessages)),
                cancellationToken
            )
            : await use(all);
    }

    private async Task<(AttachedMessage? Attached, FlowResult? No)> FindAsync(
        Visit visit,
        AttachmentForm form,
        CancellationToken cancellationToken
    )
    {
        var media = await MediaAsync(form.Media, cancellationToken);
        // Words alone may go with nothing.
        return (media.Count > 0 || form is { Media: "", Words: not "" }) && form.Action is { } id
            ? (new(media, form.Words, id), null)
            : (null, Nothing(visit, form));
    }

    // Words alone that were taken out of their field, or files that are gone.
    private static FlowResult Nothing(Visit visit, AttachmentForm form) =>
        new FlowResult.Note(visit.Phrases[form.Media.Length == 0 ? "Invalid_content.empty" : "Denied_NotYours"]);

    private async Task<List<OutboundMessage.Media>> MediaAsync(string ids, CancellationToken cancellationToken)
    {
        var media = new List<OutboundMessage.Media>();
        foreach (var id in ids.Split(',').Take(Content.MostMessages))
            if (await shelf.FindAsync(id, cancellationToken) is { } item)
                media.Add(item.Message);
        return media;
    }

    private async Task<FlowResult> OfferAsync(
        Visit visit,
        AttachedMessage attached,
        CustomerKey? opened,
        Remark remark,
        CancellationToken cancellationToken
    )
    {
        // No platform takes more; the message itself still has all of it.
        if (attached.Words.Length > WhichCard.LongestText && remark.Error is null)
            remark = remark with { Error = new(Field.Text, visit.Phrases.Sentence("reply.too_long", WhichCard.LongestText)) };
        // Files cannot be taken out here, but the text can.
        var count = All(attached.Media, attached.Words).Count;
        if (count > Content.MostMessages && remark.Error is null or { Field: Field.Text })
            remark = remark with
            {
                Error = new(
                    Field.Text,
                    visit.Phrases.Say("Attached_TooMany", visit.Phrases.Count(count), visit.Phrases.Count(Content.MostMessages))
                ),
            };
        var clipped = attached with { Words = Markdown.Clip(attached.Words, WhichCard.LongestText) };
        var offer = await replies.OfferAsync(visit, clipped, opened, cancellationToken);
        offer = offer with { Draft = await drafts.WritingAsync(visit, cancellationToken) };
        return new FlowResult.Card(AttachmentCard.Draw(visit.Phrases, offer, remark.Note, remark.Error), remark.Did)
        {
            Again = TypedReplyFlow.Asked(clipped, opened),
        };
    }

    private static IReadOnlyList<OutboundMessage> All(IReadOnlyList<OutboundMessage.Media> media, string words) =>
        words.Length > 0 ? [.. media, new OutboundMessage.Text(words)] : media;

    private async Task<(IReadOnlyList<OutboundMessage.Media> Media, string? Trouble)> FetchAsync(
        Visit visit,
        Activity activity,
        CancellationToken cancellationToken
    )
    {
        var media = new List<OutboundMessage.Media>();
        var trouble = new List<string>();
        List<string> beyond = [];
        for (var i = 0; i < activity.Attachments.Count; i++)
        {
            var attachment = activity.Attachments[i];
            if (media.Count == Content.MostMessages)
            {
                beyond.Add(VisibleText.OrNull(attachment.Name) ?? visit.Phrases.Say("Attached_Nth", i + 1));
                continue;
            }
            switch (await fetcher.FetchAsync(attachment, activity.ServiceUrl, cancellationToken))
            {
                case MediaResult.Ok { Item: var item }:
                    media.Add(item.Message);
                    break;
                case MediaResult.Refused refused:
                    trouble.Add(Say(visit.Phrases, attachment.Name, refused));
                    break;
            }
        }
        if (LeftOut.Say(visit.Phrases, beyond) is { } left)
            trouble.Add(left);
        return (media, trouble.Count == 0 ? null : string.Join("\n\n", trouble));
    }

    private static string Say(Phrases phrases, string? name, MediaResult.Refused refused) =>
        Markdown.Escape(
            phrases.Say(
                "Attached_Refused",
                !VisibleText.Shows(name) ? phrases["Attached_Nameless"] : Markdown.Clip(name!, 60),
                phrases.Sentence(refused.Code, refused.Limit)
            )
        );
}

/// <summary>What was attached, with the words beside it.</summary>
/// <param name="Id">The one-time id of the answer that it may become.</param>
internal sealed record AttachedMessage(IReadOnlyList<OutboundMessage.Media> Media, string Words, Guid Id);
