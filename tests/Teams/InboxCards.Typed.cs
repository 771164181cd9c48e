using System.Text.Json.Nodes;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Tests.Teams;

internal static partial class InboxCards
{
    /// <summary>What was typed comes back, and what is told beside it.</summary>
    private static IEnumerable<(string, JsonObject)> Typed(Phrases phrases)
    {
        Dictionary<string, string> filled = new()
        {
            ["text"] = "兩件，*明天*",
            ["tags"] = "VIP、新客",
            ["date"] = "2030-01-02",
            ["time"] = "10:30",
            ["header1"] = "春裝",
            ["body1"] = "王小姐",
        };
        yield return ("late-unsaved", PlainCard.Unsaved(phrases, phrases["Away"], new(filled)));
        yield return ("unsent", CustomerCard.Unsent(phrases, phrases["Acted_Already"], new("喜歡 *紅色*", "VIP、新客") { Reply = "兩件" }));
        yield return ("message-edited-stop", MessageCard.Edited(phrases, View with { SoundsLikeStop = true }, Now));
    }
}
