using System.Text.Json.Nodes;
using OmoBroadcast.Desks.Words;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Teams.Cards.Parts;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>Tells of what happened while nobody had asked: a customer wrote, a colleague passed conversations on.</summary>
internal static class MessageCard
{
    private const int MostEntries = 3,
        LongestEntry = 200,
        MostNames = 5;

    /// <summary>A customer wrote in a conversation of whoever is told.</summary>
    public static JsonObject Mine(Phrases phrases, ConversationView view, DateTimeOffset now)
    {
        var card = Begin(phrases, view, now);
        if (view.SoundsLikeStop)
            card.Text(phrases["Notice_SoundsLikeStop"], color: "Warning");
        ConversationCard.Answer(card, view);
        // With what is being typed: the card is drawn anew.
        card.Action(Card.Button(Verbs.MineOpen, phrases["Button_Open"], new(view.Open.Customer.Key), inputs: true))
            .Action(Card.Button(Verbs.ConversationClose, phrases["Button_Close"], new(view.Open.Customer.Key), inputs: true));
        if (view.SoundsLikeStop)
            card.Action(CustomerCard.StopAtOnce(phrases, view).Destructive());
        return card.Build();
    }

    /// <summary>The same where a card further up tells of it already, and may be being typed into.</summary>
    public static JsonObject Further(Phrases phrases, ConversationView view, DateTimeOffset now) =>
        AnswerAbove(Begin(phrases, view, now), view);

    /// <summary>A customer edited what stands on a card further up, which may be being typed into.</summary>
    public static JsonObject Edited(Phrases phrases, ConversationView view, DateTimeOffset now) =>
        AnswerAbove(Begin(phrases, view, now, edited: true), view);

    private static JsonObject AnswerAbove(Card card, ConversationView view)
    {
        var phrases = card.Phrases;
        if (view.SoundsLikeStop)
            card.Text(phrases["Notice_SoundsLikeStop"], color: "Warning");
        card.Hint("Notice_AnswerAbove").Main(Card.Button(Verbs.MineOpen, phrases["Button_Open"], new(view.Open.Customer.Key)));
        if (view.SoundsLikeStop)
            card.Action(CustomerCard.StopAtOnce(phrases, view).Destructive());
        return card.Build();
    }

    /// <summary>A customer wrote to somebody of the store who cannot be told at the moment.</summary>
    public static JsonObject ForManager(Phrases phrases, ConversationView view, StaffMember seller, DateTimeOffset now) =>
        Begin(phrases, view, now)
            .Hint(
                seller.HasLeft ? "Notice_Left"
                    : seller.OnDuty ? "Notice_Unreachable"
                    : "Notice_OffDuty",
                phrases.Name(seller.Name)
            )
            .Main(Card.Button(Verbs.TeamConversation, phrases["Button_Open"], new(view.Open.Customer.Key)))
            .Action(Card.Button(Verbs.TeamTake, phrases["Button_TakeOver"], new(view.Open.Customer.Key)))
            .Build();

    /// <summary>A colleague passed conversations on to whoever is told.</summary>
    public static JsonObject Passed(Phrases phrases, StaffMember from, IReadOnlyList<Customer> customers)
    {
        var card = new Card(phrases).Title("Notice_Passed", phrases.Name(from.Name), phrases.Count(customers.Count));
        card.Say("Notice_PassedNames", phrases.Names(customers.Take(MostNames).Select(customer => customer.Name ?? "")));
        if (customers is [var one])
            card.Main(Card.Button(Verbs.MineOpen, phrases["Button_Open"], new(one.Key)));
        var list = Card.Button(Verbs.MineOpen, phrases["Menu_Mine"]);
        return card.Action(customers.Count == 1 ? list : list.Main()).Metadata(Notice()).Build();
    }

    private static Card Begin(Phrases phrases, ConversationView view, DateTimeOffset now, bool edited = false)
    {
        var customer = view.Open.Customer;
        var card = new Card(phrases).Metadata(Notice());
        List<JsonObject> head =
        [
            TextBlocks.Title(
                card.Sentence(
                    edited ? "Notice_Edited" : "Notice_Message",
                    phrases.Name(customer),
                    phrases.Channel(customer.Key.Account.Channel)
                )
            ),
        ];
        if (phrases.Standing(customer, view.Open.WindowEnd, now) is { } standing)
            head.Add((view.Open.WindowEnd <= now ? TextBlocks.Body(standing, Meaning.Attention) : TextBlocks.Small(standing)).Close());
        card.Add(Persons.Head(customer.Name, [.. head]));
        // What came since the last answer, or says something else by now; the rest is behind the button.
        var fresh = view
            .Open.Last.Where(entry =>
                entry.From is null
                && entry.Details?.Event != SystemEvent.Tagged
                && ((edited && entry.Edited) || customer.LastAnsweredAt is not { } answered || entry.At > answered)
            )
            .ToList();
        if (fresh.Count > MostEntries)
            card.Hint("Notice_Earlier", phrases.Count(fresh.Count - MostEntries));
        return card.Entries(view, fresh.TakeLast(MostEntries), now, LongestEntry);
    }

    // Told from an answer by whoever reads along; Teams shows nothing of it.
    private static JsonObject Notice() => new() { ["notice"] = true };
}
