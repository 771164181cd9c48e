using System.Text.Json.Nodes;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>A card that says one thing.</summary>
internal static class PlainCard
{
    /// <summary>Stands in while something takes longer than a button may wait.</summary>
    public static JsonObject Working(Phrases phrases) => new Card(phrases).Title("Working").Hint("Working_Hint").Build();

    /// <param name="key">The sentence.</param>
    public static JsonObject Saying(Phrases phrases, string key) =>
        new Card(phrases).Say(key).Action(Card.Button(Verbs.HelpOpen, phrases["Command_Help"], [])).Build();
}
