using System.Text.Json;
using OmoBroadcast.Adapters.Wire;
using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Adapters.Meta;

/// <summary>What a Messenger or Instagram message carries, in our words.</summary>
/// <param name="Whole">It says what the message is; false where something of it is only kept raw.</param>
internal readonly record struct Attachment(MessageKind Kind, string? Text, MessageDetails? Details, bool Whole)
{
    private const int LongestAddress = 4000,
        LongestMid = 512,
        MostAttachments = 30;

    public static Attachment Of(JsonElement message)
    {
        var words = LooseJson.Text(message, "text"u8) is { Length: > 0 } said ? said : null;
        var (quoted, referral) = About(message);
        var bare = !message.TryGetProperty("quick_reply"u8, out _);
        var about = quoted is null && referral is null ? null : new MessageDetails { Quoted = quoted, Referral = referral };
        if (LooseJson.IsTrue(message, "is_unsupported"u8))
            return new(MessageKind.Unknown, words, about, false);
        if (LooseJson.Array(message, "attachments"u8) is not { } attachments || attachments.GetArrayLength() == 0)
            return words is null ? new(MessageKind.Unknown, null, about, false) : new(MessageKind.Text, words, about, bare);
        return Of(attachments, words, about, bare);
    }

    private static Attachment Of(JsonElement attachments, string? words, MessageDetails? about, bool bare)
    {
        var all = attachments
            .EnumerateArray()
            .Where(item => item.ValueKind == JsonValueKind.Object)
            .Take(MostAttachments)
            .Select(One)
            .ToList();
        var first = all.Count == 0 ? new(MessageKind.Unknown, null, null, false) : all.MaxBy(one => Rank(one.Kind));
        var plain =
            words is not null
            && first.Kind is MessageKind.Unknown or MessageKind.Share
            && first.Details?.Referral?.Source is null or ReferralSource.Link;
        return new(
            words is not null && plain ? MessageKind.Text : first.Kind,
            words ?? all.Select(one => one.Text).FirstOrDefault(text => text is not null),
            (
                (about ?? new()) with
                {
                    Media = Media(all),
                    Items =
                    [
                        .. all.SelectMany(one => one.Details?.Items ?? []),
                        .. words is null
                            ? []
                            : all.Where(one => one is { Kind: MessageKind.File, Text: not null }).Select(one => new MessageItem(one.Text!)),
                    ],
                    Place = all.Select(one => one.Details?.Place).FirstOrDefault(place => place is not null),
                    Referral = about?.Referral ?? Referral(all),
                }
            ).OrNull(),
            bare && all.Count > 0 && all.TrueForAll(one => one.Whole)
        );
    }

    private static List<MessageMedia> Media(IReadOnlyList<Attachment> all)
    {
        var media = new List<MessageMedia>();
        foreach (var carries in all.SelectMany(one => one.Details?.Media ?? []))
        {
            // A sticker comes as image and sticker both: of two words for one address the narrower is the better one.
            var at = media.FindIndex(other => other.At == carries.At);
            if (at < 0)
                media.Add(carries);
            else if (Rank(carries.Kind) > Rank(media[at].Kind))
                media[at] = carries;
        }

        return media;
    }

    // A share comes as share and post both; what says more comes last.
    private static MessageReferral? Referral(IReadOnlyList<Attachment> all) =>
        all.Select(one => one.Details?.Referral)
            .OfType<MessageReferral>()
            .OrderByDescending(from => from.Title is not null)
            .FirstOrDefault();

    /// <summary>What a message answers, or what it was sent from.</summary>
    private static (string? Quoted, MessageReferral? Referral) About(JsonElement message)
    {
        var reply = LooseJson.Object(message, "reply_to"u8);
        var quoted = reply is { } to ? PlatformId.Read(to, "mid"u8, LongestMid) : null;
        if (reply is { } answered && LooseJson.Object(answered, "story"u8) is { } story)
            return (quoted, new(ReferralSource.Story, null, Address(story, "url"u8), Address(story, "url"u8)));
        return (quoted, LooseJson.Object(message, "referral"u8) is { } referral ? ReferralOf(referral) : null);
    }

    /// <summary>How a person came: by an advertisement, a product, a link.</summary>
    public static MessageReferral ReferralOf(JsonElement referral)
    {
        if (LooseJson.Object(referral, "product"u8) is { } product)
            return new(
                ReferralSource.Product,
                LooseJson.Text(product, "title"u8) ?? LooseJson.Text(product, "id"u8),
                Address(product, "url"u8),
                Address(product, "image_url"u8)
            );
        var context = LooseJson.Object(referral, "ads_context_data"u8);
        var ad = context is not null || LooseJson.Text(referral, "ad_id"u8) is not null || LooseJson.Is(referral, "source"u8, "ADS"u8);
        return new(
            ad ? ReferralSource.Ad : ReferralSource.Link,
            (context is { } told ? LooseJson.Text(told, "ad_title"u8) : null) ?? LooseJson.Text(referral, "ref"u8),
            Address(referral, "referer_uri"u8),
            Address(context, "photo_url"u8)
        );
    }

    private static Attachment One(JsonElement item)
    {
        var payload = LooseJson.Object(item, "payload"u8);
        var title = (payload is { } named ? LooseJson.Text(named, "title"u8) : null) ?? LooseJson.Text(item, "title"u8);
        if (title is { Length: 0 })
            title = null;
        var media = Address(payload, "url"u8) ?? Address(payload, "story_media_url"u8) ?? Address(item, "url"u8);
        return LooseJson.Text(item, "type"u8) switch
        {
            "sticker" => Of(MessageKind.Sticker, title, media),
            "like_heart" => Of(MessageKind.Sticker, "❤", media) with { Whole = true },
            "image" when IsSticker(payload) => Of(MessageKind.Sticker, title, media),
            "image" => Of(MessageKind.Image, null, media),
            "video" => Of(MessageKind.Video, null, media),
            "audio" => Of(MessageKind.Audio, null, media),
            "file" => Of(MessageKind.File, title, media),
            "reel" or "ig_reel" => new(MessageKind.Video, null, Reel(title, media), media is not null),
            "location" => Place(payload, title),
            "fallback" => Share(new(ReferralSource.Link, title, media), media is not null || title is not null),
            "share" or "post" or "ig_post" => Share(new(ReferralSource.Post, title, media), media is not null || title is not null),
            "story_mention" or "ig_story" => Share(new(ReferralSource.Story, title, media, media), media is not null),
            "template" when payload is { } template && Elements(template) is { Count: > 0 } elements => new(
                MessageKind.Share,
                null,
                new() { Items = elements },
                true
            ),
            _ => new(MessageKind.Unknown, title, MessageDetails.OfMedia(MessageKind.Unknown, media), false),
        };
    }

    private static Attachment Of(MessageKind kind, string? text, string? media) =>
        new(kind, text, MessageDetails.OfMedia(kind, media), media is not null);

    private static Attachment Share(MessageReferral from, bool whole) => new(MessageKind.Share, null, new() { Referral = from }, whole);

    private static bool IsSticker(JsonElement? payload) =>
        payload is { } pasted
        && pasted.TryGetProperty("sticker_id"u8, out var id)
        && id.ValueKind is JsonValueKind.Number or JsonValueKind.String;

    private static MessageDetails? Reel(string? title, string? media) =>
        (
            (MessageDetails.OfMedia(MessageKind.Video, media) ?? new()) with
            {
                Referral = title is null ? null : new(ReferralSource.Post, title),
            }
        ).OrNull();

    private static Attachment Place(JsonElement? payload, string? title)
    {
        var at = payload is { } told ? LooseJson.Object(told, "coordinates"u8) : null;
        var details = at is { } degrees ? Places.Of(LooseJson.Degrees(degrees, "lat"u8), LooseJson.Degrees(degrees, "long"u8), null) : null;
        return new(MessageKind.Location, title, details, details is not null);
    }

    /// <summary>The products or cards of a template that a person passed on.</summary>
    private static List<MessageItem> Elements(JsonElement template)
    {
        var holder = LooseJson.Object(template, "product"u8) ?? LooseJson.Object(template, "generic"u8) ?? template;
        if (LooseJson.Array(holder, "elements"u8) is not { } elements)
            return [];
        return
        [
            .. elements
                .EnumerateArray()
                .Where(element => element.ValueKind == JsonValueKind.Object)
                .Take(MostAttachments)
                .Where(element => LooseJson.Text(element, "title"u8) is { Length: > 0 })
                .Select(element => new MessageItem(LooseJson.Text(element, "title"u8)!, LooseJson.Text(element, "subtitle"u8))),
        ];
    }

    private static int Rank(MessageKind kind) =>
        kind switch
        {
            MessageKind.Unknown => 0,
            MessageKind.Share => 1,
            MessageKind.Sticker => 3,
            _ => 2,
        };

    private static string? Address(JsonElement? parent, ReadOnlySpan<byte> name) =>
        parent is { } found
        && LooseJson.Text(found, name) is { Length: <= LongestAddress } text
        && text.StartsWith("https://", StringComparison.Ordinal)
            ? text
            : null;
}
