using System.Text.Json;
using OmoBroadcast.Adapters.Wire;
using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Adapters.WhatsApp;

/// <summary>What a message carries, in our words.</summary>
/// <param name="Whole">It says all that the message says.</param>
internal readonly record struct WhatsAppCarried(MessageKind Kind, string? Text, MessageDetails? Details, bool Whole)
{
    private const int LongestMedia = 200;

    public static WhatsAppCarried Of(JsonElement message, string type)
    {
        switch (type)
        {
            case "text":
                return LooseJson.Object(message, "text"u8) is { } text && LooseJson.Text(text, "body"u8) is { } body
                    ? new(MessageKind.Text, body, null, true) : new(MessageKind.Text, null, null, false);
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
            case "location":
                return new(MessageKind.Location, Inside(message, "location"u8, "name"u8) ?? Inside(message, "location"u8, "address"u8), null, false);
            case "button":
                return Pressed(Inside(message, "button"u8, "text"u8) ?? Inside(message, "button"u8, "payload"u8));
            case "interactive" when LooseJson.Object(message, "interactive"u8) is { } interactive:
                return Pressed(
                    Inside(interactive, "button_reply"u8, "title"u8) ?? Inside(interactive, "list_reply"u8, "title"u8) ?? Inside(interactive, "nfm_reply"u8, "body"u8));
            case "contacts" when LooseJson.Array(message, "contacts"u8) is { } cards:
                var card = cards.EnumerateArray().FirstOrDefault(card => card.ValueKind == JsonValueKind.Object);
                return new(MessageKind.Unknown, card.ValueKind == JsonValueKind.Object ? Inside(card, "name"u8, "formatted_name"u8) : null, null, false);
            case "order":
                return new(MessageKind.Unknown, Inside(message, "order"u8, "text"u8), null, false);
            default:
                return new(MessageKind.Unknown, null, null, false);
        }
    }

    /// <summary>A button of ours says, as words of the customer's, what stands on it; a customer may so stop broadcasts with the very word.</summary>
    private static WhatsAppCarried Pressed(string? words) => words is null ? new(MessageKind.Unknown, null, null, false) : new(MessageKind.Text, words, null, false);

    private static WhatsAppCarried File(JsonElement message, ReadOnlySpan<byte> name, MessageKind kind)
    {
        if (LooseJson.Object(message, name) is not { } file) return new(kind, null, null, false);
        var id = LooseJson.Text(file, "id"u8) is { Length: > 0 and <= LongestMedia } found ? found : null;
        var caption = LooseJson.Text(file, "caption"u8) is { Length: > 0 } said ? said : null;
        return new(kind, caption ?? LooseJson.Text(file, "filename"u8), MessageDetails.OfMedia(kind, id), id is not null && kind is not (MessageKind.File or MessageKind.Sticker));
    }

    private static string? Inside(JsonElement parent, ReadOnlySpan<byte> name, ReadOnlySpan<byte> member) =>
        LooseJson.Object(parent, name) is { } inner && LooseJson.Text(inner, member) is { Length: > 0 } text ? text : null;
}
