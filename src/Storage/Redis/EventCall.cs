using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Storage.Sql;
using StackExchange.Redis;

namespace OmoBroadcast.Storage.Redis;

/// <summary>Turns one event into one script call.</summary>
internal static class EventCall
{
    private const int LongestRaw = 64 * 1024;
    private const int DigestBytes = 12;

    /// <summary>Event ids are remembered this long after the day of the event, longer than an event may be late.</summary>
    private const int DaysRemembered = 9;

    public static Call Of(InboundEvent inbound, SuppressionChange? change, Noting noted = default)
    {
        var day = DateOnly.FromDateTime(inbound.At.UtcDateTime);
        return inbound.UserId is { } user ? Apply(inbound, user, change, noted, day) : Keep(inbound, day);
    }

    /// <summary>What is of nobody.</summary>
    private static Call Keep(InboundEvent inbound, DateOnly day)
    {
        // Spread by event, so that a repetition meets the same set.
        var bucket = Keys.Bucket(inbound.Id);
        var raw = Raw(inbound);
        return new(
            Script.Keep,
            [Keys.Seen(inbound.Account, bucket, day), Keys.Raw(inbound.Account, bucket)],
            [Digest(inbound.Id), Forgotten(day), raw.Length > 0 ? raw : inbound.Id]
        );
    }

    private static Call Apply(InboundEvent inbound, string user, SuppressionChange? change, Noting noted, DateOnly day)
    {
        var (account, raw, entry, digest) = (inbound.Account, Raw(inbound), Entry(inbound, user, noted), Digest(inbound.Id));
        var bucket = Keys.Bucket(user);
        return new(
            Script.Apply,
            [
                .. OfCustomer(account, bucket, user, day),
                .. change is null && raw.Length == 0 && entry.What != "u"
                    ? (RedisKey[])[]
                    : [Keys.Suppressions(account, bucket), Keys.Raw(account, bucket)],
            ],
            [
                entry.What,
                entry.At,
                digest,
                Forgotten(day),
                user,
                entry.Event,
                entry.Message,
                entry.Detail,
                entry.Words,
                change is null ? RedisValue.EmptyString : JsonSerializer.Serialize(change, SuppressionJson.Default.SuppressionChange),
                raw.Length == 0 ? raw : RawLine.Write(user, raw),
                noted.At == 0 ? RedisValue.EmptyString : JournalWriter.Write(entry, digest),
                noted.Most,
                .. entry.Name is null && entry.Told is "" ? (RedisValue[])[] : [entry.Name ?? "", entry.Told],
            ]
        );
    }

    private static JournalEntry Entry(InboundEvent inbound, string user, Noting noted)
    {
        var (what, message, front, text) = Line(inbound);
        return new(what, new(inbound.Account, user), default, Math.Max(inbound.At.ToUnixTimeMilliseconds(), 1), noted.At)
        {
            Event = Keys.Encode(inbound.Id),
            Message = Keys.Encode(message),
            Detail = front,
            Words = TranscriptLine.Cut(text),
            Name = inbound.Name,
            Told = Told(inbound),
        };
    }

    /// <summary>An event out of the journal: applied as it was, and not listed anew.</summary>
    public static Call Again(JournalEntry entry)
    {
        var (account, user, at) = (entry.Customer.Account, entry.Customer.UserId, DateTimeOffset.FromUnixTimeMilliseconds(entry.At));
        var (day, bucket) = (DateOnly.FromDateTime(at.UtcDateTime), Keys.Bucket(user));
        return new(
            Script.Apply,
            [.. OfCustomer(account, bucket, user, day), Keys.Suppressions(account, bucket), Keys.Raw(account, bucket)],
            [
                entry.What,
                entry.At,
                entry.Digest.ToByteArray(bigEndian: true)[..DigestBytes],
                Forgotten(day),
                user,
                entry.Event ?? "",
                entry.Message ?? "",
                entry.Detail ?? "",
                entry.Words ?? "",
                RedisValue.EmptyString,
                RedisValue.EmptyString,
                .. Noting.Again.Values,
                .. entry.Name is null && entry.Told is null ? (RedisValue[])[] : [entry.Name ?? "", entry.Told ?? ""],
            ]
        );
    }

