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

    public static JsonObject Card(JsonObject card) =>
        new() { ["type"] = "message", ["attachments"] = new JsonArray(new JsonObject { ["contentType"] = CardType, ["content"] = card }) };
}
