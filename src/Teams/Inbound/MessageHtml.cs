using System.Globalization;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace OmoBroadcast.Teams.Inbound;

/// <summary>The HTML of a message, read for its words: emoji by their <c>alt</c>, lines by paragraphs and breaks, without what is quoted
/// and without the mention of ourselves. Pure; bounded in size and depth.</summary>
internal sealed class MessageHtml
{
    private const int Longest = 64 * 1024,
        MostDepth = 100,
        MostTags = 1_000,
        LongestEmoji = 32,
        LongestLink = 2_000;

    private const string Emojis = "/Emoji",
        Mentions = "/Mention",
        Replies = "/Reply",
        Forwards = "/Forward";

    private static readonly HashSet<string> Blocks = new(
        [
            .. (string[])["p", "div", "ul", "ol", "li", "blockquote", "pre", "table", "tr", "hr", "section", "article"],
            .. (string[])["h1", "h2", "h3", "h4", "h5", "h6", "dl", "dt", "dd", "figure", "header", "footer", "body"],
        ],
        StringComparer.Ordinal
    );

    private static readonly HashSet<string> Unseen = new(
        ["script", "style", "template", "head", "title", "attachment", "noscript", "iframe", "object"],
        StringComparer.Ordinal
    );

    private readonly HtmlLines lines = new();
    private readonly TextPattern pattern = new();
    private readonly IReadOnlySet<string> ours;

    private MessageHtml(IReadOnlySet<string> ours) => this.ours = ours;

    /// <summary>Null: nothing is left of it.</summary>
    public string? Words => lines.ToString() is { Length: > 0 } words ? words : null;

    /// <summary>Where the pictures of its emoji are.</summary>
    public IReadOnlyList<string> Emoji { get; private init; } = [];

    /// <summary>Null: too large, or too deep.</summary>
    /// <param name="ours">What we are called in it.</param>
    /// <param name="keepsLines">Line ends in it are meant as such.</param>
    public static MessageHtml? Read(string html, IReadOnlySet<string> ours, bool keepsLines = false)
    {
        // A browser's rules for tags left open make of many of them the square of their number.
        if (html.Length > Longest || html.Count(letter => letter == '<') > MostTags)
            return null;
        using var document = new HtmlParser().ParseDocument(html);
        if (document.Body is not { } body)
            return null;
        var emoji = body.QuerySelectorAll("img").Where(IsEmoji).Select(image => image.GetAttribute("src")).OfType<string>().ToList();
        var read = new MessageHtml(ours) { Emoji = emoji };
        return read.Walk(body, keepsLines, MostDepth) ? read : null;
    }

    /// <summary>Whether that text is what Teams makes of it.</summary>
    public bool Becomes(string text) => pattern.Fits(text) || pattern.Fits(System.Net.WebUtility.HtmlDecode(text));

    private bool Walk(INode parent, bool keepsLines, int depth)
    {
        if (depth == 0)
            return false;
        foreach (var node in parent.ChildNodes)
        {
            if (node is IText text)
                Say(text.Data, keepsLines);
            else if (node is IElement element && !Read(element, keepsLines, depth - 1))
                return false;
        }
        return true;
    }

    private bool Read(IElement element, bool keepsLines, int depth)
    {
        var name = element.LocalName;
        if (Unseen.Contains(name))
            return true;
        if (name == "br")
            lines.Break();
        else if (name is "img" or "emoji" or "customemoji")
            Picture(element);
        else if (name == "at" || Is(element, Mentions))
            Mention(element);
        else if (name == "blockquote" && IsLeftOut(element))
            pattern.May(element.TextContent);
        else if (name == "a")
            return Walk(element, keepsLines, depth) && Link(element);
        else if (Blocks.Contains(name))
            return Block(element, keepsLines || name == "pre", depth);
        else
            return Walk(element, keepsLines, depth) && Cell(name);
        return true;
    }

    private bool Block(IElement element, bool keepsLines, int depth)
    {
        lines.End();
        if (element.LocalName == "li")
            Marker(element);
        var read = Walk(element, keepsLines, depth);
        lines.End();
        return read;
    }

    private void Say(string words, bool keepsLines)
    {
        // Between paragraphs a line end means nothing.
        lines.Say(words, keepsLines && !string.IsNullOrWhiteSpace(words));
        pattern.Must(words);
    }

    private void Add(string words, params ReadOnlySpan<string?> spellings)
    {
        lines.Say(words, keepsLines: false);
        pattern.May([words, .. spellings]);
    }

    private void Picture(IElement element)
    {
        var alt = element.GetAttribute("alt");
        if (IsEmoji(element))
            Add(alt!, element.GetAttribute("title"), $"({element.GetAttribute("itemid")})", element.TextContent);
        else
            pattern.May(alt, element.GetAttribute("title"), element.TextContent);
    }

    private void Mention(IElement element)
    {
        if (ours.Contains(element.TextContent))
            pattern.May(element.TextContent);
        else
            Say(element.TextContent, keepsLines: false);
    }

    // A customer cannot press a word: where it leads is written behind it.
    private bool Link(IElement element)
    {
        var (shown, to) = (element.TextContent.Trim(), element.GetAttribute("href") ?? "");
        if (to.Length > LongestLink || !to.StartsWith("http", StringComparison.OrdinalIgnoreCase) || shown.Length == 0)
            return true;
        if (!shown.Contains('.', StringComparison.Ordinal) || !to.Contains(shown.TrimEnd('/'), StringComparison.OrdinalIgnoreCase))
            Add($" ({to})");
        return true;
    }

    private void Marker(IElement item)
    {
        var place = item.ParentElement?.Children.Where(child => child.LocalName == "li").TakeWhile(child => child != item).Count() ?? 0;
        var first = int.TryParse(item.ParentElement?.GetAttribute("start"), CultureInfo.InvariantCulture, out var start) ? start : 1;
        var number = string.Create(CultureInfo.InvariantCulture, $"{first + place}. ");
        Add(item.ParentElement?.LocalName == "ol" ? number : "• ", number, "•", "-", "*");
    }

    private bool Cell(string name)
    {
        if (name is "td" or "th")
            lines.Say(" ", keepsLines: false);
        return true;
    }

    // What is answered or passed on is somebody else's, or was said before. Any other is a style of writing.
    private static bool IsLeftOut(IElement element) => Is(element, Replies) || Is(element, Forwards);

    // An organisation's own has a name, and is a picture like any other.
    private static bool IsEmoji(IElement element) =>
        (element.LocalName == "emoji" || Is(element, Emojis) || EmojiPictures.Has(element.GetAttribute("src")))
        && element.GetAttribute("alt") is { Length: > 0 and <= LongestEmoji } alt
        && !string.IsNullOrWhiteSpace(alt)
        && !alt.Any(char.IsAsciiLetter);

    private static bool Is(IElement element, string type) =>
        element.GetAttribute("itemtype")?.EndsWith(type, StringComparison.OrdinalIgnoreCase) == true;
}
