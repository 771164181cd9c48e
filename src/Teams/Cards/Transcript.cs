using System.Globalization;
using System.Text.Json.Nodes;
using OmoBroadcast.Desks.Words;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Teams.Cards.Parts;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>What was said, as it was: words as words, pictures as pictures, all else by its name and with a link where there is one; and,
/// apart, what happened.</summary>
internal static class Transcript
{
    private const int LongestEntry = 300,
        LongestQuote = 60,
        LongestDetail = 60,
        LongestItem = 100,
        LongestBroadcast = 120,
        LeastForItems = 100;

    /// <summary>A link is written out: more would leave no room for words.</summary>
    private const int MostLinks = 4,
        LongestLink = 600;

    public static Card Entries(
        this Card card,
        ConversationView view,
        IEnumerable<TranscriptEntry> entries,
        DateTimeOffset now,
        int longest = LongestEntry
    )
    {
        var lines = new Lines(card.Phrases, view.Open.Customer, view.Who, now, longest);
        var links = new Links(view.Media);
        foreach (var entry in entries)
            card.Add(entry.Kind == MessageKind.System ? Event(lines, links, entry) : Bubble(lines, links, entry));
        return card;
    }

    /// <summary>The last of a conversation, with the broadcasts that came to the customer where they came.</summary>
    public static Card Conversation(this Card card, ConversationView view, int most, DateTimeOffset now)
    {
        var lines = new Lines(card.Phrases, view.Open.Customer, view.Who, now, LongestEntry);
        var links = new Links(view.Media);
        var all = view
            .Open.Last.Select(entry => (entry.At, Entry: (TranscriptEntry?)entry, Broadcast: (ReceivedBroadcast?)null))
            .Concat(view.Care.Broadcasts.Select(one => (one.At, (TranscriptEntry?)null, (ReceivedBroadcast?)one)))
            .OrderBy(one => one.At)
            .TakeLast(most);
        foreach (var (_, entry, broadcast) in all)
            card.Add(
                broadcast is not null ? Broadcast(lines, broadcast)
                : entry!.Kind == MessageKind.System ? Event(lines, links, entry)
                : Bubble(lines, links, entry)
            );
        return card;
    }

    private static IEnumerable<JsonObject> Broadcast(Lines lines, ReceivedBroadcast broadcast) =>
        [Bubbles.Ours(TextBlocks.Small(lines.Head(broadcast)), TextBlocks.Body(lines.First(broadcast)).Close())];

    private static IEnumerable<JsonObject> Event(Lines lines, Links links, TranscriptEntry entry)
    {
        yield return TextBlocks.Small(lines.Happened(entry, links.Whole(entry.Details?.Referral?.Url)));
        if (links.Picture(entry.Details?.Referral?.Picture) is { } picture)
            yield return Card.Image(picture, lines.Of(MessageKind.Image));
    }

    private static IEnumerable<JsonObject> Bubble(Lines lines, Links links, TranscriptEntry entry)
    {
        // The picture that stands in the card is a link as well.
        List<(MessageKind, Uri)> shown = [];
        var open = new List<(MessageMedia, Uri)>();
        foreach (var one in entry.Unsent ? [] : entry.Media)
        {
            if (links.Of(one.At) is not { } view)
                continue;
            if (view.Picture is { } picture && MediaTypes.IsShown(one.Type))
                shown.Add((one.Kind, picture));
            if (view.Whole is { } whole)
                open.Add((one, whole));
        }

        List<JsonObject> items =
        [
            TextBlocks.Small(lines.Head(entry)),
            TextBlocks.Body(lines.Said(entry, open, links.Whole(entry.Details?.Referral?.Url))).Close(),
            .. shown.Select(one => Card.Image(one.Item2, lines.Of(one.Item1))),
        ];
        if (links.Picture(entry.Details?.Referral?.Picture) is { } seen)
            items.Add(Card.Image(seen, lines.Of(MessageKind.Image)));
        yield return entry.From is null ? Bubbles.Theirs([.. items]) : Bubbles.Ours([.. items]);
    }

