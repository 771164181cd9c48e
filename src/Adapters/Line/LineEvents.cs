using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using OmoBroadcast.Adapters.Wire;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Adapters.Line;

/// <summary>
/// Turns LINE's events into ours. LINE may add kinds, fields and values without notice, and promises no order of fields; what is not
/// understood is kept raw, and one strange event never costs its siblings.
/// </summary>
/// <seealso href="https://developers.line.biz/en/reference/messaging-api/#webhook-event-objects"/>
/// <seealso href="https://developers.line.biz/en/docs/messaging-api/development-guidelines/"/>
/// <seealso href="https://developers.line.biz/en/docs/messaging-api/receiving-messages/"/>
internal static class LineEvents
{
    private const int LongestId = LineMessage.LongestId;
    private static readonly DateTimeOffset Earliest = new(2011, 6, 23, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Latest = new(2200, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static IReadOnlyList<InboundEvent> Read(AccountKey account, JsonElement events, int count)
    {
        if (count == 0)
            return [];
        var read = new InboundEvent[count];
        var newest = DateTimeOffset.UnixEpoch;
        var i = 0;
        foreach (var item in events.EnumerateArray())
        {
            var inbound = One(account, item);
            if (inbound.At > newest)
                newest = inbound.At;
            read[i++] = inbound;
        }

        // An event without a readable time is taken to be as old as the newest beside it.
        for (i = 0; i < count; i++)
            if (read[i].At == DateTimeOffset.UnixEpoch)
                read[i] = read[i] with { At = newest };
        return read;
    }

    private static InboundEvent One(AccountKey account, JsonElement item)
    {
        try
        {
            if (item.ValueKind == JsonValueKind.Object)
                return Understand(account, item);
        }
#pragma warning disable CA1031 // Whatever one event does to us, its siblings are none the worse: it is kept raw below.
        catch (Exception)
#pragma warning restore CA1031
        { }

        return new(Digest(item), account, null, DateTimeOffset.UnixEpoch, false, new InboundBody.Other("unreadable"), Raw(item));
    }

    private static InboundEvent Understand(AccountKey account, JsonElement item)
    {
        var type = LooseJson.Text(item, "type"u8) ?? "";
        var id = PlatformId.Read(item, "webhookEventId"u8, LongestId);
        var at = At(item, id);
        var standby = LooseJson.Is(item, "mode"u8, "standby"u8);
        var person = Person(item, out var alone);

        // The console's test events of old carry tokens of nothing but zeros or f's, and a user that is nobody.
        var token = standby ? null : LooseJson.Text(item, "replyToken"u8);
        var probe = token is { Length: 32 } && (token.AsSpan().TrimStart('0').IsEmpty || token.AsSpan().TrimStart('f').IsEmpty);

        var whole = alone;
        var body = probe ? null : Body(item, type, token, ref whole);
        return new(
            id ?? Digest(item),
            account,
            probe ? null : person,
            at,
            standby,
            body ?? new InboundBody.Other(type.Length > 64 ? type[..64] : type),
            body is not null && whole ? null : Raw(item)
        );
    }

    /// <param name="whole">Becomes false when the result does not say all that the event says.</param>
    private static InboundBody? Body(JsonElement item, string type, string? token, ref bool whole)
    {
        switch (type)
        {
            case "message":
                return LooseJson.Object(item, "message"u8) is { } message ? LineMessage.Read(message, token, ref whole) : null;
            case "messageEdited":
                return LooseJson.Object(item, "message"u8) is { } edited ? Edited(edited) : null;
            case "unsend":
                return LooseJson.Object(item, "unsend"u8) is { } unsend && PlatformId.Read(unsend, "messageId"u8, LongestId) is { } unsent
                    ? new InboundBody.Unsent(unsent)
                    : null;
            case "follow":
                return new InboundBody.Followed(
                    LooseJson.Object(item, "follow"u8) is { } follow && LooseJson.IsTrue(follow, "isUnblocked"u8)
                );
            case "unfollow":
                return new InboundBody.Unfollowed();
            case "postback":
                return LooseJson.Object(item, "postback"u8) is { } postback && LooseJson.Text(postback, "data"u8) is { } data
                    ? Pressed(postback, data, token)
                    : null;
            default:
                return System(item, type);
        }
    }

    private static InboundBody.Edited? Edited(JsonElement message) =>
        PlatformId.Read(message, "id"u8, LongestId) is { } id && LooseJson.Text(message, "text"u8) is { } text
            ? new InboundBody.Edited(id, text)
            : null;

    private static InboundBody.SystemMessage? System(JsonElement item, string type)
    {
        switch (type)
        {
            case "accountLink":
                return new InboundBody.SystemMessage(
                    LooseJson.Object(item, "link"u8) is { } link && LooseJson.Is(link, "result"u8, "ok"u8)
                        ? SystemEvent.AccountLinked
                        : SystemEvent.AccountLinkFailed,
                    null
                );
            case "membership":
                return LooseJson.Object(item, "membership"u8) is { } membership && Membership(membership) is { } happened
                    ? new InboundBody.SystemMessage(happened, null)
                    : null;
            case "videoPlayComplete":
                return new InboundBody.SystemMessage(
                    SystemEvent.VideoWatched,
                    LooseJson.Object(item, "videoPlayComplete"u8) is { } video ? LooseJson.Text(video, "trackingId"u8) : null
                );
            case "beacon":
                return new InboundBody.SystemMessage(
                    SystemEvent.Beacon,
                    LooseJson.Object(item, "beacon"u8) is { } beacon ? LooseJson.Text(beacon, "hwid"u8) : null
                );
            case "activated":
                return new InboundBody.SystemMessage(SystemEvent.HandedBack, null);
            case "deactivated":
                return new InboundBody.SystemMessage(SystemEvent.HandedOver, null);
            default:
                return null;
        }
    }

    private static InboundBody Pressed(JsonElement postback, string data, string? token)
    {
        // What the chat shows as the person's own words; LINE does not document it in webhooks, and some send it.
        var shown = LooseJson.Text(postback, "displayText"u8) is { Length: > 0 } words ? words : null;
        if (LooseJson.Object(postback, "params"u8) is not { } chosen)
            return new InboundBody.Postback(data, token, shown);
        var menu = LooseJson.Text(chosen, "newRichMenuAliasId"u8);
        if (menu is not null || chosen.TryGetProperty("status"u8, out _))
            return new InboundBody.SystemMessage(SystemEvent.MenuChanged, menu);
        var when = LooseJson.Text(chosen, "datetime"u8) ?? LooseJson.Text(chosen, "date"u8) ?? LooseJson.Text(chosen, "time"u8);
        return new InboundBody.Postback(when is null ? data : $"{data} {when}", token, shown);
    }

    private static SystemEvent? Membership(JsonElement membership) =>
        LooseJson.Text(membership, "type"u8) switch
        {
            "joined" => SystemEvent.MembershipJoined,
            "renewed" => SystemEvent.MembershipRenewed,
            "left" => SystemEvent.MembershipLeft,
            _ => null,
        };

    /// <param name="alone">The event is of a one-to-one chat with a known person; in a group or room the person is not the
    /// customer.</param>
    private static string? Person(JsonElement item, out bool alone)
    {
        alone = false;
        if (LooseJson.Object(item, "source"u8) is not { } source || !LooseJson.Is(source, "type"u8, "user"u8))
            return null;
        if (PlatformId.Read(source, "userId"u8, LongestId) is not { } person)
            return null;
        alone = true;
        return person;
    }

    private static DateTimeOffset At(JsonElement item, string? id)
    {
        if (LooseJson.Number(item, "timestamp"u8) is { } milliseconds && Within(milliseconds) is { } at)
            return at;
        return id is { Length: 26 } && Ulid(id) is { } born && Within(born) is { } made ? made : DateTimeOffset.UnixEpoch;
    }

    private static DateTimeOffset? Within(long milliseconds) =>
        milliseconds >= Earliest.ToUnixTimeMilliseconds() && milliseconds < Latest.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : null;

    /// <summary>The milliseconds in the first ten characters of a ULID.</summary>
    private static long? Ulid(string id)
    {
        const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        var milliseconds = 0L;
        foreach (var letter in id.AsSpan(0, 10))
        {
            var digit = Alphabet.IndexOf(letter, StringComparison.Ordinal);
            if (digit < 0)
                return null;
            milliseconds = (milliseconds << 5) | (uint)digit;
        }

        return milliseconds;
    }

    /// <summary>A stable id for an event that has none: all of its bytes but <c>deliveryContext</c>, the one thing that differs in a
    /// redelivery.</summary>
    private static string Digest(JsonElement item)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        if (item.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in item.EnumerateObject())
            {
                var name = JsonMarshal.GetRawUtf8PropertyName(property);
                if (name.SequenceEqual("deliveryContext"u8))
                    continue;
                hash.AppendData(name);
                hash.AppendData(":"u8);
                hash.AppendData(JsonMarshal.GetRawUtf8Value(property.Value));
                hash.AppendData(","u8);
            }
        }
        else
        {
            hash.AppendData(JsonMarshal.GetRawUtf8Value(item));
        }

        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(digest);
        return "sha256-" + Convert.ToHexStringLower(digest[..16]);
    }

    private static string Raw(JsonElement item) => Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8Value(item));
}
