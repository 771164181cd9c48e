using System.Text.Json.Nodes;

namespace OmoBroadcast.Teams.Flows;

/// <summary>What a person gets to see for what they did.</summary>
internal abstract record Shown
{
    private Shown() { }

    /// <summary>A card, in place of the one pressed.</summary>
    public sealed record Card(JsonObject Content) : Shown;

    /// <summary>A sentence; the card pressed stays as it is, with all that was typed into it.</summary>
    public sealed record Note(string Text) : Shown;

    /// <summary>The same for what went wrong on our side and may go right in a moment.</summary>
    public sealed record Wrong(string Text) : Shown;
}
