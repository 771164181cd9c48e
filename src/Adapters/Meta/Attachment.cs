using System.Text.Json;
using OmoBroadcast.Adapters.Wire;
using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Adapters.Meta;

/// <summary>What a Messenger or Instagram message carries, in our words.</summary>
/// <param name="Whole">It says all that the message says.</param>
internal readonly record struct Attachment(MessageKind Kind, string? Text, string? Media, bool Whole)
{
    private const int LongestAddress = 4000;

    public static Attachment Of(JsonElement message)
    {
        var words = LooseJson.Text(message, "text"u8) is { Length: > 0 } said ? said : null;
        var bare = !message.TryGetProperty("reply_to"u8, out _) && !message.TryGetProperty("referral"u8, out _) && !message.TryGetProperty("quick_reply"u8, out _);
        if (LooseJson.IsTrue(message, "is_unsupported"u8)) return new(MessageKind.Unknown, words, null, false);
        if (LooseJson.Array(message, "attachments"u8) is not { } attachments || attachments.GetArrayLength() == 0)
            return words is null ? new(MessageKind.Unknown, null, null, false) : new(MessageKind.Text, words, null, bare);

        Attachment? best = null;
        foreach (var item in attachments.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object).Take(30))
        {
            var one = One(item);

            // A sticker comes as image and sticker both, a share as share and post both.
            if (best is null || Rank(one.Kind) > Rank(best.Value.Kind)) best = one;
        }

        var carried = best ?? new(MessageKind.Unknown, null, null, false);
        var kind = words is not null && carried.Kind == MessageKind.Unknown ? MessageKind.Text : carried.Kind;
        return new(kind, words ?? carried.Text, carried.Media, bare && carried.Whole && attachments.GetArrayLength() == 1);
    }

    private static Attachment One(JsonElement item)
    {
        var payload = LooseJson.Object(item, "payload"u8);
        var title = (payload is { } named ? LooseJson.Text(named, "title"u8) : null) ?? LooseJson.Text(item, "title"u8);
        var media = Address(payload, "url"u8) ?? Address(payload, "story_media_url"u8) ?? Address(item, "url"u8);
        var sticker = payload is { } pasted && pasted.TryGetProperty("sticker_id"u8, out var id) && id.ValueKind is JsonValueKind.Number or JsonValueKind.String;
        return LooseJson.Text(item, "type"u8) switch
        {
            "sticker" => new(MessageKind.Sticker, title, media, false),
            "like_heart" => new(MessageKind.Sticker, "❤", media, false),
            "image" when sticker => new(MessageKind.Sticker, title, media, false),
            "image" => new(MessageKind.Image, null, media, media is not null),
            "video" => new(MessageKind.Video, null, media, media is not null),
            "audio" => new(MessageKind.Audio, null, media, media is not null),
            "file" => new(MessageKind.File, title, media, false),
            "reel" or "ig_reel" => new(MessageKind.Video, title, media, false),
            "location" => new(MessageKind.Location, title, null, false),
            _ => new(MessageKind.Unknown, title, media, false),
        };
    }

    private static int Rank(MessageKind kind) => kind switch { MessageKind.Unknown => 0, MessageKind.Sticker => 2, _ => 1 };

    private static string? Address(JsonElement? parent, ReadOnlySpan<byte> name) =>
        parent is { } found && LooseJson.Text(found, name) is { Length: <= LongestAddress } text && text.StartsWith("https://", StringComparison.Ordinal) ? text : null;
}
