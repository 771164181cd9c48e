using System.Text.Json.Nodes;

namespace OmoBroadcast.Teams.Cards.Parts;

/// <summary>How a button looks, by what pressing it means.</summary>
internal static class Buttons
{
    /// <summary>Where it says so that a button is behind the three dots.</summary>
    public const string Mode = "mode";

    /// <summary>What most people came to do; one of a card.</summary>
    public static JsonObject Main(this JsonObject button)
    {
        button["style"] = "positive";
        return button;
    }

    /// <summary>What cannot be taken back; the last one.</summary>
    public static JsonObject Destructive(this JsonObject button)
    {
        button["style"] = "destructive";
        return button;
    }

    /// <summary>Behind the three dots.</summary>
    public static JsonObject Secondary(this JsonObject button)
    {
        button[Mode] = "secondary";
        return button;
    }

    /// <summary>Says whose row it stands in to those who hear the button alone.</summary>
    /// <param name="of">As it is to be read.</param>
    public static JsonObject Of(this JsonObject button, string of)
    {
        button["tooltip"] = $"{(string?)button["title"]} – {of}";
        return button;
    }

    public static JsonObject Row(params ReadOnlySpan<JsonObject> buttons) =>
        new() { ["type"] = "ActionSet", ["actions"] = new JsonArray([.. buttons]) };
}
