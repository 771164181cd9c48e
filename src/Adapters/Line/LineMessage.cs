using System.Text;
using System.Text.Json;
using OmoBroadcast.Adapters.Wire;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Adapters.Line;

/// <summary>What a message on LINE carries, in our words.</summary>
/// <seealso href="https://developers.line.biz/en/reference/messaging-api/#message-event"/>
internal static class LineMessage
{
    public const int LongestId = 128;

    private const int MostKeywords = 5,
        MostEmojis = 100,
        LongestSticker = 20;

    /// <param name="whole">Becomes false when the result does not say what the message is.</param>
    public static InboundBody.Message? Read(JsonElement message, string? token, ref bool whole)
    {
        if (PlatformId.Read(message, "id"u8, LongestId) is not { } id)
            return null;
        var quoted = PlatformId.Read(message, "quotedMessageId"u8, LongestId);
        var (kind, words, details) = LooseJson.Text(message, "type"u8) switch
        {
            "text" => (MessageKind.Text, Text(message), null),
            "image" => Media(MessageKind.Image, message, id),
            "video" => Media(MessageKind.Video, message, id),
            "audio" => Media(MessageKind.Audio, message, id),
            "file" => (MessageKind.File, LooseJson.Text(message, "fileName"u8), MessageDetails.OfMedia(MessageKind.File, id)),
            "sticker" => Sticker(message),
            "location" => Place(message),
            _ => (MessageKind.Unknown, null, null),
        };
        whole &= kind != MessageKind.Unknown && (kind != MessageKind.Text || words is not null);
        if (quoted is not null)
            details = (details ?? new()) with { Quoted = quoted };
        return new(id, kind, words, token, details);
    }

    // What LINE keeps is had by the message's id; what lies elsewhere, at the address told.
    private static (MessageKind, string?, MessageDetails?) Media(MessageKind kind, JsonElement message, string id)
    {
        var at =
            LooseJson.Object(message, "contentProvider"u8) is not { } provider || LooseJson.Is(provider, "type"u8, "line"u8) ? id
            : LooseJson.Text(provider, "originalContentUrl"u8) is { } url && url.StartsWith("https://", StringComparison.Ordinal) ? url
            : null;
        return (kind, null, MessageDetails.OfMedia(kind, at));
    }

    /// <summary>LINE's own emoji stand in the text as their names in brackets, or as a sign that says nothing.</summary>
    private static string? Text(JsonElement message)
    {
        if (LooseJson.Text(message, "text"u8) is not { } text)
            return null;
        if (LooseJson.Array(message, "emojis"u8) is not { } emojis || emojis.GetArrayLength() == 0)
            return text;
        var places = emojis
            .EnumerateArray()
            .Where(emoji => emoji.ValueKind == JsonValueKind.Object)
            .Take(MostEmojis)
            .Select(emoji => (At: LooseJson.Number(emoji, "index"u8) ?? -1, Length: LooseJson.Number(emoji, "length"u8) ?? 0))
            .Where(place => place.At >= 0 && place.Length > 0 && place.At + place.Length <= text.Length)
            .OrderByDescending(place => place.At);
        var said = new StringBuilder(text);
        foreach (var (at, length) in places)
        {
            // Named already, as is usual.
            if (text[(int)at] == '(')
                continue;
            said.Remove((int)at, (int)length).Insert((int)at, "(emoji)");
        }

        return said.ToString();
    }

    private static (MessageKind, string?, MessageDetails?) Sticker(JsonElement message)
    {
        var words = LooseJson.Text(message, "text"u8) is { Length: > 0 } said ? said : null;
        if (words is null && LooseJson.Array(message, "keywords"u8) is { } keywords)
        {
            words = string.Join(
                ", ",
                keywords.EnumerateArray().Where(word => word.ValueKind == JsonValueKind.String).Take(MostKeywords).Select(LooseJson.Text)
            );
            if (words.Length == 0)
                words = null;
        }

        // LINE's picture of it; where that is not to be had, the words and the kind still stand.
        var id =
            LooseJson.Text(message, "stickerId"u8) is { Length: > 0 and <= LongestSticker } sticker && sticker.All(char.IsAsciiDigit)
                ? sticker
                : null;
        return (
            MessageKind.Sticker,
            words,
            MessageDetails.OfMedia(
                MessageKind.Sticker,
                id is null ? null : $"https://stickershop.line-scdn.net/stickershop/v1/sticker/{id}/android/sticker.png"
            )
        );
    }

    private static (MessageKind, string?, MessageDetails?) Place(JsonElement message)
    {
        var (title, address) = (LooseJson.Text(message, "title"u8), LooseJson.Text(message, "address"u8));
        return (
            MessageKind.Location,
            title ?? address,
            Places.Of(LooseJson.Degrees(message, "latitude"u8), LooseJson.Degrees(message, "longitude"u8), title is null ? null : address)
        );
    }
}
