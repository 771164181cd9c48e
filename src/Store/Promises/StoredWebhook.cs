using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Store.Promises;

/// <summary>A verified webhook call that waits to be applied.</summary>
/// <param name="Attempts">How often applying it has failed, by <see cref="WebhookInbox.FailedAsync"/>.</param>
public sealed record StoredWebhook(
    long Id, ChannelId Channel, IReadOnlyDictionary<string, string> Headers, ReadOnlyMemory<byte> Body, DateTimeOffset At, int Attempts);
