using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>
/// An Adaptive Card in the making, in one language. Arguments of sentences are escaped here, so that what a customer wrote is never read as
/// Markdown.
/// </summary>
internal sealed class Card(Phrases phrases)
{
    /// <summary>Teams takes more today and took 28 KB before; we stay below both.</summary>
    public const int MostBytes = 25 * 1024;

    private const int OnceBytes = 12;

    private readonly JsonArray body = [];
    private readonly JsonArray actions = [];
    private JsonObject? metadata;

    public Phrases Phrases { get; } = phrases;

    public Card Title(string key, params ReadOnlySpan<object?> with) =>
        Add(
            new JsonObject
            {
                ["type"] = "TextBlock",
                ["text"] = Sentence(key, with).TrimEnd(),
                ["weight"] = "Bolder",
                ["size"] = "Medium",
                ["wrap"] = true,
                ["style"] = "heading",
            }
        );

    public Card Say(string key, params ReadOnlySpan<object?> with) => Text(Sentence(key, with));

    public Card Hint(string key, params ReadOnlySpan<object?> with) => Text(Sentence(key, with), subtle: true);

    public Card Warn(string key, params ReadOnlySpan<object?> with) => Text(Sentence(key, with), color: "Attention");

    public Card Heading(string key, params ReadOnlySpan<object?> with) => Text(Sentence(key, with), bold: true, spaced: true);

    /// <summary>What somebody wrote, as it was written.</summary>
    public Card Quote(string words) =>
        Add(
            new JsonObject
            {
                ["type"] = "Container",
                ["style"] = "emphasis",
                ["items"] = new JsonArray(Block(Markdown.Escape(words))),
            }
        );

    /// <param name="url">Public and https: the client of whoever looks fetches it.</param>
    /// <param name="name">For those who cannot see it.</param>
    public Card Picture(Uri url, string name) =>
        Add(
            new JsonObject
            {
                ["type"] = "Image",
                ["url"] = url.AbsoluteUri,
                ["altText"] = Markdown.Clip(name, 60),
                ["size"] = "Large",
            }
        );

    /// <param name="text">Escaped already.</param>
    public Card Text(string text, bool subtle = false, bool bold = false, bool spaced = false, string? color = null)
    {
        var block = Block(text);
        if (subtle)
            (block["isSubtle"], block["size"]) = (true, "Small");
        if (bold)
            block["weight"] = "Bolder";
        if (spaced)
            block["spacing"] = "Medium";
        if (color is not null)
            block["color"] = color;
        return Add(block);
    }

    /// <param name="facts">Names from the resources, values escaped already.</param>
    public Card Facts(IEnumerable<(string Name, string Value)> facts) =>
        Add(
            new JsonObject
            {
                ["type"] = "FactSet",
                ["facts"] = new JsonArray([
                    .. facts.Select(fact => (JsonNode)new JsonObject { ["title"] = fact.Name, ["value"] = fact.Value }),
                ]),
            }
        );

    /// <summary>One row of a list: a text, and buttons beneath it.</summary>
    public Card Row(string text, params ReadOnlySpan<JsonObject> buttons)
    {
        var items = new JsonArray(Block(text));
        if (buttons.Length > 0)
            items.Add(new JsonObject { ["type"] = "ActionSet", ["actions"] = new JsonArray([.. buttons]) });
        return Add(
            new JsonObject
            {
                ["type"] = "Container",
                ["separator"] = true,
                ["spacing"] = "Small",
                ["items"] = items,
            }
        );
    }

    /// <summary>What is not needed every time, behind a button that shows and hides it.</summary>
    /// <param name="open">Whether it is shown to begin with.</param>
    public Card Fold(string id, string title, bool open, params ReadOnlySpan<JsonObject> items)
    {
        Add(
            new JsonObject
            {
                ["type"] = "ActionSet",
                ["actions"] = new JsonArray(
                    new JsonObject
                    {
                        ["type"] = "Action.ToggleVisibility",
                        ["title"] = title,
                        ["targetElements"] = new JsonArray(id),
                    }
                ),
            }
        );
        return Add(
            new JsonObject
            {
                ["type"] = "Container",
                ["id"] = id,
                ["isVisible"] = open,
                ["items"] = new JsonArray([.. items]),
            }
        );
    }

    public static JsonObject Toggle(string id, string title, bool on) =>
        new()
        {
            ["type"] = "Input.Toggle",
            ["id"] = id,
            ["title"] = title,
            ["value"] = on ? "true" : "false",
            ["wrap"] = true,
        };

