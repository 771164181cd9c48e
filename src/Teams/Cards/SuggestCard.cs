using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Teams.Commands;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>What was said is no command: the nearest that this person may use, one tap away; when there is none, the help.</summary>
internal static class SuggestCard
{
    private const int MostSuggestions = 3,
        LongestWords = 40;

    public static JsonObject Draw(Phrases phrases, StaffMember who, Command.Unknown unknown)
    {
        var words = Markdown.Clip(unknown.Words.ReplaceLineEndings(" "), LongestWords);
        var nearest = unknown.Nearest.Where(name => name != CommandName.Help && who.MayUse(name)).Take(MostSuggestions).ToList();
        if (nearest.Count == 0 || unknown.Nearest[0] == CommandName.Help)
            return HelpCard.Draw(phrases, who, welcome: false, words);
        var card = new Card(phrases).Say("Unknown_Words", words).Say("Unknown_Nearest");
        foreach (var name in nearest)
            card.Action(Card.Button(Verbs.CommandRun, phrases[$"Command_{name}"], new(name)));
        return card.Action(Card.Button(Verbs.HelpOpen, phrases["Menu_Help"])).Build();
    }
}
