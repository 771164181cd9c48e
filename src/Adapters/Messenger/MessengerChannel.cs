using OmoBroadcast.Adapters.Meta;
using OmoBroadcast.Adapters.Wire;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Adapters.Messenger;

/// <summary>Facebook Messenger, by the Send API and webhooks of Graph API v25.</summary>
internal sealed class MessengerChannel(MetaAccounts accounts, TimeProvider time) : IChannel
{
    /// <summary>Above 40 a second the page's own inbox stops; of media Meta takes 10, and 8 leave it room.</summary>
    private const int PerSecond = 40,
        SlotsOfMedia = 5;

    private readonly MetaWebhook webhook = new(accounts, "page", PageEntries.Read);
    private readonly GraphSender sender = new(
        accounts,
        PageErrors.Table,
        MessengerBody.Compose,
        static answer => LooseJson.Text(answer, "message_id"u8),
        time
    );

    public ChannelId Id => MessengerTraits.Id;

    /// <summary>Text is counted in UTF-16 units, sizes are in bytes; the window is the standard one of 24 hours.</summary>
    /// <seealso href="https://developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages"/>
    /// <seealso href="https://developers.facebook.com/documentation/business-messaging/messenger-platform/overview/rate-limiting"/>
    /// <seealso href="https://developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages/saving-assets"/>
    public ChannelLimits Limits { get; } =
        new()
        {
            MessagesPerRequest = 1,
            RecipientsPerRequest = 1,
            TextLength = 1999,
            SinglePerSecond = PerSecond,
            BatchPerSecond = PerSecond,
            RetryKeyLifetime = null,
            Window = TimeSpan.FromHours(24),
            Slots = static message => message is OutboundMessage.Media ? SlotsOfMedia : 1,
            Media = new Dictionary<MediaKind, MediaLimit>
            {
                // By address a picture may have 8 MB; what was uploaded may have 25.
                [MediaKind.Image] = MediaTypes.UpTo(8, "image/jpeg", "image/png", "image/gif"),
                [MediaKind.Video] = MediaTypes.UpTo(25, "video/mp4", "video/quicktime", "video/webm"),
                [MediaKind.Audio] = MediaTypes.UpTo(25, "audio/mpeg", "audio/mp4", "audio/aac", "audio/wav", "audio/ogg"),
                [MediaKind.File] = MediaTypes.UpTo(25, [.. MediaTypes.Documents, "text/csv", "application/zip"]),
            },
            Reports = true,
            WebhookBytes = 4 * 1024 * 1024,
            IsRecipientId = PageId.IsOne,
            IsLasting = PageErrors.IsLasting,
        };

    public WebhookReading Read(WebhookRequest request) => webhook.Read(request);

    public Task<SendOutcome> SendAsync(Outbound outbound, CancellationToken cancellationToken) =>
        sender.SendAsync(outbound, cancellationToken);
}
