using System.Globalization;
using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Teams.Cards.Parts;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>
/// Five places for messages on a card: an input for a text, a line for a picture or file. What stands where is written into the card's
/// buttons, so that what comes back can be put together again: <c>t</c> a text as typed, <c>k2</c> the draft's third message as it is,
/// <c>m…</c> the file of that id.
/// </summary>
internal static class MessageSlots
{
    /// <summary>No platform takes a longer text in one message than this; the exact limit is the desk's to say.</summary>
    private const int LongestText = 5000;
    private const int LongestSample = 200;
    private const int LongestFileName = 40;
    private const int RoomForTexts = 13 * 1024;

    /// <param name="saved">The messages come from what is saved, so that one too long for the card can be kept there and need not
    /// travel.</param>
    /// <returns>Null when what was typed does not fit into a card: then the card in the chat, which still holds it, must stay.</returns>
    public static string? Plan(IReadOnlyList<OutboundMessage> messages, bool saved)
    {
        var slots = new string[Content.MostMessages];
        var room = RoomForTexts;
        for (var i = 0; i < slots.Length; i++)
        {
            slots[i] = "t";
            if (i >= messages.Count)
                continue;
            if (messages[i] is OutboundMessage.Media media)
                slots[i] = $"m{media.MediaId}";
            else if (
                messages[i] is OutboundMessage.Text { Words: var words }
                && Card.Bytes(JsonValue.Create(words)!) is var bytes
                && bytes <= room
            )
                room -= bytes;
            else if (saved)
                slots[i] = string.Create(CultureInfo.InvariantCulture, $"k{i}");
            else
                return null;
        }

        return string.Join(',', slots);
    }

    /// <summary>The places in use, and behind a line those that are still empty.</summary>
    /// <param name="slots">As <see cref="Plan"/> made it.</param>
    /// <param name="arrange">The buttons of a file's line, by its place from 1; null: a toggle to leave it out.</param>
    public static void Draw(
        Card card,
        IReadOnlyList<OutboundMessage> messages,
        string slots,
        FieldError? error,
        Func<int, JsonObject[]>? arrange
    )
    {
        if (FieldError.At(error, Field.Text) is { } wrong)
            card.Text(Markdown.Escape(wrong), color: "Attention");
        var plan = slots.Split(',');
        var used = Math.Max(1, messages.Count);
        for (var i = 1; i <= Content.MostMessages; i++)
        {
            var message = i <= messages.Count ? messages[i - 1] : null;
            var at = FieldError.At(error, Id(i));
            if (i == used + 1)
                More(card, i);
            if (plan[i - 1][0] == 'm')
                File(card, (OutboundMessage.Media)message!, i, at, arrange);
            else if (plan[i - 1][0] == 'k')
                Kept(card, message, i, at);
            else
                card.Input(Text(card.Phrases, message, i, used), at);
        }
    }

    public static string Id(int i) => string.Create(CultureInfo.InvariantCulture, $"text{i}");

    private static void More(Card card, int first) =>
        card.Add(
            Folds.Line(
                card.Phrases.Say("Compose_More", Content.MostMessages),
                Meaning.None,
                open: false,
                [.. Enumerable.Range(first, Content.MostMessages - first + 1).Select(Id)]
            )
        );

    private static JsonObject Text(Phrases phrases, OutboundMessage? message, int i, int used)
    {
        var input = Inputs.Lines(
            Id(i),
            phrases.Say("Label_Text", i),
            (message as OutboundMessage.Text)?.Words,
            LongestText,
            i == 1 ? phrases.Say("Placeholder_Text") : null
        );
        if (i > used)
            input["isVisible"] = false;
        return input;
    }

    private static void File(Card card, OutboundMessage.Media media, int i, string? wrong, Func<int, JsonObject[]>? arrange)
    {
        if (wrong is not null)
            card.Text(Markdown.Escape(wrong), color: "Attention");
        card.Row($"**{card.Phrases.Say("Label_Text", i)}** {Line(card.Phrases, media)}", arrange?.Invoke(i) ?? []);
        if (arrange is null)
            card.Input(Drop(card.Phrases, i));
    }

    private static void Kept(Card card, OutboundMessage? message, int i, string? wrong)
    {
        var words = (message as OutboundMessage.Text)?.Words ?? (message as OutboundMessage.Template)?.Body ?? "";
        if (wrong is not null)
            card.Text(Markdown.Escape(wrong), color: "Attention");
        card.Text(Markdown.Escape(card.Phrases.Say("Label_Text", i)), bold: true)
            .Quote(Markdown.Clip(card.Phrases.Readable(words), LongestSample))
            .Hint("Compose_Kept", card.Phrases.Count(words.Length))
            .Input(Drop(card.Phrases, i));
    }

    /// <summary>A file in one line, escaped.</summary>
    public static string Line(Phrases phrases, OutboundMessage.Media media) =>
        $"{phrases[$"MediaKind_{media.Kind}"]} {Markdown.Escape(Markdown.Clip(phrases.Readable(media.FileName), LongestFileName))}"
        + phrases.Say("In_Brackets", phrases.Bytes(media.Size));

    private static JsonObject Drop(Phrases phrases, int i) =>
        new()
        {
            ["type"] = "Input.Toggle",
            ["id"] = string.Create(CultureInfo.InvariantCulture, $"drop{i}"),
            ["title"] = phrases["Label_Drop"],
            ["value"] = "false",
        };
}
