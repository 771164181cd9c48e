using System.Text.Json.Nodes;
using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Desks.Inbox;
using OmoBroadcast.Desks.People;
using OmoBroadcast.Desks.Words;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Teams.Cards.Parts;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>One conversation: its last messages, and an answer.</summary>
internal static class ConversationCard
{
    private const int MostEntries = ConversationDesk.LastMessages + CustomerDesk.BroadcastsRead;
    public const int LongestReply = 5000;
    private const int LongestNote = 100;
    private const int MostReplies = 10;
    private const int MostNotes = 2;

    /// <param name="typed">The answer as typed, when it could not be taken.</param>
    public static JsonObject Draw(Phrases phrases, ConversationView view, DateTimeOffset now, Remark remark = default, string? typed = null)
    {
        var drawn = Whole(view, MostEntries);
        // With names and messages at their very longest there is no room for all: first the choice goes, then the older half of what was
        // said, and of the rest.
        for (var entries = MostEntries; Card.Bytes(drawn) > Card.MostBytes && entries > 0; entries /= 2)
            drawn = Whole(view with { Replies = [] }, entries);
        return drawn;

        JsonObject Whole(ConversationView seen, int entries) =>
            Acting(Begin(phrases, seen, now, entries, remark.Note), seen, remark, typed).Build();
    }

    /// <summary>To be read, by the manager of whoever's it is.</summary>
    public static JsonObject ForManager(Phrases phrases, ConversationView view, TeamSight team, DateTimeOffset now, Remark remark = default)
    {
        var drawn = Whole(MostEntries);
        for (var entries = MostEntries / 2; Card.Bytes(drawn) > Card.MostBytes && entries > 0; entries /= 2)
            drawn = Whole(entries);
        return drawn;

        JsonObject Whole(int entries) => Managing(Begin(phrases, view, now, entries, remark.Note), view, team, remark.Error).Build();
    }

    /// <summary>What is noted of a customer, in one line. Escaped.</summary>
    public static string Line(Phrases phrases, Note note, DateTimeOffset now, int longest) =>
        phrases.Say(
            "Labelled",
            $"{Markdown.Escape(phrases.Say("Note_By", phrases.Name(note.By)))} · {phrases.Ago(note.At, now)}",
            Markdown.Escape(Markdown.Clip(note.Words.ReplaceLineEndings(" "), longest))
        );

    private static Card Acting(Card card, ConversationView view, Remark remark, string? typed)
    {
        var phrases = card.Phrases;
        var customer = view.Open.Customer;
        var key = new CustomerTarget(customer.Key);
        if (!customer.IsOf(view.Who.Id))
        {
            // Goes on where it can be sent again.
            if (typed is not null)
                card.Input(Inputs.Lines(Field.Text, phrases["Label_Unsent"], typed, LongestReply));
            if (customer.State == ConversationState.Pending)
                card.Main(Card.Button(Verbs.ConversationTake, phrases["Button_Take"], key, inputs: typed is not null));
            if (customer.State == ConversationState.Closed)
                card.Main(Card.Button(Verbs.ConversationReopen, phrases["Button_Reopen"], key, inputs: typed is not null));
            return card.Action(Card.Button(Verbs.MineOpen, phrases["Menu_Mine"]).Leaving((Field.Text, null)));
        }

        if (view.SoundsLikeStop)
            card.Warn("Notice_SoundsLikeStop");
        Answer(card, view, remark.Error, typed);
        card.Action(Card.Button(Verbs.ConversationMore, phrases["Button_More"], new(customer.Key), inputs: true))
            .Action(Card.Button(Verbs.ConversationClose, phrases["Button_Close"], key, inputs: true));
        if (view.SoundsLikeStop)
            card.Action(CustomerCard.StopAtOnce(phrases, view).Destructive());
        if (view.Open.Last.Count == ConversationDesk.LastMessages)
            card.More(Card.Button(Verbs.ConversationHistory, phrases["Button_History"], new(customer.Key)).Leaving((Field.Text, null)));
        return card.More(Card.Button(Verbs.MineOpen, phrases["Menu_Mine"]).Leaving((Field.Text, null)));
    }

