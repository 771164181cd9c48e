using OmoBroadcast.Adapters.Meta;
using OmoBroadcast.Adapters.Wire;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Adapters.Messenger;

/// <summary>A page keeps an upload for 90 days, to be named in any number of messages.</summary>
/// <seealso href="https://developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages/saving-assets"/>
internal sealed class MessengerUploads(MetaAccounts accounts, TimeProvider time) : IUploads
{
    private static readonly UploadForm Form = new("message_attachments", Fields, "filedata", static answer =>
        LooseJson.Text(answer, "attachment_id"u8)
    );
    private readonly GraphUploads uploads = new(accounts, PageErrors.Table, Form);

    public ChannelId Id => MessengerTraits.Id;

    public TimeSpan Lifetime => TimeSpan.FromDays(80);

    public Task<UploadOutcome> UploadAsync(
        AccountKey account,
        OutboundMessage.Media media,
        Func<Stream> open,
        CancellationToken cancellationToken
    ) => uploads.UploadAsync(account, media, open, time, cancellationToken);

    private static IEnumerable<KeyValuePair<string, string>> Fields(OutboundMessage.Media media)
    {
        var message = JsonBody.Write(json =>
        {
            json.WriteStartObject("attachment"u8);
            json.WriteString("type"u8, MessengerBody.Type(media.Kind));
            json.WriteStartObject("payload"u8);
            json.WriteBoolean("is_reusable"u8, true);
            json.WriteEndObject();
            json.WriteEndObject();
        });
        yield return new("message", System.Text.Encoding.UTF8.GetString(message));
    }
}
