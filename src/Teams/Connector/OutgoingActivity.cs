using System.Text.Json.Nodes;

namespace OmoBroadcast.Teams.Connector;

/// <summary>Activities to send. One holds a text or a card, never both: Teams would make two messages of it and tell the id of
/// neither.</summary>
internal static class OutgoingActivity
{
    public const string CardType = "application/vnd.microsoft.card.adaptive";

    public static JsonObject Text(string text) =>
        new()
        {
            ["type"] = "message",
            ["textFormat"] = "markdown",
            ["text"] = text,
        };

    /// <summary>What nobody has asked for, with what Teams says of it in a banner: of a card it says nothing by itself.</summary>
    public static JsonObject Telling(this JsonObject activity, string banner)
    {
        activity["summary"] = banner;
        return activity;
    }

    public static JsonObject Card(JsonObject card) =>
        new() { ["type"] = "message", ["attachments"] = new JsonArray(new JsonObject { ["contentType"] = CardType, ["content"] = card }) };
}
