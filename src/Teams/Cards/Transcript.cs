using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>What was said, as it was: words as words, pictures as pictures, all else by its name and with a link where there is one.</summary>
internal static class Transcript
{
    private const int LongestEntry = 300;

    /// <summary>A link is written out: more would leave no room for words.</summary>
    private const int MostLinks = 4, LongestLink = 600;

    public static Card Entries(
        this Card card, Customer customer, StaffMember who, IEnumerable<TranscriptEntry> entries, DateTimeOffset now, IReadOnlyDictionary<string, MediaView> media, int longest = LongestEntry)
    {
        var links = 0;
        foreach (var entry in entries)
        {
            var view = entry.Media is { } where ? media.GetValueOrDefault(where) : null;
            var whole = view?.Whole is { AbsoluteUri.Length: <= LongestLink } url && links < MostLinks ? url : null;
            var picture = view?.Picture is { AbsoluteUri.Length: <= LongestLink } shown && links < MostLinks ? shown : null;
            if (whole is not null || picture is not null) links++;
            card.Text(Line(card.Phrases, customer, who, entry, now, whole, longest));
            if (picture is not null) card.Picture(picture, $"{card.Phrases.Of(entry.Kind)} {card.Phrases.Name(customer)}");
        }

        return card;
    }

    private static string Line(Phrases phrases, Customer customer, StaffMember who, TranscriptEntry entry, DateTimeOffset now, Uri? whole, int longest)
    {
        var from = entry.From is null ? Markdown.Escape(phrases.Name(customer))
            : entry.From == TranscriptEntry.PlatformInbox ? phrases["Transcript_PlatformInbox"]
            : who.Is(entry.From) ? phrases["Transcript_You"] : phrases["Transcript_Colleague"];
        var said = string.IsNullOrEmpty(entry.Text) ? "" : Markdown.Escape(Markdown.Clip(entry.Text, longest));
        var words = entry switch
        {
            { Unsent: true } => phrases["Transcript_Unsent"],
            { Kind: MessageKind.Text } when said.Length > 0 => said,
            _ => said.Length > 0 ? $"{phrases.Of(entry.Kind)} {said}" : phrases.Of(entry.Kind),
        };
        var edited = entry is { Edited: true, Unsent: false } ? $" {phrases["Transcript_Edited"]}" : "";
        var open = whole is null || entry.Unsent ? "" : $" · [{phrases["Transcript_Open"]}]({Markdown.Address(whole)})";
        return $"**{from}** · {phrases.Ago(entry.At, now)}{edited}\n\n{words}{open}";
    }
}
