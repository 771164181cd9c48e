using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using OmoBroadcast.Teams.Cards.Parts;
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

    private const int OnceBytes = 12,
        MostInSight = 4;

    private readonly JsonArray body = [];
    private readonly JsonArray actions = [];
    private JsonObject? metadata;

    public Phrases Phrases { get; } = phrases;

    public Card Title(string key, params ReadOnlySpan<object?> with) => Add(TextBlocks.Title(Sentence(key, with).TrimEnd()));

    /// <summary>A title that says at its right how it stands.</summary>
    /// <param name="badge">As it is to be read: badges hold no Markdown.</param>
    public Card Title(string badge, Meaning meaning, string key, params ReadOnlySpan<object?> with) =>
        Add(Columns.Headed(TextBlocks.Title(Sentence(key, with).TrimEnd()), Badges.State(badge, meaning)));

    public Card Say(string key, params ReadOnlySpan<object?> with) => Text(Sentence(key, with));

    public Card Hint(string key, params ReadOnlySpan<object?> with) => Text(Sentence(key, with), subtle: true);

    public Card Warn(string key, params ReadOnlySpan<object?> with) => Text(Sentence(key, with), color: "Attention");

    public Card Heading(string key, params ReadOnlySpan<object?> with) => Text(Sentence(key, with), bold: true, spaced: true);

    /// <summary>What somebody wrote, as it was written, in a bubble.</summary>
    public Card Quote(string words) => Add(Bubbles.Sample(TextBlocks.Body(Markdown.Escape(words))));

    /// <param name="url">Public and https: the client of whoever looks fetches it.</param>
    /// <param name="name">For those who cannot see it.</param>
    public Card Picture(Uri url, string name) => Add(Image(url, name));

    /// <param name="url">Public and https: the client of whoever looks fetches it.</param>
    /// <param name="name">For those who cannot see it.</param>
    public static JsonObject Image(Uri url, string name) =>
        new()
        {
            ["type"] = "Image",
            ["url"] = url.AbsoluteUri,
            ["altText"] = Markdown.Clip(name, 60),
            ["size"] = "Large",
        };

    /// <param name="text">Escaped already.</param>
    public Card Text(string text, bool subtle = false, bool bold = false, bool spaced = false, string? color = null)
    {
        var block = TextBlocks.Body(text);
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
    public Card Row(string text, params ReadOnlySpan<JsonObject> buttons) => Row([TextBlocks.Body(text)], buttons);

    public Card Row(ReadOnlySpan<JsonObject> parts, params ReadOnlySpan<JsonObject> buttons)
    {
        var items = new JsonArray([.. parts]);
        if (buttons.Length > 0)
            items.Add(Buttons.Row(buttons));
        return Add(
            new JsonObject
            {
                ["type"] = "Container",
                ["separator"] = true,
                ["spacing"] = "Medium",
                ["items"] = items,
            }
        );
    }

    /// <summary>What is not needed every time, behind a line that shows and hides it.</summary>
    /// <param name="title">Escaped already.</param>
    /// <param name="open">Whether it is shown to begin with.</param>
    public Card Fold(string id, string title, bool open, params ReadOnlySpan<JsonObject> items) =>
        Add(Folds.Line(title, Meaning.None, open, id)).Add(Folds.Inside(id, open, items));

    /// <param name="error">What is wrong with what was typed; shown at the field, which keeps it.</param>
    public Card Input(JsonObject input, string? error = null) => Add(Checked(input, error));

    /// <summary>What is wrong with what was typed, and the input below it.</summary>
    public static IEnumerable<JsonObject> Checked(JsonObject input, string? error)
    {
        if (error is not null)
            yield return TextBlocks.Body(Markdown.Escape(error), Meaning.Attention);
        yield return input;
    }

    public Card Action(JsonObject action)
    {
        actions.Add(action);
        return this;
    }

    /// <summary>What most people came to do.</summary>
    public Card Main(JsonObject action) => Action(action.Main());

    /// <summary>What is seldom needed, behind the three dots.</summary>
    public Card More(JsonObject action) => Action(action.Secondary());

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
        // Three dots and no button in sight lead nowhere that anybody could see.
        if (actions.All(action => action![Buttons.Mode] is not null))
            foreach (var action in actions.Take(MostInSight))
                action!.AsObject().Remove(Buttons.Mode);
        if (metadata is not null)
            card["metadata"] = metadata;
        return card;
    }

    /// <summary>A card with all that is in it, or briefly where that makes it too large.</summary>
    public static JsonObject Fit(Func<bool, JsonObject> draw) => draw(false) is var whole && Bytes(whole) <= MostBytes ? whole : draw(true);

    /// <summary>The length of a card, or of a part of one, as it travels.</summary>
    public static int Bytes(JsonNode node) => JsonSerializer.SerializeToUtf8Bytes(node, Json.Relaxed).Length;

    /// <summary>Whether there is anything in a card, or a part of one, that can be typed into or chosen.</summary>
    public static bool HasFields(JsonNode? node) =>
        node switch
        {
            JsonObject one => ((string?)(one["type"] as JsonValue))?.StartsWith("Input.", StringComparison.Ordinal) == true
                || one.Any(member => HasFields(member.Value)),
            JsonArray many => many.Any(HasFields),
            _ => false,
        };

    /// <summary>Whether there is something in it that takes work to fill in: words, a moment, a choice of several. One choice out of a list
    /// is soon made again.</summary>
    public static bool HoldsWork(JsonNode? node) =>
        node switch
        {
            JsonObject one => (string?)(one["type"] as JsonValue) is "Input.Text" or "Input.Date" or "Input.Time"
                || (bool?)(one["isMultiSelect"] as JsonValue) == true
                || one.Any(member => HoldsWork(member.Value)),
            JsonArray many => many.Any(HoldsWork),
            _ => false,
        };

    /// <summary>With its arguments escaped.</summary>
    public string Sentence(string key, params ReadOnlySpan<object?> with)
    {
        var escaped = new object?[with.Length];
        for (var i = 0; i < with.Length; i++)
            escaped[i] = with[i] is string text ? Markdown.Escape(text) : with[i];
        return Phrases.Say(key, escaped);
    }

    /// <summary>Parts that are drawn already.</summary>
    public Card Add(params IEnumerable<JsonObject> parts)
    {
        foreach (var part in parts)
            body.Add(part);
        return this;
    }
}