    /// <param name="error">What is wrong with what was typed; shown at the field, which keeps it.</param>
    public Card Input(JsonObject input, string? error = null)
    {
        if (error is not null)
            Text(Markdown.Escape(error), color: "Attention");
        return Add(input);
    }

    public static JsonObject TextInput(string id, string label, string? value, int most, bool multiline = false, string? placeholder = null)
    {
        var input = new JsonObject
        {
            ["type"] = "Input.Text",
            ["id"] = id,
            ["label"] = label,
            ["maxLength"] = most,
        };
        if (multiline)
            input["isMultiline"] = true;
        if (placeholder is not null)
            input["placeholder"] = placeholder;
        if (!string.IsNullOrEmpty(value))
            input["value"] = value;
        return input;
    }

    /// <summary>Stands for nothing chosen; a choice may have no empty value.</summary>
    public const string Any = "-";

    /// <param name="value">Of several: by commas.</param>
    public static JsonObject Choice(
        string id,
        string label,
        string? value,
        IEnumerable<(string Value, string Title)> choices,
        bool several = false
    )
    {
        var input = new JsonObject
        {
            ["type"] = "Input.ChoiceSet",
            ["id"] = id,
            ["label"] = label,
            ["style"] = "compact",
            ["value"] =
                !string.IsNullOrEmpty(value) ? value
                : several ? ""
                : Any,
            ["choices"] = new JsonArray([
                .. choices.Select(choice =>
                    (JsonNode)new JsonObject { ["title"] = choice.Title, ["value"] = choice.Value.Length == 0 ? Any : choice.Value }
                ),
            ]),
        };
        if (several)
            input["isMultiSelect"] = true;
        return input;
    }

    public Card Action(JsonObject action)
    {
        actions.Add(action);
        return this;
    }

    /// <param name="verb">What the button does; see <see cref="Verbs"/>.</param>
    /// <param name="title">As it is to be read; buttons hold no Markdown.</param>
    /// <param name="payload">Ids and versions only: everything is looked up again.</param>
    /// <param name="inputs">Whether the card's inputs come along.</param>
    public static JsonObject Button<T>(Verb<T> verb, string title, T payload, bool inputs = false)
        where T : IPayload<T>
    {
        var data = new JsonObject();
        payload.Write(data);
        return Button((Verb)verb, title, data, inputs);
    }

    /// <summary>A button that says all by its verb: where a list is meant, its beginning.</summary>
    public static JsonObject Button(Verb verb, string title) => Button(verb, title, new JsonObject());

    /// <summary>A button with what it carries written already.</summary>
    internal static JsonObject Button(Verb verb, string title, JsonObject data, bool inputs = false)
    {
        var button = new JsonObject
        {
            ["type"] = "Action.Execute",
            ["title"] = title,
            ["verb"] = verb.Name,
            ["data"] = data,
        };
        // A campaign's version does the same.
        if (verb.Kind == VerbKind.Once && !(data.ContainsKey(Field.Campaign) && data.ContainsKey(Field.Version)))
            data[Field.Once] = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(OnceBytes));
        if (!inputs)
            button["associatedInputs"] = "none";
        return button;
    }

    public Card Metadata(JsonObject omo)
    {
        metadata = new JsonObject { ["omo"] = omo };
        return this;
    }

    public JsonObject Build()
    {
        var card = new JsonObject
        {
            ["type"] = "AdaptiveCard",
            ["$schema"] = "http://adaptivecards.io/schemas/adaptive-card.json",
            ["version"] = "1.5",
            ["lang"] = Phrases.Culture.TwoLetterISOLanguageName,
            ["body"] = body,
        };
        if (actions.Count > 0)
            card["actions"] = actions;
        if (metadata is not null)
            card["metadata"] = metadata;
        return card;
    }

    /// <summary>The length of a card, or of a part of one, as it travels.</summary>
    public static int Bytes(JsonNode node) => JsonSerializer.SerializeToUtf8Bytes(node, Json.Relaxed).Length;

    private string Sentence(string key, ReadOnlySpan<object?> with)
    {
        var escaped = new object?[with.Length];
        for (var i = 0; i < with.Length; i++)
            escaped[i] = with[i] is string text ? Markdown.Escape(text) : with[i];
        return Phrases.Say(key, escaped);
    }

    private Card Add(JsonObject element)
    {
        body.Add(element);
        return this;
    }

    private static JsonObject Block(string text) =>
        new()
        {
            ["type"] = "TextBlock",
            ["text"] = text,
            ["wrap"] = true,
        };
}
