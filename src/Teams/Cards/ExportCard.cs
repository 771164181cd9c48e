using System.Text.Json.Nodes;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>A link to a download, for the person in whose chat it stands.</summary>
internal static class ExportCard
{
    /// <param name="back">The way back to where it was asked for.</param>
    public static JsonObject Draw(Phrases phrases, Uri link, JsonObject back) =>
        new Card(phrases)
            .Title("Export_Title")
            .Hint("Export_Hint")
            .Main(
                new JsonObject
                {
                    ["type"] = "Action.OpenUrl",
                    ["title"] = phrases["Export_Open"],
                    ["url"] = link.ToString(),
                }
            )
            .Action(back)
            .Build();
}
