using System.Text.Json.Nodes;
using OmoBroadcast.Broadcast.Desk;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>One conversation: its last messages, an answer, its tags.</summary>
internal static class ConversationCard
{
    private const int MostEntries = 10;
    private const int LongestEntry = 300;
    private const int LongestReply = 5000;
    private const int LongestTags = 500;
    private const int MostReplies = 10;

    /// <param name="action">The one-time id of the answer that this card can give.</param>
    /// <param name="note">What has just been done; escaped already.</param>
    /// <param name="typed">The answer as typed, when it could not be taken.</param>
    /// <param name="replies">Saved replies to answer with.</param>
    /// <param name="bound">Whether the customer is bound to this person; null where nobody can be bound.</param>
    public static JsonObject Draw(
        Phrases phrases, OpenConversation open, StaffMember who, Guid action, DateTimeOffset now, string? note = null, FieldError? error = null, string? typed = null,
        IReadOnlyList<SavedReply>? replies = null, bool? bound = null)
    {
        var customer = open.Customer;
        var key = customer.Key.ToString();
        var card = new Card(phrases)
            .Title("Conversation_Title", phrases.Name(customer), phrases.Channel(customer.Key.Account.Channel))
            .Hint($"{nameof(ConversationState)}_{customer.State}");
        if (note is not null) card.Text(note);
        if (open.Last.Count == 0) card.Say("Conversation_Empty");
        foreach (var entry in open.Last.TakeLast(MostEntries)) card.Text(Line(phrases, customer, who, entry, now));

        var mine = customer.State == ConversationState.InProgress && string.Equals(customer.Assignee, who.Id, StringComparison.OrdinalIgnoreCase);
        if (!mine)
        {
            if (customer.State == ConversationState.Pending) card.Action(Card.Button(Verbs.ConversationTake, phrases["Button_Take"], Data(key)));
            return card.Action(Card.Button(Verbs.MineOpen, phrases["Menu_Mine"], [])).Build();
        }
        // What was typed is shown again where it fits; where it does not, the caller leaves the card as it is.
        card.Input(Card.TextInput("text", phrases["Label_Reply"], typed, LongestReply, multiline: true, phrases["Placeholder_Reply"]), FieldError.At(error, "text"));
        if (replies is { Count: > 0 }) card.Input(SavedReplyCards.Choice(phrases, replies.Take(MostReplies)));
        card.Input(Card.TextInput("tags", phrases["Label_Tags"], Markdown.Clip(string.Join(phrases["List_Comma"], customer.Tags), LongestTags), LongestTags, placeholder: phrases["Placeholder_Tags"]), FieldError.At(error, "tag"));
        card
            .Action(Card.Button(Verbs.ConversationReply, phrases["Button_Reply"], new JsonObject { ["customer"] = key, ["action"] = action.ToString() }, inputs: true))
            .Action(Card.Button(Verbs.ConversationTag, phrases["Button_SaveTags"], Data(key), inputs: true))
            .Action(Card.Button(Verbs.ConversationClose, phrases["Button_Close"], Data(key)));
        if (bound is { } so) card.Action(Card.Button(so ? Verbs.ConversationUnbind : Verbs.ConversationBind, phrases[so ? "Button_Unbind" : "Button_Bind"], Data(key)));
        var drawn = card.Action(Card.Button(Verbs.MineOpen, phrases["Menu_Mine"], [])).Build();
        // With names and messages at their very longest there is no room to choose from.
        return replies is { Count: > 0 } && Card.Bytes(drawn) > Card.MostBytes ? Draw(phrases, open, who, action, now, note, error, typed, bound: bound) : drawn;
    }

    private static JsonObject Data(string customer) => new() { ["customer"] = customer };

    private static string Line(Phrases phrases, Customer customer, StaffMember who, TranscriptEntry entry, DateTimeOffset now)
    {
        var from = entry.From is null ? Markdown.Escape(phrases.Name(customer))
            : entry.From == TranscriptEntry.PlatformInbox ? phrases["Transcript_PlatformInbox"]
            : string.Equals(entry.From, who.Id, StringComparison.OrdinalIgnoreCase) ? phrases["Transcript_You"] : phrases["Transcript_Colleague"];
        var words = entry switch
        {
            { Unsent: true } => phrases["Transcript_Unsent"],
            { Kind: MessageKind.Text, Text: { } text } => Markdown.Escape(Markdown.Clip(text, LongestEntry)),
            { Text: { Length: > 0 } text } => $"{phrases.Of(entry.Kind)} {Markdown.Escape(Markdown.Clip(text, LongestEntry))}",
            _ => phrases.Of(entry.Kind),
        };
        var edited = entry is { Edited: true, Unsent: false } ? $" {phrases["Transcript_Edited"]}" : "";
        return $"**{from}** · {phrases.Ago(entry.At, now)}{edited}\n\n{words}";
    }
}
