using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Store.Media;
using OmoBroadcast.Teams.Attachments;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Commands;
using OmoBroadcast.Teams.Inbound;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Flows;

/// <summary>
/// A picture, a video or a file in the chat. It goes where its words say, into the broadcast whose card is the last thing in the chat, or the person is asked: to a customer, into a
/// broadcast, or kept as a saved reply.
/// </summary>
internal sealed class AttachmentFlow(AttachmentFetcher fetcher, MediaShelf shelf, ComposeFlow compose, ConversationFlow conversations, SavedReplyFlow saved)
{
    /// <param name="id">The same for every repetition of the same message.</param>
    public async Task<Shown> ReceiveAsync(Visit visit, Activity activity, Command command, Guid id, CancellationToken ct)
    {
        if (!visit.Who.MayBroadcast && command is not Command.SavedReplies) return new Shown.Note(visit.Phrases["Denied_Role"]);
        var (media, trouble) = await FetchAsync(visit, activity, ct);
        if (media.Count == 0) return new Shown.Note(trouble ?? visit.Phrases["Invalid_media.fetch"]);
        switch (command)
        {
            // Not all of it is there: whoever sends it has to know before it goes.
            case Command.Reply { Whom.Length: > 0 } reply when trouble is null:
                return await conversations.ReplyAsync(visit, reply.Whom, reply.Words, id, ct, media);
            case Command.Broadcast:
                return await compose.BeginAsync(visit, media, trouble, ct);
            case Command.SavedReplies:
                return await saved.NewAsync(visit, media, ct, trouble);
        }

        // Words beside a picture are meant to go with it, also those that are a command when they stand alone.
        var words = command is Command.Reply { Words: var said } ? said : activity.Text?.Trim() ?? "";
        if (visit.Chat?.Joined is { } draft && await compose.AttachAsync(visit, draft, All(media, words), trouble, ct) is { } joined) return joined;
        return await OfferAsync(visit, media, words, id, ct, visit.Chat?.Opened, trouble);
    }

    /// <summary>The buttons of the card that asks what to do.</summary>
    public async Task<Shown> PressAsync(Visit visit, CardAction action, CancellationToken ct)
    {
        var media = new List<OutboundMessage.Media>();
        foreach (var mediaId in (action.Text("media") ?? "").Split(',').Take(Content.MostMessages))
            if (await shelf.FindAsync(mediaId, ct) is { } item) media.Add(item.Message);
        if (media.Count == 0) return new Shown.Note(visit.Phrases["Denied_NotYours"]);
        var words = (action.Text("text") ?? "").Trim();
        var all = All(media, words);
        if (action.Verb == Verbs.MediaBegin) return await compose.BeginAsync(visit, all, null, ct);
        if (action.Verb == Verbs.MediaSave) return await saved.NewAsync(visit, [.. all.Take(Content.MostMessages)], ct);
        if (!Guid.TryParse(action.Text("action"), out var id)) return new Shown.Note(visit.Phrases["Denied_NotYours"]);
        if (action.Verb == Verbs.MediaJoin)
        {
            return await compose.AttachAsync(visit, action.Campaign(), all, null, ct)
                ?? await OfferAsync(visit, media, words, id, ct, error: new FieldError("text", visit.Phrases["Invalid_draft.gone"]));
        }

        if ((CardData.Read(action.Text("to") ?? "") ?? action.Customer()) is not { } customer)
            return await OfferAsync(visit, media, words, id, ct, error: new FieldError("customer", visit.Phrases["Invalid_customer.none"]));
        // What cannot go there stays at hand for something else.
        return conversations.Refused(visit, customer, all) is { } wrong
            ? await OfferAsync(visit, media, words, id, ct, customer, error: wrong) : await conversations.SendAsync(visit, customer, all, id, ct);
    }

    private async Task<Shown> OfferAsync(
        Visit visit, IReadOnlyList<OutboundMessage.Media> media, string words, Guid id, CancellationToken ct, CustomerKey? opened = null, string? trouble = null, FieldError? error = null)
    {
        // No platform takes more; the message itself still has all of it.
        if (words.Length > WhichCard.LongestText) error ??= new("text", visit.Phrases.Sentence("reply.too_long", WhichCard.LongestText));
        var offer = await conversations.OfferAsync(visit, media, Markdown.Clip(words, WhichCard.LongestText), id, opened, ct);
        offer = offer with { Draft = await compose.WritingAsync(visit, ct) };
        return new Shown.Card(AttachmentCard.Draw(visit.Phrases, offer, trouble, error), Did: error is null) { Again = CardData.Showing(Verbs.MineOpen, 0) };
    }

    private static IReadOnlyList<OutboundMessage> All(IReadOnlyList<OutboundMessage.Media> media, string words) =>
        words.Length > 0 ? [.. media, new OutboundMessage.Text(words)] : media;

    private async Task<(IReadOnlyList<OutboundMessage.Media> Media, string? Trouble)> FetchAsync(Visit visit, Activity activity, CancellationToken ct)
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
            switch (await fetcher.FetchAsync(attachment, activity.ServiceUrl, ct))
            {
                case Kept.Ok { Item: var item }:
                    media.Add(item.Message);
                    break;
                case Kept.Refused refused:
                    trouble.Add(Say(visit.Phrases, attachment.Name, refused));
                    break;
            }
        }
        return (media, trouble.Count == 0 ? null : string.Join("\n\n", trouble));
    }

    private static string Say(Phrases phrases, string? name, Kept.Refused refused) => Markdown.Escape(
        phrases.Say("Attached_Refused", string.IsNullOrWhiteSpace(name) ? phrases["Attached_Nameless"] : Markdown.Clip(name, 60), phrases.Sentence(refused.Code, refused.Limit)));
}
