using System.Text.Json;
using OmoBroadcast.Adapters.Wire;
using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Adapters.WhatsApp;

/// <summary>What a message carries, in our words.</summary>
/// <param name="Whole">It says what the message is; false where something of it is only kept raw.</param>
internal readonly record struct WhatsAppCarried(MessageKind Kind, string? Text, MessageDetails? Details, bool Whole)
{
    private const int LongestMedia = 200,
        LongestId = 256;

    /// <summary>What a person sent, with what it answers and what it was sent from.</summary>
    public static WhatsAppCarried Of(JsonElement message, string type)
    {
        var carried = Bare(message, type);
        var context = LooseJson.Object(message, "context"u8);
        var quoted = context is { } answered ? PlatformId.Read(answered, "id"u8, LongestId) : null;
        var referral =
            LooseJson.Object(message, "referral"u8) is { } from ? ReferralOf(from)
            : context is { } about && LooseJson.Object(about, "referred_product"u8) is { } product
                ? new MessageReferral(ReferralSource.Product, LooseJson.Text(product, "product_retailer_id"u8))
            : null;
        if (quoted is null && referral is null)
            return carried;
        return carried with { Details = (carried.Details ?? new()) with { Quoted = quoted, Referral = referral } };
    }

    private static WhatsAppCarried Bare(JsonElement message, string type)
    {
        switch (type)
        {
            case "text":
                return LooseJson.Object(message, "text"u8) is { } text && LooseJson.Text(text, "body"u8) is { } body
                    ? new(MessageKind.Text, body, null, true)
                    : new(MessageKind.Text, null, null, false);
            case "image":
                return File(message, "image"u8, MessageKind.Image);
            case "video":
                return File(message, "video"u8, MessageKind.Video);
            case "audio":
                return File(message, "audio"u8, MessageKind.Audio);
            case "document":
                return File(message, "document"u8, MessageKind.File);
            case "sticker":
                return File(message, "sticker"u8, MessageKind.Sticker);
            case "location" when LooseJson.Object(message, "location"u8) is { } place:
                return Location(place);
            case "button":
                return Pressed(Inside(message, "button"u8, "text"u8) ?? Inside(message, "button"u8, "payload"u8));
            case "interactive" when LooseJson.Object(message, "interactive"u8) is { } interactive:
                return WhatsAppInteractive.Read(interactive);
            case "contacts" when LooseJson.Array(message, "contacts"u8) is { } cards:
                return WhatsAppInteractive.Cards(cards);
            case "order" when LooseJson.Object(message, "order"u8) is { } order:
                return WhatsAppInteractive.Order(order);
            case "unsupported":
                return new(MessageKind.Unknown, Inside(message, "unsupported"u8, "type"u8), null, false);
            default:
                return new(MessageKind.Unknown, null, null, false);
        }
    }

    /// <summary>A button of ours says, as words of the customer's, what stands on it; a customer may so stop broadcasts with the very
    /// word.</summary>
    public static WhatsAppCarried Pressed(string? words, string? more = null) =>
        words is null
            ? new(MessageKind.Unknown, null, null, false)
            : new(MessageKind.Button, words, more is null ? null : new() { Items = [new(more)] }, true);

    private static WhatsAppCarried Location(JsonElement place)
    {
        var (name, address) = (Filled(place, "name"u8), Filled(place, "address"u8));
        var details = Places.Of(
            LooseJson.Degrees(place, "latitude"u8),
            LooseJson.Degrees(place, "longitude"u8),
            name is null ? null : address
        );
        return new(MessageKind.Location, name ?? address, details, details is not null || address is not null);
    }

    private static WhatsAppCarried File(JsonElement message, ReadOnlySpan<byte> member, MessageKind kind)
    {
        if (LooseJson.Object(message, member) is not { } file)
            return new(kind, null, null, false);
        var (id, caption, name) = (PlatformId.Read(file, "id"u8, LongestMedia), Filled(file, "caption"u8), Filled(file, "filename"u8));

        // Of what every client draws the type says nothing new.
        var type =
            kind is MessageKind.Image or MessageKind.Sticker
            && LooseJson.Text(file, "mime_type"u8) is { Length: > 0 } told
            && told is not ("image/jpeg" or "image/png")
                ? told
                : null;
        var details = MessageDetails.OfMedia(kind, id, type);
        if (caption is not null && name is not null)
            details = (details ?? new()) with { Items = [new(name)] };
        return new(kind, caption ?? name, details, id is not null);
    }

    private static MessageReferral ReferralOf(JsonElement referral) =>
        new(
            LooseJson.Is(referral, "source_type"u8, "post"u8) ? ReferralSource.Post : ReferralSource.Ad,
            Filled(referral, "headline"u8) ?? Filled(referral, "body"u8),
            Https(referral, "source_url"u8),
            Https(referral, "image_url"u8) ?? Https(referral, "thumbnail_url"u8)
        );

    private static string? Https(JsonElement parent, ReadOnlySpan<byte> name) =>
        LooseJson.Text(parent, name) is { } url && url.StartsWith("https://", StringComparison.Ordinal) ? url : null;

    private static string? Filled(JsonElement parent, ReadOnlySpan<byte> name) =>
        LooseJson.Text(parent, name) is { Length: > 0 } text ? text : null;

    private static string? Inside(JsonElement parent, ReadOnlySpan<byte> name, ReadOnlySpan<byte> member) =>
        LooseJson.Object(parent, name) is { } inner ? Filled(inner, member) : null;
}
