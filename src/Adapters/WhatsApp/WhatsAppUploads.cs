using OmoBroadcast.Adapters.Meta;
using OmoBroadcast.Adapters.Wire;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Adapters.WhatsApp;

/// <summary>A number keeps an upload for 30 days, to be named in any number of messages.</summary>
/// <seealso href="https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media/"/>
internal sealed class WhatsAppUploads(MetaAccounts accounts, TimeProvider time) : IUploads
{
    private static readonly UploadForm Form = new(
        "media",
        static media => [new("messaging_product", "whatsapp"), new("type", media.ContentType)],
        "file",
        static answer => LooseJson.Text(answer, "id"u8)
    );
    private readonly GraphUploads uploads = new(accounts, WhatsAppErrors.Table, Form);

    public ChannelId Id => WhatsAppTraits.Id;

    public TimeSpan Lifetime => TimeSpan.FromDays(25);

    public Task<UploadOutcome> UploadAsync(
        AccountKey account,
        OutboundMessage.Media media,
        Func<Stream> open,
        CancellationToken cancellationToken
    ) => uploads.UploadAsync(account, media, open, time, cancellationToken);
}
