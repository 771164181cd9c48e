using System.Text.Json.Nodes;

namespace OmoBroadcast.Teams.Cards.Parts;

/// <summary>Somebody at the head of a card: the first letter in a circle, and beside it the title.</summary>
internal static class Persons
{
    /// <param name="name">Empty where it is not known.</param>
    /// <param name="title">The title, and what stands beneath it.</param>
    public static JsonObject Head(string? name, params ReadOnlySpan<JsonObject> title) =>
        Columns.Of(Columns.Column(Columns.Auto, Badges.Initial(name ?? "")).Centred(), Columns.Column(Columns.Stretch, title).Centred());

    /// <summary>The same with how it stands at its right.</summary>
    public static JsonObject And(this JsonObject head, JsonObject state)
    {
        head["columns"]!.AsArray().Add(Columns.Column(Columns.Auto, state).Centred());
        return head;
    }
}