    private static RedisKey[] OfCustomer(AccountKey account, int bucket, string user, DateOnly day)
    {
        var encoded = Keys.Encode(user);
        return
        [
            Keys.Seen(account, bucket, day),
            Keys.Customers(account, bucket),
            Keys.Transcript(account, bucket, encoded),
            Keys.Amendments(account, bucket, encoded),
            Keys.Pending(account, bucket),
            Keys.Nameless(account, bucket),
            Keys.Open(account, bucket),
            Keys.Unread(account, bucket),
            Keys.Moved(account, bucket),
            Keys.Journal(account, bucket),
            Keys.Owed(account, bucket),
            Keys.Left(account, bucket),
            Keys.Returning(account, bucket),
        ];
    }

    private static long Forgotten(DateOnly day) =>
        new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero).AddDays(1 + DaysRemembered).ToUnixTimeSeconds();

    /// <summary>What an event tells besides itself: of the platform's window, and of who has the conversation.</summary>
    private static string Told(InboundEvent inbound) =>
        inbound switch
        {
            { Body: InboundBody.SystemMessage { Event: SystemEvent.HandedOver } } => "e",
            { Body: InboundBody.SystemMessage { Event: SystemEvent.HandedBack } } => "o",
            { Standby: true } => "e",
            _ => ServiceWindow.IsOpenedBy(inbound) ? "w" : "",
        };

    private static (string What, string MessageId, string Front, string? Text) Line(InboundEvent inbound) =>
        inbound.Body switch
        {
            InboundBody.Message said => (
                inbound.Standby ? "s" : "m",
                said.MessageId,
                TranscriptLine.MessageFront(said.Kind, inbound.Standby, said.Details),
                said.Text
            ),
            InboundBody.Edited { MessageId.Length: > 0 } edited => ("e", edited.MessageId, "", edited.Text),
            InboundBody.Unsent { MessageId.Length: > 0 } unsent => ("u", unsent.MessageId, "", unsent.MessageId),
            InboundBody.Followed => ("f", "", "", ""),
            InboundBody.Unfollowed => ("l", "", "", ""),

            // What stands on a button is what the person says by it. In standby it is somebody else who is told.
            InboundBody.Postback { Title: { } title } when !inbound.Standby => (
                "m",
                inbound.Id,
                TranscriptLine.MessageFront(MessageKind.Button, false, null),
                title
            ),
            InboundBody.Postback postback => Happened(SystemEvent.Pressed, postback.Title ?? postback.Data),
            InboundBody.Reaction reaction => ("r", reaction.MessageId, TranscriptLine.SystemFront(SystemEvent.Reaction), reaction.Emoji),
            InboundBody.Preference preference => Happened(
                preference.Stop ? SystemEvent.BroadcastsStopped : SystemEvent.BroadcastsResumed,
                null
            ),
            InboundBody.SystemMessage happened => ("n", "", TranscriptLine.SystemFront(happened.Event, happened.Referral), happened.Detail),
            InboundBody.Echo echo => (echo.Automatic ? "b" : "h", echo.MessageId, TranscriptLine.EchoFront(echo), echo.Text),
            InboundBody.Other other => Happened(SystemEvent.Other, other.Type),
            _ => ("-", "", "", ""),
        };

    private static (string What, string MessageId, string Front, string? Text) Happened(SystemEvent happened, string? detail) =>
        ("n", "", TranscriptLine.SystemFront(happened), detail);

    /// <summary>Ids are signed by the platform and a set holds one day of one bucket: twelve bytes tell them apart.</summary>
    public static byte[] Digest(string id) => SHA256.HashData(Encoding.UTF8.GetBytes(id))[..DigestBytes];

    private static string Raw(InboundEvent inbound) =>
        inbound.Raw is not { } raw ? ""
        : raw.Length <= LongestRaw ? raw
        : raw[..LongestRaw];
}