    /// <summary>Where things can be seen, as many as a card has room for.</summary>
    private sealed class Links(IReadOnlyDictionary<string, MediaView> media)
    {
        private int taken;

        public MediaView? Of(string at)
        {
            if (taken >= MostLinks || media.GetValueOrDefault(at) is not { } view)
                return null;
            var (picture, whole) = (Short(view.Picture), Short(view.Whole));
            if (picture is null && whole is null)
                return null;
            taken++;
            return new(picture, whole);
        }

        public Uri? Whole(string? at) => One(at, view => view.Whole);

        public Uri? Picture(string? at) => One(at, view => view.Picture);

        private Uri? One(string? at, Func<MediaView, Uri?> which)
        {
            if (at is null || taken >= MostLinks || media.GetValueOrDefault(at) is not { } view || Short(which(view)) is not { } url)
                return null;
            taken++;
            return url;
        }
    }

    private static Uri? Short(Uri? url) => url is { AbsoluteUri.Length: <= LongestLink } ? url : null;

    /// <summary>The words of entries, in one person's language.</summary>
    private sealed record Lines(Phrases Phrases, Customer Customer, StaffMember Who, DateTimeOffset Now, int Longest)
    {
        /// <summary>Who said it, and when.</summary>
        public string Head(TranscriptEntry entry)
        {
            var edited = entry is { Edited: true, Unsent: false } ? $" {Phrases["Transcript_Edited"]}" : "";
            return $"**{From(entry)}** · {Phrases.Ago(entry.At, Now)}{edited}";
        }

        /// <summary>Who broadcast it, and when.</summary>
        public string Head(ReceivedBroadcast broadcast)
        {
            var by = Who.Is(broadcast.Sender)
                ? Phrases["Transcript_OwnBroadcast"]
                : Phrases.Say("Transcript_Broadcast", Markdown.Escape(Phrases.Name(broadcast.SenderName ?? broadcast.Sender)));
            return $"**{by}** · {Phrases.Ago(broadcast.At, Now)}";
        }

        /// <summary>A broadcast's first words; where it has none, what it consists of.</summary>
        public string First(ReceivedBroadcast broadcast)
        {
            var messages = broadcast.Content.Messages;
            var words = messages
                .Select(message =>
                    message switch
                    {
                        OutboundMessage.Text text => text.Words,
                        OutboundMessage.Template template => template.Body,
                        OutboundMessage.Media { Caption: { } caption } => caption,
                        _ => null,
                    }
                )
                .FirstOrDefault(said => !string.IsNullOrWhiteSpace(said));
            words ??= messages.OfType<OutboundMessage.Media>().FirstOrDefault()?.FileName;
            return Escaped(Phrases.Readable((words ?? "").ReplaceLineEndings(" ")), LongestBroadcast);
        }

        /// <summary>What a picture of theirs is called for those who cannot see it.</summary>
        public string Of(MessageKind kind) => $"{Phrases.Of(kind)} {Phrases.Name(Customer)}";

        /// <param name="open">Where its media can be opened.</param>
        /// <param name="url">Where what it refers to can be opened.</param>
        public string Said(TranscriptEntry entry, IReadOnlyList<(MessageMedia Media, Uri Whole)> open, Uri? url)
        {
            var parts = new List<string>();
            if (entry is { Unsent: false, Details: { } details })
            {
                if (details.Quoted is not null)
                    parts.Add(
                        entry.Quoted is { } quoted
                            ? Phrases.Say("Transcript_Quoted", From(quoted), Words(quoted, LongestQuote))
                            : Phrases["Transcript_QuotedOlder"]
                    );
                parts.Add(Words(entry, Longest) + Open(open));
                Items(parts, details, LeastForItems + Longest - Math.Min(Longest, entry.Text?.Length ?? 0));
                if (details.Place is { } place && Map(place) is { } map)
                    parts.Add($"{Escaped(place.Address, LongestDetail)} [{Phrases["Transcript_Map"]}]({Markdown.Address(map)})".Trim());
                if (details.Referral is { } from)
                    parts.Add(Referral(from, url));
            }
            else
            {
                parts.Add(Words(entry, Longest));
            }

            return string.Join("\n\n", parts);
        }

