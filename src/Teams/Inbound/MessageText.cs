using System.Text;
using System.Text.Json;
using static OmoBroadcast.Teams.Inbound.ActivityJson;

namespace OmoBroadcast.Teams.Inbound;

/// <summary>
/// What somebody wrote to us. Teams sends it twice: as <c>text</c>, which leaves out emoji, and as an HTML mirror, whose
/// <c>img alt</c> holds them. The mirror is believed where the text is what becomes of it without them; else the text is.
/// </summary>
internal sealed class MessageText
{
    private const string Mirror = "text/html";
    private const string Quoted = "<quoted ";

    private readonly HashSet<string> emoji;

    private MessageText(string? words, IEnumerable<string> emoji) => (Words, this.emoji) = (words, [.. emoji]);

    /// <summary>Without the mention of ourselves and without what was quoted; blanks as they were written. Null without any.</summary>
    public string? Words { get; }

    /// <summary>Whether the picture at that address is the picture of an emoji.</summary>
    public bool IsEmoji(string url) => emoji.Contains(url) || EmojiPictures.Has(url);

    /// <param name="botId">28:… , ourselves.</param>
    public static MessageText Read(JsonElement activity, string? botId)
    {
        var mentions = Items(activity, "entities")
            .Where(entity => Id(entity, "type") == "mention" && String(entity, "text") is { Length: > 0 })
            .Select(entity => new Mention(String(entity, "text")!, botId is not null && Id(Child(entity, "mentioned"), "id") == botId))
            .ToList();
        var ours = mentions.Where(mention => mention.IsOurs).Select(mention => mention.Name).ToHashSet(StringComparer.Ordinal);
        var text = String(activity, "text") is { } sent ? Plain(sent, Id(activity, "textFormat") == "xml", mentions, ours) : null;
        var mirror = Items(activity, "attachments")
            .Where(attachment => String(attachment, "contentType") == Mirror)
            .Select(attachment => String(attachment, "content"))
            .OfType<string>()
            .Select(html => MessageHtml.Read(html, ours))
            .FirstOrDefault();
        var words = mirror is not null && (text is null || mirror.Becomes(text)) ? mirror.Words : text;
        return new(words, mirror?.Emoji ?? []);
    }

    // The mention is found by its entity, not by name: people may edit the name in the text, and others may share it.
    private static string Plain(string text, bool escaped, List<Mention> mentions, HashSet<string> ours)
    {
        if (escaped && MessageHtml.Read(text, ours, keepsLines: true) is { } read)
            return read.Words ?? "";
        foreach (var mention in mentions)
            text = text.Replace(mention.Text, mention.IsOurs ? " " : mention.Name, StringComparison.Ordinal);
        return Blanks.Trim(WithoutQuotes(text).ReplaceLineEndings("\n").Replace(Blanks.Fixed, ' '));
    }

    // Of what is quoted the text has a mark with its number only.
    private static string WithoutQuotes(string text)
    {
        var left = new StringBuilder();
        var from = 0;
        while (
            text.IndexOf(Quoted, from, StringComparison.Ordinal) is >= 0 and var begin
            && text.IndexOf("/>", begin, StringComparison.Ordinal) is >= 0 and var end
        )
        {
            left.Append(text, from, begin - from);
            from = end + 2;
        }
        return left.Append(text, from, text.Length - from).ToString();
    }

    /// <param name="Text">As it stands in the message: <c>&lt;at&gt;Omo&lt;/at&gt;</c>.</param>
    private sealed record Mention(string Text, bool IsOurs)
    {
        public string Name { get; } =
            Text.IndexOf('>') is >= 0 and var open && Text.LastIndexOf("</", StringComparison.Ordinal) is var close && close > open
                ? System.Net.WebUtility.HtmlDecode(Text[(open + 1)..close])
                : Text;
    }
}
