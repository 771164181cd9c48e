using System.Runtime.CompilerServices;
using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Desks.Inbox;
using OmoBroadcast.Desks.People;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Desks.Notifications;

/// <summary>Conversations with something to be told of, and who is to be told: whoever has the conversation; while they are off duty or
/// cannot be reached, or when they have left, the managers of their store. Throws what the stores throw when they are away.</summary>
public sealed class UnreadDesk(Unread unread, Conversations conversations, StaffDirectory directory, ConversationDesk desk, TeamDesk team)
{
    /// <summary>Some of those that are due. Nobody else is given them for the time of a lease.</summary>
    /// <param name="most">Of each of an account's parts.</param>
    public Task<IReadOnlyList<CustomerKey>> TakeAsync(AccountKey account, int most, CancellationToken cancellationToken) =>
        unread.TakeAsync(account, most, cancellationToken);

    /// <summary>Who is known by this id now.</summary>
    public Task<Customer?> FindAsync(CustomerKey customer) => conversations.FindAsync(customer);

    /// <summary>Whose words were edited or taken back, when that is what was taken; null for something to be told of.</summary>
    public static Amendment? Amended(CustomerKey taken) => Unread.Amended(taken);

    /// <summary>As <see cref="Unread.Doubtful"/>.</summary>
    public static CustomerKey? Doubtful(CustomerKey taken) => Unread.Doubtful(taken);

    /// <summary>As <see cref="Unread.RetellAsync"/>.</summary>
    public Task RetellAsync(CustomerKey customer, bool tell, CancellationToken cancellationToken) =>
        unread.RetellAsync(customer, tell, cancellationToken);

    /// <summary>All that was shown of them is shown as it is now.</summary>
    public Task RedrawnAsync(Amendment amended, CancellationToken cancellationToken) => unread.ShownAsync(amended, cancellationToken);

    /// <summary>The same, but for whoever has the conversation: they are off duty, and are told when they are back.</summary>
    public Task PutOffAsync(Amendment amended, TimeSpan later, CancellationToken cancellationToken) =>
        unread.PutOffAsync(amended, later, cancellationToken);

    /// <summary>Somebody is on duty again. While Redis is away, what they missed is told a little later.</summary>
    public Task BackAsync(AccountKey account, CancellationToken cancellationToken) =>
        Permissions.ServeAsync<bool>(async () =>
        {
            await unread.BackAsync(account, cancellationToken);
            return new Answer<bool>.Ok(true);
        });

    /// <summary>Whether whoever has the conversation works here and is off duty.</summary>
    public async Task<bool> IsOffDutyAsync(Customer customer, CancellationToken cancellationToken) =>
        customer.Assignee is { } assignee && await directory.FindAsync(assignee, cancellationToken) is { OnDuty: false };

    /// <summary>Somebody was told of all that <paramref name="seen"/> knows. What came since is due after
    /// <paramref name="rest"/>.</summary>
    public Task ToldAsync(Customer seen, TimeSpan rest, CancellationToken cancellationToken) =>
        unread.ToldAsync(seen, rest, cancellationToken);

    /// <summary>Nobody could be told: again later, unless there is nothing to tell any more.</summary>
    public Task LaterAsync(CustomerKey customer, TimeSpan later, CancellationToken cancellationToken) =>
        unread.LaterAsync(customer, later, cancellationToken);

    /// <summary>Answered already, from here or from the platform's own inbox.</summary>
    public static bool IsAnswered(Customer customer) => customer.LastAnsweredAt >= customer.LastSaidAt;

    /// <summary>Who is to be told, in this order until somebody was. Nobody: whoever has the conversation is unknown, or all who may
    /// see it are off duty.</summary>
    public async IAsyncEnumerable<UnreadReader> ReadersAsync(
        Customer customer,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        if (customer.Assignee is not { } assignee || await FindAsync(assignee, cancellationToken) is not { } seller)
            yield break;
        if (
            seller is { OnDuty: true, HasLeft: false }
            && await desk.OpenAsync(seller, customer.Key, cancellationToken) is Answer<OpenConversation>.Ok { Value: var open }
        )
            yield return new(seller, open, null);
        foreach (var manager in await directory.OfStoreAsync(seller.Store, cancellationToken))
            if (
                manager is { Role: Role.Manager, OnDuty: true }
                && !manager.Is(seller.Id)
                && await team.OpenAsync(manager, customer.Key, cancellationToken) is Answer<TeamConversation>.Ok { Value.Open: var seen }
            )
                yield return new(manager, seen, seller);
    }

    /// <summary>What has become a colleague's and they are to be told of; nothing while they are off duty.</summary>
    public async Task<IReadOnlyList<Customer>> PassedAsync(
        StaffMember from,
        StaffMember to,
        IReadOnlyCollection<CustomerKey> customers,
        CancellationToken cancellationToken
    ) =>
        !to.OnDuty || to.Is(from.Id)
            ? []
            : [.. (await conversations.FindAsync(customers, cancellationToken)).Values.Where(customer => customer.IsOf(to.Id))];

    private async Task<StaffMember?> FindAsync(string staffId, CancellationToken cancellationToken) =>
        await directory.FindAsync(staffId, cancellationToken) ?? await directory.FindFormerAsync(staffId, cancellationToken);
}

/// <summary>Somebody who is to be told of a conversation.</summary>
/// <param name="InsteadOf">Whose conversation it is, where that is somebody else.</param>
public sealed record UnreadReader(StaffMember Who, OpenConversation Open, StaffMember? InsteadOf);
