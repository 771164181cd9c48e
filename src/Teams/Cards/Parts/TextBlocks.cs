using System.Text.Json.Nodes;

namespace OmoBroadcast.Teams.Cards.Parts;

/// <summary>Texts in the sizes that cards use. Whatever is given here is escaped already.</summary>
internal static class TextBlocks
{
    public static JsonObject Body(string text, Meaning meaning = Meaning.None)
    {
        var block = new JsonObject
        {
            ["type"] = "TextBlock",
            ["text"] = text,
            ["wrap"] = true,
        };
        if (meaning.Color() is { } color)
            block["color"] = color;
        return block;
    }

    /// <summary>What a card is about; screen readers jump to it.</summary>
    public static JsonObject Title(string text)
    {
        var block = Strong(text);
        (block["size"], block["style"]) = ("Medium", "heading");
        return block;
    }

    public static JsonObject Strong(string text, Meaning meaning = Meaning.None)
    {
        var block = Body(text, meaning);
        block["weight"] = "Bolder";
        return block;
    }

    /// <summary>What explains something else.</summary>
    public static JsonObject Small(string text)
    {
        var block = Body(text);
        (block["size"], block["isSubtle"]) = ("Small", true);
        return block;
    }

    /// <summary>Closer to what stands above it than parts are to each other.</summary>
    public static JsonObject Close(this JsonObject element) => element.Spaced("None");

    public static JsonObject Spaced(this JsonObject element, string spacing)
    {
        element["spacing"] = spacing;
        return element;
    }
}
