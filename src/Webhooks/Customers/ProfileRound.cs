using Microsoft.Extensions.Options;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Rounds;
using OmoBroadcast.Webhooks.Reception;
using OmoBroadcast.Webhooks.Settings;

namespace OmoBroadcast.Webhooks.Customers;

/// <summary>
/// Notes the names that platforms send along, and asks the others for the names of new customers, at a gentle pace: as they come, and now
/// and then those that were missed by a restart or an outage.
/// </summary>
internal sealed class ProfileRound(
    FreshEvents fresh,
    Conversations conversations,
    IEnumerable<IProfiles> profiles,
    Roster roster,
    IOptions<OmoOptions> options,
    TimeProvider time,
    ILogger<ProfileRound> logger
) : Round("Asking for customers' names", TimeSpan.FromSeconds(30))
{
    private const int Leftovers = 1000;

    /// <summary>News come between; a timer is never quite on time.</summary>
    private static readonly TimeSpan BetweenLeftovers = TimeSpan.FromSeconds(29);

    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromHours(6);
    private readonly Dictionary<ChannelId, IProfiles> sources = profiles.ToDictionary(source => source.Id);
    private readonly Dictionary<CustomerKey, DateTimeOffset> asked = [];

    private readonly TimeSpan pause = TimeSpan.FromSeconds(1) / options.Value.ProfilesPerSecond;
    private readonly System.Threading.Channels.ChannelReader<FreshEvent> news = fresh.Listen();
    private DateTimeOffset looked = DateTimeOffset.MinValue;

    public override bool Listens => true;

    public override async Task NewsAsync(CancellationToken cancellationToken) => await news.WaitToReadAsync(cancellationToken);

    public override async Task LookAsync(CancellationToken cancellationToken)
    {
        if (time.GetUtcNow() - looked >= BetweenLeftovers)
        {
            looked = time.GetUtcNow();
            await LookForLeftoversAsync(cancellationToken);
        }

        while (news.TryRead(out var item))
            if (item.Event is { Name: { } name, Customer: { } known })
                await NoteAsync(known, new Profile(name, null), cancellationToken);
            else if (item.Applied.NewCustomer && item.Event.Customer is { } customer)
                await AskAsync(customer, cancellationToken);
    }

    private Task LookForLeftoversAsync(CancellationToken cancellationToken)
    {
        var stale = time.GetUtcNow() - AskAgainAfter;
        foreach (var old in asked.Where(pair => pair.Value < stale).Select(pair => pair.Key).ToList())
            asked.Remove(old);
        return EachAsync(
            roster.Accounts.Where(account => sources.ContainsKey(account.Key.Channel)),
            async account =>
            {
                foreach (var customer in await conversations.NamelessAsync(account.Key, Leftovers))
                    await AskAsync(customer, cancellationToken);
            },
            cancellationToken
        );
    }

    /// <summary>A name that came with the event itself needs no asking.</summary>
    private async Task NoteAsync(CustomerKey customer, Profile profile, CancellationToken cancellationToken)
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
            logger.LogDebug("A name waits: {Reason}", wrong.GetType().Name);
        }
    }

    private async Task AskAsync(CustomerKey customer, CancellationToken cancellationToken)
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
            logger.LogDebug("A name waits: {Reason}", wrong.GetType().Name);
        }

        await Task.Delay(pause, time, cancellationToken);
    }
}
