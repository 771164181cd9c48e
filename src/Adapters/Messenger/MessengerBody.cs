using OmoBroadcast.Adapters.Wire;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Adapters.Messenger;

/// <summary>
/// One message to one person: always an answer within the window (<c>RESPONSE</c>), never a tag. Our name for it travels as <c>metadata</c>
/// and comes back in the echo.
/// </summary>
/// <seealso href="https://developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages"/>
internal static class MessengerBody
{
    public static byte[] Compose(Outbound outbound, OutboundMessage message, MediaSource? media) =>
        JsonBody.Write(json =>
        {
            json.WriteStartObject("recipient"u8);
            json.WriteString("id"u8, outbound.Recipients[0]);
            json.WriteEndObject();
            json.WriteString("messaging_type"u8, "RESPONSE"u8);
            json.WriteStartObject("message"u8);
            switch (message)
            {
                case OutboundMessage.Text text:
                    json.WriteString("text"u8, text.Words);
                    break;
                case OutboundMessage.Media file:
                    json.WriteStartObject("attachment"u8);
                    json.WriteString("type"u8, Type(file.Kind));
                    json.WriteStartObject("payload"u8);
                    if (media is null)
                        throw new NotSupportedException("No address of the media is known");
                    if (media.PlatformId is { } uploaded)
                        json.WriteString("attachment_id"u8, uploaded);
                    else
                        json.WriteString("url"u8, media.Url.AbsoluteUri);
                    json.WriteEndObject();
                    json.WriteEndObject();
                    break;
                default:
                    throw new NotSupportedException($"Messenger has no way to send a {message.GetType().Name}");
            }

            json.WriteString("metadata"u8, outbound.Correlation.ToString());
            json.WriteEndObject();
        });

    public static string Type(MediaKind kind) =>
        kind switch
        {
            MediaKind.Image => "image",
            MediaKind.Video => "video",
            MediaKind.Audio => "audio",
            _ => "file",
        };
}
