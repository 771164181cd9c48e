using OmoBroadcast.Desks.Words;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>What was attached or written and found no place: each is named, so that nobody takes it for sent.</summary>
internal static class LeftOut
{
    private const int MostNames = 5,
        LongestName = 40;

    /// <summary>Escaped; null where everything found its place.</summary>
    public static string? Say(Phrases phrases, IEnumerable<OutboundMessage> messages) =>
        Say(
            phrases,
            [
                .. messages.Select(message =>
                    message switch
                    {
                        OutboundMessage.Media media => media.FileName,
                        OutboundMessage.Text text => phrases.Readable(text.Words.ReplaceLineEndings(" ")),
                        _ => "",
                    }
                ),
            ]
        );

    /// <summary>The same of names that are known alone.</summary>
    public static string? Say(Phrases phrases, IReadOnlyList<string> names)
    {
        if (names.Count == 0)
            return null;
        var shown = names.Take(MostNames).Select(name => phrases.Say("Row_Words", Markdown.Escape(Markdown.Clip(name, LongestName))));
        return names.Count > MostNames
            ? phrases.Say(
                "Attached_LeftOutMore",
                string.Join(phrases["List_Comma"], shown),
                phrases.Count(names.Count),
                Content.MostMessages
            )
            : phrases.Say("Attached_LeftOut", phrases.List([.. shown]), Content.MostMessages);
    }

    /// <summary>Two remarks, one behind the other.</summary>
    public static string? And(Phrases phrases, string? one, string? other) =>
        one is null ? other
        : other is null ? one
        : phrases.Sentences(one, other);
}