    /// <summary>The fields and the button of an answer in place.</summary>
    /// <param name="typed">The answer as typed, when it could not be taken.</param>
    public static void Answer(Card card, ConversationView view, FieldError? error = null, string? typed = null)
    {
        var phrases = card.Phrases;
        // What was typed is shown again where it fits; where it does not, the caller leaves the card as it is.
        card.Input(
            Inputs.Lines(Field.Text, phrases["Label_Reply"], typed, LongestReply, phrases["Placeholder_Reply"]),
            FieldError.At(error, Field.Text)
        );
        if (view.Replies.Count > 0)
            card.Input(SavedReplyCards.Choice(phrases, view.Replies.Take(MostReplies).ToList()));
        card.Main(Card.Button(Verbs.ConversationReply, phrases["Button_Reply"], new(view.Open.Customer.Key, view.Action), inputs: true));
    }

    private static Card Managing(Card card, ConversationView view, TeamSight sight, FieldError? error)
    {
        var phrases = card.Phrases;
        var customer = view.Open.Customer;
        var data = new TeamForm(customer.Key);
        if (sight.Team.Seller is { } seller)
        {
            card.Hint("Team_Of", phrases.Name(seller.Name));
            card.Colleague(
                new(sight.Team.Colleagues.Where(other => !other.Is(seller.Id)), sight.At, Lookup.Sellers),
                error,
                Verbs.TeamConversation,
                part => data with { Part = part }
            );
            card.Main(Card.Button(Verbs.TeamPass, phrases["Button_Transfer"], data, inputs: true));
            if (!seller.Is(view.Who.Id))
                card.Action(Card.Button(Verbs.TeamTake, phrases["Button_TakeOver"], data));
            card.Action(Card.Button(Verbs.TeamMember, phrases["Button_Back"], new(seller.Id)));
        }
        else if (customer.State == ConversationState.Pending)
        {
            card.Main(Card.Button(Verbs.TeamTake, phrases["Button_Take"], data));
        }

        if (view.Open.Last.Any(IsUnclear))
            card.More(Card.Button(Verbs.TeamRaw, phrases["Button_Raw"], new(customer.Key)));
        return card.More(Card.Button(Verbs.TeamOpen, phrases["Menu_Team"]));
    }

    private static bool IsUnclear(TranscriptEntry entry) =>
        entry
            is { Unsent: false, From: null }
                and ({ Kind: Domain.Messages.MessageKind.Unknown } or { Details.Event: Domain.Messages.SystemEvent.Other });

    private static Card Begin(Phrases phrases, ConversationView view, DateTimeOffset now, int entries, string? note)
    {
        var customer = view.Open.Customer;
        var head = Persons.Head(
            customer.Name,
            TextBlocks.Title(Markdown.Escape(phrases.Name(customer))),
            TextBlocks.Small(Markdown.Escape(phrases.Marked(customer.Key.Account.Channel))).Close()
        );
        var card = new Card(phrases).Add(head.And(Badges.State(phrases.Of(customer.State), Means(customer.State))));
        if (phrases.Standing(customer, view.Open.WindowEnd, now) is { } standing)
            card.Text(standing, color: view.Open.WindowEnd <= now ? "Attention" : null, subtle: view.Open.WindowEnd > now);
        if (note is not null)
            card.Text(note);
        foreach (var kept in view.Care.Notes.Take(MostNotes))
            card.Text(Line(phrases, kept, now, LongestNote), subtle: true);
        if (view.Open.Last.Count + view.Care.Broadcasts.Count == 0)
            card.Say("Conversation_Empty");
        return card.Conversation(view, entries, now);
    }

    private static Meaning Means(ConversationState state) =>
        state switch
        {
            ConversationState.Pending => Meaning.Warning,
            ConversationState.InProgress => Meaning.Informative,
            _ => Meaning.None,
        };
}
