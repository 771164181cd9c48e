using System.Text.Json.Nodes;
using OmoBroadcast.Desks.Notifications;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>Tells that customers wait whom nobody has taken yet: how many, some by name, and the way to them. No words of theirs: it is
/// not drawn anew when they take them back.</summary>
internal static class WaitingCard
{
    /// <summary>So many are named.</summary>
    public const int MostNames = 5;

    public static JsonObject Draw(Phrases phrases, WaitingCustomers waiting)
    {
        var card = new Card(phrases).Metadata(new JsonObject { ["notice"] = true });
        if (waiting.Customers.Count == 0)
            return card.Say("Pending_None").Action(Card.Button(Verbs.WaitingOpen, phrases["Menu_Pending"])).Build();
        return card.Title("Waiting_Title", phrases.Count(waiting.Total))
            .Say("Notice_PassedNames", Names(phrases, waiting))
            .Main(Card.Button(Verbs.WaitingOpen, phrases["Menu_Pending"]))
            .Build();
    }

    /// <summary>Where newer ones are told of further down.</summary>
    public static JsonObject Moved(Phrases phrases) =>
        new Card(phrases)
            .Metadata(new JsonObject { ["notice"] = true })
            .Say("Waiting_Below")
            .Action(Card.Button(Verbs.PendingOpen, phrases["Menu_Pending"]))
            .Build();

    /// <summary>Those who wait longest. Not escaped.</summary>
    public static string Names(Phrases phrases, WaitingCustomers waiting) =>
        phrases.Names(waiting.Customers.Take(MostNames).Select(customer => customer.Name ?? ""));
}
