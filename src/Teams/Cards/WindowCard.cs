using System.Text.Json.Nodes;
using OmoBroadcast.Desks.Inbox;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>Tells whoever has the conversations that their customers can soon be answered freely no more: who, how long still, what they
/// said, and the way there.</summary>
internal static class WindowCard
{
    /// <summary>So many are shown; the others stand in their list.</summary>
    public const int Shown = 5;

    public static JsonObject Draw(Phrases phrases, ConversationList closing, DateTimeOffset now) =>
        CustomerRows.Fit(longest => Draw(phrases, new ConversationRows(phrases, closing, now, longest)));

    private static JsonObject Draw(Phrases phrases, ConversationRows rows)
    {
        var card = new Card(phrases)
            .Metadata(new JsonObject { ["notice"] = true })
            .Title("Closing_Title", phrases.Count(rows.List.Total))
            .Hint("Closing_Hint");
        foreach (var customer in rows.List.Items.Take(Shown))
            card.Row(rows.Parts(customer), rows.Open(customer));
        return card.Action(Card.Button(Verbs.MineOpen, phrases["Menu_Mine"])).Build();
    }
}
