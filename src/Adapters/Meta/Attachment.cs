using System.Text.Json;
using OmoBroadcast.Adapters.Wire;
using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Adapters.Meta;

/// <summary>What a Messenger or Instagram message carries, in our words.</summary>
/// <param name="Whole">It says all that the message says.</param>
internal readonly record struct Attachment(MessageKind Kind, string? Text, MessageDetails? Details, bool Whole)
{
    private const int LongestAddress = 4000, MostAttachments = 30;

    public static Attachment Of(JsonElement message)
    {
        var words = LooseJson.Text(message, "text"u8) is { Length: > 0 } said ? said : null;
        var bare = !message.TryGetProperty("reply_to"u8, out _) && !message.TryGetProperty("referral"u8, out _) && !message.TryGetProperty("quick_reply"u8, out _);
        if (LooseJson.IsTrue(message, "is_unsupported"u8)) return new(MessageKind.Unknown, words, null, false);
        if (LooseJson.Array(message, "attachments"u8) is not { } attachments || attachments.GetArrayLength() == 0)
            return words is null ? new(MessageKind.Unknown, null, null, false) : new(MessageKind.Text, words, null, bare);

        Attachment? best = null;
        var media = new List<MessageMedia>();
        foreach (var item in attachments.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object).Take(MostAttachments))
        {
            var one = One(item);

            // A sticker comes as image and sticker both, a share as share and post both: the later word for one address is the better one.
            if (one.Details is { Media: [var carries] })
            {
                var at = media.FindIndex(other => other.At == carries.At);
                if (at < 0) media.Add(carries);
                else if (Rank(carries.Kind) > Rank(media[at].Kind)) media[at] = carries;
            }

            if (best is null || Rank(one.Kind) > Rank(best.Value.Kind)) best = one;
        }

        var first = best ?? new(MessageKind.Unknown, null, null, false);
        var kind = words is not null && first.Kind == MessageKind.Unknown ? MessageKind.Text : first.Kind;
        return new(kind, words ?? first.Text, media.Count == 0 ? null : new() { Media = media }, bare && first.Whole && media.Count == attachments.GetArrayLength());
    }

    private static Attachment One(JsonElement item)
    {
        var payload = LooseJson.Object(item, "payload"u8);
        var title = (payload is { } named ? LooseJson.Text(named, "title"u8) : null) ?? LooseJson.Text(item, "title"u8);
        var media = Address(payload, "url"u8) ?? Address(payload, "story_media_url"u8) ?? Address(item, "url"u8);
        var sticker = payload is { } pasted && pasted.TryGetProperty("sticker_id"u8, out var id) && id.ValueKind is JsonValueKind.Number or JsonValueKind.String;
        return LooseJson.Text(item, "type"u8) switch
        {
            "sticker" => new(MessageKind.Sticker, title, MessageDetails.OfMedia(MessageKind.Sticker, media), false),
            "like_heart" => new(MessageKind.Sticker, "❤", MessageDetails.OfMedia(MessageKind.Sticker, media), false),
            "image" when sticker => new(MessageKind.Sticker, title, MessageDetails.OfMedia(MessageKind.Sticker, media), false),
            "image" => new(MessageKind.Image, null, MessageDetails.OfMedia(MessageKind.Image, media), media is not null),
            "video" => new(MessageKind.Video, null, MessageDetails.OfMedia(MessageKind.Video, media), media is not null),
            "audio" => new(MessageKind.Audio, null, MessageDetails.OfMedia(MessageKind.Audio, media), media is not null),
            "file" => new(MessageKind.File, title, MessageDetails.OfMedia(MessageKind.File, media), false),
            "reel" or "ig_reel" => new(MessageKind.Video, title, MessageDetails.OfMedia(MessageKind.Video, media), false),
            "location" => new(MessageKind.Location, title, null, false),
            _ => new(MessageKind.Unknown, title, MessageDetails.OfMedia(MessageKind.Unknown, media), false),
        };
    }

    private static int Rank(MessageKind kind) => kind switch { MessageKind.Unknown => 0, MessageKind.Sticker => 2, _ => 1 };

    private static string? Address(JsonElement? parent, ReadOnlySpan<byte> name) =>
        parent is { } found && LooseJson.Text(found, name) is { Length: <= LongestAddress } text && text.StartsWith("https://", StringComparison.Ordinal) ? text : null;
}
