using System.Text.Json.Nodes;

namespace OmoBroadcast.Teams.Cards.Parts;

/// <summary>What is not needed every time, behind a line that shows and hides it.</summary>
internal static class Folds
{
    private const string Closed = "▸",
        Open = "▾";

    /// <param name="title">Escaped already.</param>
    /// <param name="open">Whether it is shown to begin with.</param>
    /// <param name="ids">What is shown and hidden; they say so themselves.</param>
    public static JsonObject Line(string title, Meaning meaning, bool open, params ReadOnlySpan<string> ids)
    {
        string more = $"{ids[0]}-more",
            less = $"{ids[0]}-less";
        return new JsonObject
        {
            ["type"] = "Container",
            ["items"] = new JsonArray(Head(more, Closed, title, meaning, !open), Head(less, Open, title, meaning, open)),
            ["selectAction"] = new JsonObject
            {
                ["type"] = "Action.ToggleVisibility",
                ["title"] = title,
                ["targetElements"] = new JsonArray([.. ids, more, less]),
            },
        };
    }

    public static JsonObject Inside(string id, bool open, params ReadOnlySpan<JsonObject> items) =>
        new()
        {
            ["type"] = "Container",
            ["id"] = id,
            ["isVisible"] = open,
            ["items"] = new JsonArray([.. items]),
        };

    private static JsonObject Head(string id, string mark, string title, Meaning meaning, bool visible)
    {
        var head = TextBlocks.Body($"{mark} {title}", meaning == Meaning.None ? Meaning.Informative : meaning);
        (head["id"], head["isVisible"]) = (id, visible);
        return head;
    }
}