        public string Happened(TranscriptEntry entry, Uri? url)
        {
            var line = Phrases
                .Say(
                    $"SystemEvent_{entry.Details?.Event ?? SystemEvent.Other}",
                    Markdown.Escape(Phrases.Name(Customer)),
                    Escaped(entry.Text, LongestDetail)
                )
                .Trim();
            return $"{Phrases.Ago(entry.At, Now)} · {line}{(entry.Details?.Referral is { } from ? $" · {Referral(from, url)}" : "")}";
        }

        private string From(TranscriptEntry entry) =>
            entry.From is null ? Markdown.Escape(Phrases.Name(Customer))
            : entry.From == TranscriptEntry.PlatformInbox ? Phrases["Transcript_PlatformInbox"]
            : entry.From == TranscriptEntry.AnotherApp ? Phrases["Transcript_AnotherApp"]
            : Who.Is(entry.From) ? Phrases["Transcript_You"]
            : Phrases["Transcript_Colleague"];

        private string Words(TranscriptEntry entry, int longest)
        {
            if (entry.Unsent)
                return Phrases["Transcript_Unsent"];
            var said = Escaped(entry.Text, longest);
            if (entry.Kind == MessageKind.Text && said.Length > 0)
                return said;
            var type = entry.Media.Select(one => MediaTypes.Name(one.Type)).FirstOrDefault(name => name is not null);
            return new[] { type, said }
                .Where(part => !string.IsNullOrEmpty(part))
                .Aggregate(Phrases.Of(entry.Kind), (before, part) => Phrases.Say("Joined", before, part));
        }

        private string Open(IReadOnlyList<(MessageMedia Media, Uri Whole)> open)
        {
            if (open.Count == 0)
                return "";
            return string.Concat(
                open.Select(
                    (one, at) =>
                        $" · [{Phrases["Transcript_Open"]}{(open.Count == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $" {at + 1}"))}]({Markdown.Address(one.Whole)})"
                )
            );
        }

        private void Items(List<string> parts, MessageDetails details, int room)
        {
            var (shown, list) = (0, new List<string>());
            foreach (var item in details.Items)
            {
                var line = Markdown.Clip(
                    string.Join(" · ", new[] { item.Title, item.Detail, item.Amount }.Where(part => !string.IsNullOrEmpty(part)))
                        .ReplaceLineEndings(" "),
                    LongestItem
                );
                if ((room -= line.Length) < 0 && shown > 0)
                    break;
                list.Add($"- {Markdown.Escape(line)}");
                shown++;
            }

            if (list.Count > 0)
                parts.Add(string.Join('\n', list));
            if (details.Items.Count - shown + details.Omitted is var more and > 0)
                parts.Add(Phrases.Say("Transcript_More", Phrases.Count(more)));
        }

        private string Referral(MessageReferral from, Uri? url)
        {
            var title = Escaped(from.Title, LongestDetail);
            var said = string.Join(' ', new[] { Phrases.Of(from.Source), title }.Where(part => part.Length > 0));
            return url is null ? said : $"{said} · [{Phrases["Transcript_Open"]}]({Markdown.Address(url)})";
        }

        private static Uri? Map(MessagePlace place) =>
            place is { Latitude: { } latitude, Longitude: { } longitude }
                ? new Uri(
                    string.Create(CultureInfo.InvariantCulture, $"https://www.google.com/maps/search/?api=1&query={latitude},{longitude}")
                )
            : (place.Address ?? place.Name) is { Length: > 0 } address
                ? new Uri($"https://www.google.com/maps/search/?api=1&query={Uri.EscapeDataString(Markdown.Clip(address, LongestDetail))}")
            : null;

        private static string Escaped(string? text, int longest) =>
            string.IsNullOrEmpty(text) ? "" : Markdown.Escape(Markdown.Clip(text, longest));
    }
}
