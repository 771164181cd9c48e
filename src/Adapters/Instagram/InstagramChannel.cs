using OmoBroadcast.Adapters.Meta;
using OmoBroadcast.Adapters.Wire;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Adapters.Instagram;

/// <summary>Instagram's messages, by Graph API v25: through a linked page or with a login of Instagram's own.</summary>
internal sealed class InstagramChannel(MetaAccounts accounts, TimeProvider time) : IChannel
{
    /// <summary>
    /// Meta names 100 and 300 a second in different places. But above 72,000 messages the account's own inbox stops, which 40 a second
    /// reach in half an hour and more would reach sooner; of media it takes 10, and 8 leave it room.
    /// </summary>
    private const int PerSecond = 40,
        SlotsOfMedia = 5;

    private readonly MetaWebhook webhook = new(accounts, "instagram", PageEntries.Read);
    private readonly GraphSender sender = new(
        accounts,
        PageErrors.Table,
        InstagramBody.Compose,
        static answer => LooseJson.Text(answer, "message_id"u8),
        time
    );

    public ChannelId Id => InstagramTraits.Id;

    /// <summary>Text is counted in bytes of UTF-8, sizes are in bytes; the window is the standard one of 24 hours.</summary>
    /// <seealso href="https://developers.facebook.com/docs/instagram-platform/instagram-api-with-instagram-login/messaging-api/"/>
    /// <seealso href="https://developers.facebook.com/documentation/business-messaging/messenger-platform/overview/rate-limiting"/>
    public ChannelLimits Limits { get; } =
        new()
        {
            MessagesPerRequest = 1,
            RecipientsPerRequest = 1,
            TextLength = 1000,
            TextUnit = TextUnit.Utf8Bytes,
            SinglePerSecond = PerSecond,
            BatchPerSecond = PerSecond,
            RetryKeyLifetime = null,
            Window = TimeSpan.FromHours(24),
            Slots = static message => message is OutboundMessage.Media ? SlotsOfMedia : 1,
            Media = new Dictionary<MediaKind, MediaLimit>
            {
                [MediaKind.Image] = MediaTypes.UpTo(8, "image/jpeg", "image/png"),
                [MediaKind.Video] = MediaTypes.UpTo(25, "video/mp4", "video/ogg", "video/x-msvideo", "video/quicktime", "video/webm"),
                [MediaKind.Audio] = MediaTypes.UpTo(25, "audio/aac", "audio/mp4", "audio/x-m4a", "audio/wav"),
                [MediaKind.File] = MediaTypes.UpTo(25, "application/pdf"),
            },
            Reports = true,
            NamesEchoes = false,
            WebhookBytes = 4 * 1024 * 1024,
            IsRecipientId = PageId.IsOne,
            IsLasting = PageErrors.IsLasting,
        };

    public WebhookReading Read(WebhookRequest request) => webhook.Read(request);

    public Task<SendOutcome> SendAsync(Outbound outbound, CancellationToken cancellationToken) =>
        sender.SendAsync(outbound, cancellationToken);
}
