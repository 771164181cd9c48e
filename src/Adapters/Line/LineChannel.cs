using OmoBroadcast.Adapters.Wire;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Adapters.Line;

/// <summary>LINE, by its Messaging API as published in August 2026.</summary>
internal sealed class LineChannel(LineAccounts accounts, TimeProvider time) : IChannel
{
    private readonly LineWebhook webhook = new(accounts);
    private readonly LineSender sender = new(accounts, time);

    public ChannelId Id => LineTraits.Id;

    /// <summary>Calls a second are LINE's rate limits, text is counted in UTF-16 units, sizes are in bytes.</summary>
    /// <seealso href="https://developers.line.biz/en/reference/messaging-api/#rate-limits"/>
    /// <seealso href="https://developers.line.biz/en/reference/messaging-api/#send-push-message"/>
    /// <seealso href="https://developers.line.biz/en/reference/messaging-api/#send-multicast-message"/>
    /// <seealso href="https://developers.line.biz/en/reference/messaging-api/#text-message"/>
    /// <seealso href="https://developers.line.biz/en/docs/messaging-api/text-character-count/"/>
    /// <seealso href="https://developers.line.biz/en/reference/messaging-api/#image-message"/>
    /// <seealso href="https://developers.line.biz/en/reference/messaging-api/#video-message"/>
    /// <seealso href="https://developers.line.biz/en/docs/messaging-api/retrying-api-request/"/>
    public ChannelLimits Limits { get; } =
        new()
        {
            MessagesPerRequest = 5,
            TextLength = 5000,
            RecipientsPerRequest = 500,
            SinglePerSecond = 2000,
            BatchPerSecond = 200,

            // From the first request; then LINE would send again. Who repeats keeps a margin.
            RetryKeyLifetime = TimeSpan.FromHours(24),
            IsRecipientId = IsUserId,
            Media = new Dictionary<MediaKind, MediaLimit>
            {
                [MediaKind.Image] = MediaTypes.UpTo(10, "image/jpeg", "image/png"),
                [MediaKind.Video] = MediaTypes.UpTo(200, "video/mp4"),
            },
        };

    public WebhookReading Read(WebhookRequest request) => webhook.Read(request);

    public Task<SendOutcome> SendAsync(Outbound outbound, CancellationToken cancellationToken) =>
        sender.SendAsync(outbound, cancellationToken);

    /// <summary><c>^U[0-9a-f]{32}$</c>: one malformed id refuses a whole multicast.</summary>
    /// <seealso href="https://developers.line.biz/en/docs/messaging-api/getting-user-ids/"/>
    public static bool IsUserId(string id)
    {
        if (id.Length != 33 || id[0] != 'U')
            return false;
        foreach (var letter in id.AsSpan(1))
            if (letter is not (>= '0' and <= '9' or >= 'a' and <= 'f'))
                return false;
        return true;
    }
}
