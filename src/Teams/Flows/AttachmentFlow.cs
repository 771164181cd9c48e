using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Store.Media;
using OmoBroadcast.Teams.Attachments;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Commands;
using OmoBroadcast.Teams.Inbound;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Flows;

/// <summary>A picture, a video or a file in the chat: joins the broadcast being written, goes to a customer, becomes a saved reply; or the person is asked.</summary>
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
            case Command.Reply { Whom.Length: > 0 } reply:
                return await conversations.ReplyAsync(visit, reply.Whom, reply.Words, id, ct, media);
            case Command.Broadcast:
                return await compose.BeginAsync(visit, media, ct);
            case Command.SavedReplies:
                return await saved.NewAsync(visit, media, ct);
            default:
                // Words beside a picture are meant to go with it.
                var words = command is Command.Unknown unknown ? unknown.Words : "";
                IReadOnlyList<OutboundMessage> all = words.Length > 0 ? [.. media, new OutboundMessage.Text(words)] : media;
                return await compose.AttachAsync(visit, all, trouble, ct) ?? await OfferAsync(visit, media, words, id, ct, trouble);
        }
    }

    /// <summary>The buttons of the card that asks what to do.</summary>
    public async Task<Shown> PressAsync(Visit visit, CardAction action, CancellationToken ct)
    {
        var media = new List<OutboundMessage.Media>();
        foreach (var mediaId in (action.Text("media") ?? "").Split(',').Take(Content.MostMessages))
            if (await shelf.FindAsync(mediaId, ct) is { } item) media.Add(item.Message);
        if (media.Count == 0) return new Shown.Note(visit.Phrases["Denied_NotYours"]);
        var words = (action.Text("text") ?? "").Trim();
        IReadOnlyList<OutboundMessage> all = words.Length > 0 ? [.. media, new OutboundMessage.Text(words)] : media;
        if (action.Verb == Verbs.MediaBegin) return await compose.BeginAsync(visit, all, ct);
        if (action.Verb == Verbs.MediaSave) return await saved.NewAsync(visit, [.. all.Take(Content.MostMessages)], ct);
        if (!Guid.TryParse(action.Text("action"), out var id)) return new Shown.Note(visit.Phrases["Denied_NotYours"]);
        return action.Customer() is { } customer
            ? await conversations.SendAsync(visit, customer, all, id, ct)
            : await OfferAsync(visit, media, words, id, ct, error: new FieldError("customer", visit.Phrases["Invalid_customer.none"]));
    }

    private async Task<Shown> OfferAsync(
        Visit visit, IReadOnlyList<OutboundMessage.Media> media, string words, Guid id, CancellationToken ct, string? trouble = null, FieldError? error = null) =>
        new Shown.Card(AttachmentCard.Draw(visit.Phrases, media, words, await conversations.LatestAsync(visit, ct), id, trouble, error), Did: error is null);

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
