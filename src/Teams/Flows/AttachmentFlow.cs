using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Storage.Media;
using OmoBroadcast.Teams.Attachments;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Commands;
using OmoBroadcast.Teams.Inbound;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Flows;

/// <summary>
/// A picture, a video or a file in the chat. It goes where its words say, into the broadcast whose card is the last thing in the chat, or
/// the person is asked: to a customer, into a broadcast, or kept as a saved reply.
/// </summary>
internal sealed class AttachmentFlow(
    AttachmentFetcher fetcher,
    MediaShelf shelf,
    ComposeFlow compose,
    ConversationFlow conversations,
    SavedReplyFlow saved
)
{
    /// <param name="id">The same for every repetition of the same message.</param>
    public async Task<FlowResult> ReceiveAsync(
        Visit visit,
        Activity activity,
        Command command,
        Guid id,
        CancellationToken cancellationToken
    )
    {
        if (!visit.Who.MayBroadcast && command is not Command.SavedReplies)
            return new FlowResult.Note(visit.Phrases["Denied_Role"]);
        var (media, trouble) = await FetchAsync(visit, activity, cancellationToken);
        if (media.Count == 0)
            return new FlowResult.Note(trouble ?? visit.Phrases["Invalid_media.fetch"]);
        switch (command)
        {
            // Not all of it is there: whoever sends it has to know before it goes.
            case Command.Reply { Whom.Length: > 0 } reply when trouble is null:
                return await conversations.ReplyAsync(visit, reply.Whom, reply.Words, id, cancellationToken, media);
            case Command.Broadcast:
                return await compose.BeginAsync(visit, media, trouble, cancellationToken);
            case Command.SavedReplies:
                return await saved.NewAsync(visit, media, cancellationToken, trouble);
        }

        // Words beside a picture are meant to go with it, also those that are a command when they stand alone.
        var words = command is Command.Reply { Words: var said } ? said : activity.Text?.Trim() ?? "";
        if (
            visit.Chat?.Joined is { } draft
            && await compose.AttachAsync(visit, draft, All(media, words), trouble, cancellationToken) is { } joined
        )
            return joined;
        return await OfferAsync(visit, media, words, id, cancellationToken, visit.Chat?.Opened, trouble);
    }

    /// <summary>The buttons of the card that asks what to do.</summary>
    public async Task<FlowResult> PressAsync(Visit visit, CardAction action, CancellationToken cancellationToken)
    {
        var media = new List<OutboundMessage.Media>();
        foreach (var mediaId in (action.Text("media") ?? "").Split(',').Take(Content.MostMessages))
            if (await shelf.FindAsync(mediaId, cancellationToken) is { } item)
                media.Add(item.Message);
        if (media.Count == 0)
            return new FlowResult.Note(visit.Phrases["Denied_NotYours"]);
        var words = (action.Text("text") ?? "").Trim();
        var all = All(media, words);
        if (action.Verb == Verbs.MediaBegin)
            return await compose.BeginAsync(visit, all, null, cancellationToken);
        if (action.Verb == Verbs.MediaSave)
            return await saved.NewAsync(visit, [.. all.Take(Content.MostMessages)], cancellationToken);
        if (!Guid.TryParse(action.Text("action"), out var id))
            return new FlowResult.Note(visit.Phrases["Denied_NotYours"]);
        if (action.Verb == Verbs.MediaJoin)
        {
            return await compose.AttachAsync(visit, action.Campaign(), all, null, cancellationToken)
                ?? await OfferAsync(
                    visit,
                    media,
                    words,
                    id,
                    cancellationToken,
                    error: new FieldError("text", visit.Phrases["Invalid_draft.gone"])
                );
        }

        if ((CardData.Read(action.Text("to") ?? "") ?? action.Customer()) is not { } customer)
            return await OfferAsync(
                visit,
                media,
                words,
                id,
                cancellationToken,
                error: new FieldError("customer", visit.Phrases["Invalid_customer.none"])
            );
        // What cannot go there stays at hand for something else.
        return conversations.Refused(visit, customer, all) is { } wrong
            ? await OfferAsync(visit, media, words, id, cancellationToken, customer, error: wrong)
            : await conversations.SendAsync(visit, customer, all, id, cancellationToken);
    }

    private async Task<FlowResult> OfferAsync(
        Visit visit,
        IReadOnlyList<OutboundMessage.Media> media,
        string words,
        Guid id,
        CancellationToken cancellationToken,
        CustomerKey? opened = null,
        string? trouble = null,
        FieldError? error = null
    )
    {
        // No platform takes more; the message itself still has all of it.
        if (words.Length > WhichCard.LongestText)
            error ??= new("text", visit.Phrases.Sentence("reply.too_long", WhichCard.LongestText));
        var offer = await conversations.OfferAsync(
            visit,
            media,
            Markdown.Clip(words, WhichCard.LongestText),
            id,
            opened,
            cancellationToken
        );
        offer = offer with { Draft = await compose.WritingAsync(visit, cancellationToken) };
        return new FlowResult.Card(AttachmentCard.Draw(visit.Phrases, offer, trouble, error), Did: error is null)
        {
            Again = CardData.Showing(Verbs.MineOpen, 0),
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
        foreach (var attachment in activity.Attachments)
        {
            if (media.Count == Content.MostMessages)
            {
                trouble.Add(Markdown.Escape(visit.Phrases.Sentence("content.too_many", Content.MostMessages)));
                break;
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
        return (media, trouble.Count == 0 ? null : string.Join("\n\n", trouble));
    }

    private static string Say(Phrases phrases, string? name, MediaResult.Refused refused) =>
        Markdown.Escape(
            phrases.Say(
                "Attached_Refused",
                string.IsNullOrWhiteSpace(name) ? phrases["Attached_Nameless"] : Markdown.Clip(name, 60),
                phrases.Sentence(refused.Code, refused.Limit)
            )
        );
}
