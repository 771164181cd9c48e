using Microsoft.Extensions.Options;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Webhooks.Settings;

namespace OmoBroadcast.Webhooks.Customers;

/// <summary>Asks the platforms for customers' names, each customer's once in a while and so many a second.</summary>
internal sealed partial class ProfileLookup(
    Conversations conversations,
    IEnumerable<IProfiles> profiles,
    IOptions<OmoOptions> options,
    TimeProvider time,
    ILogger<ProfileLookup> logger
)
{
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromHours(6);
    private readonly Dictionary<ChannelId, IProfiles> sources = profiles.ToDictionary(source => source.Id);
    private readonly Dictionary<CustomerKey, DateTimeOffset> asked = [];
    private readonly TimeSpan pause = TimeSpan.FromSeconds(1) / options.Value.ProfilesPerSecond;

    /// <summary>The channel's platform can be asked.</summary>
    public bool Asks(ChannelId channel) => sources.ContainsKey(channel);

    /// <summary>Whoever was asked for long ago may be asked for again.</summary>
    public void ForgetOldAsks()
    {
        var stale = time.GetUtcNow() - AskAgainAfter;
        foreach (var old in asked.Where(pair => pair.Value < stale).Select(pair => pair.Key).ToList())
            asked.Remove(old);
    }

    /// <summary>A name that came with the event itself needs no asking.</summary>
    public async Task NoteAsync(CustomerKey customer, Profile profile, CancellationToken cancellationToken)
    {
        if (!asked.TryAdd(customer, time.GetUtcNow()))
            return;
        try
        {
            await conversations.SetProfileAsync(customer, profile);
        }
        catch (Exception wrong) when (!cancellationToken.IsCancellationRequested)
        {
            // It comes again with the next message.
            asked.Remove(customer);
            LogWaits(wrong.GetType().Name);
        }
    }

    /// <summary>Takes as long as the pace wants; throws nothing but that it was cancelled.</summary>
    public async Task AskAsync(CustomerKey customer, CancellationToken cancellationToken)
    {
        if (!sources.TryGetValue(customer.Account.Channel, out var source) || !asked.TryAdd(customer, time.GetUtcNow()))
            return;
        var profile = await source.FindAsync(customer, cancellationToken);
        WebhookMetrics.Profiles.Add(1, new KeyValuePair<string, object?>("outcome", profile is null ? "none" : "found"));
        try
        {
            if (profile is not null)
            {
                await conversations.SetProfileAsync(customer, profile);
                asked.Remove(customer);
            }
        }
        catch (Exception wrong) when (!cancellationToken.IsCancellationRequested)
        {
            asked.Remove(customer);
            LogWaits(wrong.GetType().Name);
        }

        await Task.Delay(pause, time, cancellationToken);
    }

    [LoggerMessage(LogLevel.Debug, "A name waits: {Reason}")]
    private partial void LogWaits(string reason);
}
