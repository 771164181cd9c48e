using Microsoft.Extensions.Options;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Condition;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Webhooks.Reception;
using OmoBroadcast.Webhooks.Settings;

namespace OmoBroadcast.Webhooks.Customers;

/// <summary>
/// Notes the names that platforms send along, and asks the others for the names of new customers, at a gentle pace: as they come, and now
/// and then those that were missed by a restart or an outage.
/// </summary>
internal sealed class ProfileWorker(
    FreshEvents fresh,
    Conversations conversations,
    IEnumerable<IProfiles> profiles,
    Roster roster,
    IOptions<OmoOptions> options,
    TimeProvider time,
    ILogger<ProfileWorker> logger
) : Worker
{
    private const int Leftovers = 1000;
    private static readonly TimeSpan LookForLeftovers = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromHours(6);
    private readonly Dictionary<ChannelId, IProfiles> sources = profiles.ToDictionary(source => source.Id);
    private readonly Dictionary<CustomerKey, DateTimeOffset> asked = [];

    protected override async Task WorkAsync(CancellationToken stoppingToken)
    {
        var news = fresh.Listen();
        var pause = TimeSpan.FromSeconds(1) / options.Value.ProfilesPerSecond;
        var looked = DateTimeOffset.MinValue;
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                if (time.GetUtcNow() - looked > LookForLeftovers)
                {
                    looked = time.GetUtcNow();
                    await LookAsync(pause, stoppingToken);
                }

                while (news.TryRead(out var item))
                    if (item.Event is { Name: { } name, Customer: { } known })
                        await NoteAsync(known, new Profile(name, null), stoppingToken);
                    else if (item.Applied.NewCustomer && item.Event.Customer is { } customer)
                        await AskAsync(customer, pause, stoppingToken);

                using var bound = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
                using var timer = time.CreateTimer(
                    static state => ((CancellationTokenSource)state!).Cancel(),
                    bound,
                    LookForLeftovers,
                    Timeout.InfiniteTimeSpan
                );
                try
                {
                    await news.WaitToReadAsync(bound.Token);
                }
                catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
                {
                    // Time to look for leftovers.
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The process ends.
        }
    }

    private async Task LookAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        var stale = time.GetUtcNow() - AskAgainAfter;
        foreach (var old in asked.Where(pair => pair.Value < stale).Select(pair => pair.Key).ToList())
            asked.Remove(old);
        foreach (var account in roster.Accounts)
        {
            if (!sources.ContainsKey(account.Key.Channel))
                continue;
            try
            {
                foreach (var customer in await conversations.NamelessAsync(account.Key, Leftovers))
                    await AskAsync(customer, pause, cancellationToken);
            }
            catch (Exception wrong) when (!cancellationToken.IsCancellationRequested)
            {
                logger.LogDebug("Names wait: {Reason}", wrong.GetType().Name);
            }
        }
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

    private async Task AskAsync(CustomerKey customer, TimeSpan pause, CancellationToken cancellationToken)
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
