using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Teams.Cards.Parts;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>A message as whoever receives it would see it.</summary>
internal static class MessageBubble
{
    private const int LongestLink = 200;

    /// <param name="room">So many letters of it are shown.</param>
    /// <param name="picture">Our public address of a preview image; null where there is none that Teams could show.</param>
    public static IEnumerable<JsonObject> Draw(Phrases phrases, OutboundMessage message, int room, Func<string, Uri?>? picture) =>
        message switch
        {
            OutboundMessage.Text text => [Bubbles.Sample(TextBlocks.Body(Markdown.Escape(Markdown.Clip(text.Words, room))))],
            OutboundMessage.Template template => Template(phrases, template, room, picture),
            OutboundMessage.Media media => Media(phrases, media, room, picture),
            _ => throw new ArgumentOutOfRangeException(nameof(message), message.GetType().Name),
        };

    private static IEnumerable<JsonObject> Media(Phrases phrases, OutboundMessage.Media media, int room, Func<string, Uri?>? picture)
    {
        List<JsonObject> items = [];
        if (media.PreviewId is { } id && picture?.Invoke(id) is { } url)
            items.Add(Card.Image(url, media.FileName));
        items.Add(TextBlocks.Small(MessageSlots.Line(phrases, media)));
        if (media.Caption is { } caption)
            items.Add(TextBlocks.Body(Markdown.Escape(Markdown.Clip(caption, room))));
        yield return Bubbles.Sample([.. items]);
        if (media.Caption is not null)
            yield return TextBlocks.Small(phrases["Preview_Captioned"]);
    }

    private static IEnumerable<JsonObject> Template(
        Phrases phrases,
        OutboundMessage.Template template,
        int room,
        Func<string, Uri?>? picture
    )
    {
        List<JsonObject> items = [];
        if (template.Parameters.Select(parameter => parameter.Media).FirstOrDefault(media => media is not null) is { } media)
        {
            if (media.PreviewId is { } id && picture?.Invoke(id) is { } url)
                items.Add(Card.Image(url, media.FileName));
            items.Add(TextBlocks.Small(MessageSlots.Line(phrases, media)));
        }

        if (template.Frame?.Header is { Length: > 0 } header)
            items.Add(TextBlocks.Strong(Markdown.Escape(header)));
        items.Add(TextBlocks.Body(Markdown.Escape(Markdown.Clip(template.Body, room))));
        if (template.Frame?.Footer is { Length: > 0 } footer)
            items.Add(TextBlocks.Small(Markdown.Escape(footer)));
        yield return Bubbles.Sample([.. items]);
        foreach (var button in template.Frame?.Buttons ?? [])
            yield return Button(button);
    }

    /// <summary>A button that the customer sees beneath a message; nobody here presses it.</summary>
    public static JsonObject Button(string words) => TextBlocks.Small($"▭ {Markdown.Escape(Markdown.Clip(words, LongestLink))}").Close();
}
