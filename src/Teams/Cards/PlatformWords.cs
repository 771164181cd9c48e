using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>What platforms and the ledger keep in words of their own, as staff say it. Escaped.</summary>
internal static class PlatformWords
{
    /// <summary>The standing of a message template, kept as the platform's word, with or without a code in brackets; one that we have no
    /// word for, as it is kept.</summary>
    public static string TemplateStatus(this Phrases phrases, string status)
    {
        var (word, code) = status.Split(' ', 2) is [var first, var rest] ? (first, rest.Trim('(', ')')) : (status, "");
        return !phrases.Has($"TemplateStatus_{word}") ? Markdown.Escape(status)
            : code.Length == 0 ? phrases[$"TemplateStatus_{word}"]
            : phrases.Say("TemplateStatus_Code", phrases[$"TemplateStatus_{word}"], Markdown.Escape(code));
    }

    /// <summary>Who sent a broadcast back and, where that was said, why: kept as <c>name: words</c>.</summary>
    public static string Returned(this Phrases phrases, string returned, int longest)
    {
        var clipped = Markdown.Clip(returned, longest);
        return clipped.Split(": ", 2) is [var name, var words]
            ? phrases.Say("Labelled", Markdown.Escape(name), Markdown.Escape(words))
            : Markdown.Escape(clipped);
    }
}
