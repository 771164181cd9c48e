using System.Text.Json.Nodes;
using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Desks.Inbox;
using OmoBroadcast.Desks.People;
using OmoBroadcast.Desks.Words;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>One conversation: its last messages, and an answer.</summary>
internal static class ConversationCard
{
    private const int MostEntries = 10;
    private const int LongestReply = 5000;
    private const int LongestNote = 100;
    private const int MostReplies = 10;
    private const int MostNotes = 2;

    /// <param name="note">What has just been done; escaped already.</param>
    /// <param name="typed">The answer as typed, when it could not be taken.</param>
    public static JsonObject Draw(
        Phrases phrases,
        ConversationView view,
        DateTimeOffset now,
        string? note = null,
        FieldError? error = null,
        string? typed = null
    )
    {
        var drawn = Draw(phrases, view, now, MostEntries, note, error, typed);
        // With names and messages at their very longest there is no room for all: first the choice goes, then the older half of what was
        // said, and of the rest.
        for (var entries = MostEntries; Card.Bytes(drawn) > Card.MostBytes && entries > 0; entries /= 2)
            drawn = Draw(phrases, view with { Replies = [] }, now, entries, note, error, typed);
        return drawn;
    }

    /// <summary>To be read, by the manager of whoever's it is.</summary>
    public static JsonObject ForManager(
        Phrases phrases,
        ConversationView view,
        TeamConversation team,
        DateTimeOffset now,
        string? note = null,
        FieldError? error = null,
        LookupState at = default
    )
    {
        var drawn = ForManager(phrases, view, team, now, MostEntries, note, error, at);
        for (var entries = MostEntries / 2; Card.Bytes(drawn) > Card.MostBytes && entries > 0; entries /= 2)
            drawn = ForManager(phrases, view, team, now, entries, note, error, at);
        return drawn;
    }

    /// <summary>What is noted of a customer, in one line. Escaped.</summary>
    public static string Line(Phrases phrases, Note note, DateTimeOffset now, int longest) =>
        phrases.Say(
            "Labelled",
            $"{Markdown.Escape(phrases.Say("Note_By", phrases.Name(note.By)))} · {phrases.Ago(note.At, now)}",
            Markdown.Escape(Markdown.Clip(note.Words.ReplaceLineEndings(" "), longest))
        );

    private static JsonObject Draw(
        Phrases phrases,
        ConversationView view,
        DateTimeOffset now,
        int entries,
        string? note,
        FieldError? error,
        string? typed
    )
    {
        var customer = view.Open.Customer;
        var key = new CustomerTarget(customer.Key);
        var card = Begin(phrases, view, now, entries, note);
        if (!customer.IsOf(view.Who.Id))
        {
            if (customer.State == ConversationState.Pending)
                card.Action(Card.Button(Verbs.ConversationTake, phrases["Button_Take"], key));
            if (customer.State == ConversationState.Closed)
                card.Action(Card.Button(Verbs.ConversationReopen, phrases["Button_Reopen"], key));
            return card.Action(Card.Button(Verbs.MineOpen, phrases["Menu_Mine"])).Build();
        }

        if (view.SoundsLikeStop)
            card.Warn("Notice_SoundsLikeStop");
        Answer(card, view.Action, customer, error, typed, view.Replies.Take(MostReplies).ToList());
        if (view.SoundsLikeStop)
            card.Action(CustomerCard.StopAtOnce(phrases, view));
        return card.Action(Card.Button(Verbs.ConversationClose, phrases["Button_Close"], key))
            .Action(Card.Button(Verbs.ConversationMore, phrases["Button_More"], new(customer.Key)))
            .Action(Card.Button(Verbs.MineOpen, phrases["Menu_Mine"]))
            .Build();
    }

    /// <summary>The fields and the button of an answer in place.</summary>
    public static void Answer(
        Card card,
        Guid action,
        Customer customer,
        FieldError? error = null,
        string? typed = null,
        IReadOnlyList<Domain.Messages.SavedReply>? replies = null
    )
    {
        var phrases = card.Phrases;
        // What was typed is shown again where it fits; where it does not, the caller leaves the card as it is.
        card.Input(
            Card.TextInput(Field.Text, phrases["Label_Reply"], typed, LongestReply, multiline: true, phrases["Placeholder_Reply"]),
            FieldError.At(error, Field.Text)
        );
        if (replies is { Count: > 0 })
            card.Input(SavedReplyCards.Choice(phrases, replies));
        card.Action(Card.Button(Verbs.ConversationReply, phrases["Button_Reply"], new(customer.Key, action), inputs: true));
    }

    private static JsonObject ForManager(
        Phrases phrases,
        ConversationView view,
        TeamConversation team,
        DateTimeOffset now,
        int entries,
        string? note,
        FieldError? error,
        LookupState at
    )
    {
        var customer = view.Open.Customer;
        var data = new TeamForm(customer.Key);
        var card = Begin(phrases, view, now, entries, note);
        if (team.Seller is { } seller)
        {
            card.Hint("Team_Of", phrases.Name(seller.Name));
            card.Colleague(team.Colleagues.Where(other => !other.Is(seller.Id)), error, at, Lookup.Sellers, Verbs.TeamConversation, part =>
                data with
                {
                    Part = part,
                }
            );
            card.Action(Card.Button(Verbs.TeamPass, phrases["Button_Transfer"], data, inputs: true));
            if (!seller.Is(view.Who.Id))
                card.Action(Card.Button(Verbs.TeamTake, phrases["Button_TakeOver"], data));
            card.Action(Card.Button(Verbs.TeamMember, phrases["Button_Back"], new(seller.Id)));
        }
        else if (customer.State == ConversationState.Pending)
        {
            card.Action(Card.Button(Verbs.TeamTake, phrases["Button_Take"], data));
        }

        if (view.Open.Last.Any(IsUnclear))
            card.Action(Card.Button(Verbs.TeamRaw, phrases["Button_Raw"], new(customer.Key)));
        return card.Action(Card.Button(Verbs.TeamOpen, phrases["Menu_Team"])).Build();
    }

    private static bool IsUnclear(TranscriptEntry entry) =>
        entry
            is { Unsent: false, From: null }
                and ({ Kind: Domain.Messages.MessageKind.Unknown } or { Details.Event: Domain.Messages.SystemEvent.Other });

    private static Card Begin(Phrases phrases, ConversationView view, DateTimeOffset now, int entries, string? note)
    {
        var customer = view.Open.Customer;
        var card = new Card(phrases).Title("Conversation_Title", phrases.Name(customer), phrases.Channel(customer.Key.Account.Channel));
        var standing = phrases.Standing(customer, view.Open.WindowEnd, now);
        card.Text(standing is null ? phrases.Of(customer.State) : $"{phrases.Of(customer.State)} · {standing}", subtle: true);
        if (note is not null)
            card.Text(note);
        foreach (var kept in view.Care.Notes.Take(MostNotes))
            card.Text(Line(phrases, kept, now, LongestNote), subtle: true);
        if (view.Open.Last.Count == 0)
            card.Say("Conversation_Empty");
        return card.Entries(customer, view.Who, view.Open.Last.TakeLast(entries), now, view.Media);
    }
}
