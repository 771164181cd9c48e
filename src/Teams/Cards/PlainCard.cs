using System.Text.Json.Nodes;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>A card that says one thing.</summary>
internal static class PlainCard
{
    /// <summary>Stands in while something takes longer than a button may wait.</summary>
    public static JsonObject Working(Phrases phrases) => new Card(phrases).Title("Working").Hint("Working_Hint").Build();

    /// <param name="text">A sentence, escaped where it needs to be.</param>
    public static JsonObject Said(Phrases phrases, string text) =>
        new Card(phrases).Text(text).Action(Card.Button(Verbs.HelpOpen, phrases["Menu_Help"])).Build();
}
