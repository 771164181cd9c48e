using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Domain.Texts;

namespace OmoBroadcast.Storage.Redis;

/// <summary>
/// One member of a transcript's sorted set, whose score is the time in ms, and behind the point how many lines of that very time came
/// before (<c>note</c> in <c>customer.lua</c>): <c>event id \n message id \n kind class mark from details \n text</c>. Ids are encoded.
/// Class: a counts for the state, s was said in standby, n says what happened, f is from staff. Mark: - as said, e edited, u unsent. From:
/// of staff who it was. Details: JSON from its brace to the line feed, with the kind where that is none of the first eight; before there
/// were any, the address of a customer's media.
/// </summary>
internal static class TranscriptLine
{
    /// <summary>In UTF-16 code units; no platform allows a text as long.</summary>
    public const int LongestText = 10_000;

    /// <summary>What stands between a message's two ids and its text.</summary>
    public static string MessageFront(MessageKind kind, bool standby, MessageDetails? details) =>
        kind == MessageKind.Text && !standby && details is null ? "\n0a-\n" : Front(kind, standby ? "s-" : "a-", details);

    /// <summary>What stands between the two ids and the text of a message that somebody sent in the platform's own inbox, or another app by
    /// itself.</summary>
    public static string EchoFront(InboundBody.Echo echo) =>
        Front(echo.Kind, "f-" + (echo.Automatic ? TranscriptEntry.AnotherApp : TranscriptEntry.PlatformInbox), echo.Details);

    /// <summary>What stands between the ids and the text of a line that says what happened.</summary>
    public static string SystemFront(SystemEvent happened, MessageReferral? referral = null) =>
        Front(MessageKind.System, "n-", new() { Event = happened, Referral = referral });

    /// <summary>The part of a staff message's line by which a repetition is known.</summary>
    public static string StaffFront(string entryId) => $"{Keys.Encode(entryId)}\n";

    /// <summary>What stands between that and its text.</summary>
    public static string StaffRest(string staffId) => $"\n{(int)MessageKind.Text}f-{Keys.Encode(staffId)}\n";

    public static TranscriptEntry Read(string line, double milliseconds)
    {
        var parts = line.Split('\n', 4);
        var front = parts[2];
        var (staff, unsent, rest) = (front[1] == 'f', front[2] == 'u', front[3..]);
        var brace = rest.IndexOf('{', StringComparison.Ordinal);
        var json = brace == 0 || (staff && brace > 0);
        var (named, _, details) = json && !unsent ? MessageJson.Read(rest[brace..]) : default;
        var from = staff
            ? json
                ? rest[..brace]
                : rest
            : "";
        var kind = named ?? (front[1] == 'n' ? MessageKind.System : (MessageKind)(front[0] - '0'));
        if (!staff && !json && !unsent && rest.Length > 0)
            details = MessageDetails.OfMedia(kind, rest);
        return new(
            DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds),
            from.Length > 0 ? Keys.Decode(from) : null,
            kind,
            parts[3].Length == 0 ? null : parts[3],
            front[2] == 'e',
            unsent
        )
        {
            Details = front[1] == 'n' && details?.Event is null ? new() { Event = SystemEvent.Other } : details,
        };
    }

    /// <summary>The encoded id of the message that a line is; empty for one that has none.</summary>
    public static string MessageId(string line)
    {
        var first = line.IndexOf('\n', StringComparison.Ordinal) + 1;
        return line[first..line.IndexOf('\n', first)];
    }

    /// <summary>At most <see cref="LongestText"/>, cut between letters.</summary>
    public static string Cut(string? text) => ClippedText.Beginning(text ?? "", LongestText);

    // A node of the version before knows eight kinds, shows the others as unknown, and takes one address without a brace for what it is.
    private static string Front(MessageKind kind, string rest, MessageDetails? details)
    {
        var named = kind > MessageKind.Unknown;
        var json =
            !named && details is null
                ? ""
                : (rest[0] == 'f' ? null : OnlyAddress(details, kind)) ?? MessageJson.Write(named ? kind : null, null, details);
        return $"\n{(int)(named ? MessageKind.Unknown : kind)}{rest}{json}\n";
    }

    private static string? OnlyAddress(MessageDetails? details, MessageKind kind) =>
        details is { Media: [{ Type: null } only] }
        && kind <= MessageKind.Unknown
        && only.Kind == kind
        && details.Equals(MessageDetails.OfMedia(kind, only.At))
        && !only.At.StartsWith('{')
            ? MessageJson.Address(only.At) ?? ""
            : null;
}
