using OmoBroadcast.Adapters.Wire;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Adapters.Instagram;

/// <summary>One message to one person. Nothing of ours comes back in the echo, so nothing is sent along.</summary>
/// <seealso href="https://developers.facebook.com/docs/instagram-platform/instagram-api-with-instagram-login/messaging-api/"/>
internal static class InstagramBody
{
    public static byte[] Compose(Outbound outbound, OutboundMessage message, MediaSource? media) =>
        JsonBody.Write(json =>
        {
            json.WriteStartObject("recipient"u8);
            json.WriteString("id"u8, outbound.Recipients[0]);
            json.WriteEndObject();
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
                    json.WriteString(
                        "url"u8,
                        (media ?? throw new NotSupportedException("No address of the media is known")).Url.AbsoluteUri
                    );
                    json.WriteEndObject();
                    json.WriteEndObject();
                    break;
                default:
                    throw new NotSupportedException($"Instagram has no way to send a {message.GetType().Name}");
            }

            json.WriteEndObject();
        });

    private static string Type(MediaKind kind) =>
        kind switch
        {
            MediaKind.Image => "image",
            MediaKind.Video => "video",
            MediaKind.Audio => "audio",
            _ => "file",
        };
}
