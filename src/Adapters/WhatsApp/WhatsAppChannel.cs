using System.Text.Json;
using OmoBroadcast.Adapters.Meta;
using OmoBroadcast.Adapters.Wire;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Adapters.WhatsApp;

/// <summary>WhatsApp, by the Cloud API of Graph API v25.</summary>
internal sealed class WhatsAppChannel(MetaAccounts accounts, TimeProvider time) : IChannel
{
    /// <summary>A number's throughput until WhatsApp raises it; what comes in counts too, of which little does.</summary>
    private const int PerSecond = 80;

    private readonly MetaWebhook webhook = new(accounts, "whatsapp_business_account", WhatsAppEntries.Read);
    private readonly GraphSender sender = new(accounts, WhatsAppErrors.Table, WhatsAppBody.Compose, MessageId, time);

    public ChannelId Id => WhatsAppTraits.Id;

    /// <summary>
    /// To one person a message every six seconds, or up to 45 at once, for which later ones wait; the window is the customer service
    /// window. Sizes are in bytes.
    /// </summary>
    /// <seealso href="https://developers.facebook.com/documentation/business-messaging/whatsapp/throughput"/>
    /// <seealso href="https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages"/>
    /// <seealso href="https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media/"/>
    public ChannelLimits Limits { get; } =
        new()
        {
            MessagesPerRequest = 1,
            RecipientsPerRequest = 1,
            TextLength = 4096,
            CaptionLength = 1024,
            SinglePerSecond = PerSecond,
            BatchPerSecond = PerSecond,
            RetryKeyLifetime = null,
            Window = TimeSpan.FromHours(24),
            Pair = new PairLimit(TimeSpan.FromSeconds(6), 45),
            Media = new Dictionary<MediaKind, MediaLimit>
            {
                [MediaKind.Image] = MediaTypes.UpTo(5, "image/jpeg", "image/png"),
                [MediaKind.Video] = MediaTypes.UpTo(16, "video/mp4", "video/3gpp"),
                [MediaKind.Audio] = MediaTypes.UpTo(16, "audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"),
                [MediaKind.File] = MediaTypes.UpTo(100, MediaTypes.Documents),
            },
            Reports = true,
            WebhookBytes = 4 * 1024 * 1024,
            IsRecipientId = WhatsAppId.IsRecipient,
            IsLasting = WhatsAppErrors.IsLasting,
        };

    public WebhookReading Read(WebhookRequest request) => webhook.Read(request);

    public Task<SendOutcome> SendAsync(Outbound outbound, CancellationToken cancellationToken) =>
        sender.SendAsync(outbound, cancellationToken);

    private static string? MessageId(JsonElement answer) =>
        LooseJson.Array(answer, "messages"u8) is { } messages
            ? messages
                .EnumerateArray()
                .Where(message => message.ValueKind == JsonValueKind.Object)
                .Select(message => LooseJson.Text(message, "id"u8))
                .FirstOrDefault()
            : null;
}
