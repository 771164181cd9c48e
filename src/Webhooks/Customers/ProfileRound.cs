using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Rounds;
using OmoBroadcast.Webhooks.Reception;

namespace OmoBroadcast.Webhooks.Customers;

/// <summary>
/// Notes the names that platforms send along, and asks the others for the names of new customers, at a gentle pace: as they come, and now
/// and then those that were missed by a restart or an outage.
/// </summary>
internal sealed class ProfileRound(FreshEvents fresh, Conversations conversations, ProfileLookup lookup, Roster roster, TimeProvider time)
    : Round("Asking for customers' names", TimeSpan.FromSeconds(30))
{
    private const int Leftovers = 1000;

    /// <summary>News come between; a timer is never quite on time.</summary>
    private static readonly TimeSpan BetweenLeftovers = TimeSpan.FromSeconds(29);

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
                await lookup.NoteAsync(known, new Profile(name, null), cancellationToken);
            else if (item.Applied.NewCustomer && item.Event.Customer is { } customer)
                await lookup.AskAsync(customer, cancellationToken);
    }

    private Task LookForLeftoversAsync(CancellationToken cancellationToken)
    {
        lookup.ForgetOldAsks();
        return EachAsync(
            roster.Accounts.Where(account => lookup.Asks(account.Key.Channel)),
            async account =>
            {
                foreach (var customer in await conversations.NamelessAsync(account.Key, Leftovers))
                    await lookup.AskAsync(customer, cancellationToken);
            },
            cancellationToken
        );
    }
}
