using Microsoft.Extensions.DependencyInjection;
using OmoBroadcast.Adapters;
using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Tests.Adapters.Pigeon;

/// <summary>The port of the made-up platform.</summary>
internal sealed class PigeonChannel(PigeonAccounts accounts, TimeProvider time) : IChannel
{
    private readonly PigeonWebhook webhook = new(accounts);
    private readonly PigeonSender sender = new(accounts, time);

    public ChannelId Id => PigeonTraits.Id;

    public ChannelLimits Limits { get; } =
        new()
        {
            MessagesPerRequest = 5,
            RecipientsPerRequest = 1,
            TextLength = 160,
            SinglePerSecond = 50,
            BatchPerSecond = 50,
            RetryKeyLifetime = TimeSpan.FromHours(1),
            IsRecipientId = static id => id.Length is > 0 and <= 100,
        };

    public WebhookReading Read(WebhookRequest request) => webhook.Read(request);

    public Task<SendOutcome> SendAsync(Outbound outbound, CancellationToken cancellationToken) =>
        sender.SendAsync(outbound, cancellationToken);
}

/// <summary>Its entry in the roster.</summary>
internal static class PigeonComposition
{
    public static void AddPigeon(IServiceCollection services)
    {
        services.AddTraits(PigeonTraits.Value);
        services.AddSingleton<PigeonAccounts>();
        services.AddSingleton<IChannel, PigeonChannel>();
    }
}
