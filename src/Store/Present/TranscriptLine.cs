using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;

namespace OmoBroadcast.Store.Present;

/// <summary>
/// One member of a transcript's sorted set, whose score is the time in ms:
/// <c>event id \n message id \n kind class mark from \n text</c>. Ids are encoded; the set orders lines of one instant by event id.
/// From: of staff who it was, of a customer's message where the platform keeps its media.
/// Class: a counts for the state, s was said in standby, n is a note, f is from staff. Mark: - as said, e edited, u unsent.
/// </summary>
internal static class TranscriptLine
{
    /// <summary>In UTF-16 code units; no platform allows a text as long.</summary>
    public const int LongestText = 10_000;

    private const int LongestAddress = 2_000;

    /// <summary>What stands between a message's two ids and its text.</summary>
    public static string MessageFront(MessageKind kind, bool standby, string? media) =>
        kind == MessageKind.Text && !standby ? "\n0a-\n" : $"\n{(int)kind}{(standby ? 's' : 'a')}-{Address(media)}\n";

    /// <summary>What stands between the two ids and the text of a message that somebody sent in the platform's own inbox.</summary>
    public static string EchoFront(MessageKind kind) => $"\n{(int)kind}f-{TranscriptEntry.PlatformInbox}\n";

    public const string NoteFront = "\n7n-\n";

    /// <summary>The part of a staff message's line by which a repetition is known.</summary>
    public static string StaffFront(string entryId) => $"{Keys.Encode(entryId)}\n";

    public static string StaffRest(string staffId, string text) => $"\n{(int)MessageKind.Text}f-{Keys.Encode(staffId)}\n{Cut(text)}";

    public static TranscriptEntry Read(string line, double milliseconds)
    {
        var parts = line.Split('\n', 4);
        var front = parts[2];
        var staff = front[1] == 'f';
        return new(
            DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds),
            staff && front.Length > 3 ? Keys.Decode(front[3..]) : null,
            (MessageKind)(front[0] - '0'),
            parts[3].Length == 0 ? null : parts[3],
            front[2] == 'e',
            front[2] == 'u')
        {
            Media = !staff && front[2] != 'u' && front.Length > 3 ? front[3..] : null,
        };
    }

    /// <summary>At most <see cref="LongestText"/>, not cutting a character in two.</summary>
    public static string Cut(string? text)
    {
        if (text is null) return "";
        if (text.Length <= LongestText) return text;
        return char.IsHighSurrogate(text[LongestText - 1]) ? text[..(LongestText - 1)] : text[..LongestText];
    }

    // An address as long as no platform's, or with something in it that is in no address, is not kept.
    private static string? Address(string? media) => media is { Length: <= LongestAddress } && !media.Any(letter => char.IsControl(letter) || char.IsWhiteSpace(letter)) ? media : null;
}
