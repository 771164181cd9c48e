using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Desks.Notifications;

/// <summary>Customers who wait and whom nobody has taken yet, and who is to be told of them: all who may take them. Throws what the stores
/// throw when they are away.</summary>
public sealed class WaitingDesk(Conversations conversations, StaffDirectory directory, Roster roster)
{
    /// <summary>So many of an account are looked at, the longest waiting; where so many wait, people know.</summary>
    private const int Looked = 500;

    /// <summary>Those who wait for an answer, the longest waiting first.</summary>
    public async Task<WaitingCustomers> WaitingAsync(CancellationToken cancellationToken)
    {
        var waiting = new List<Customer>();
        foreach (var account in roster.Accounts)
            waiting.AddRange(
                (await conversations.PendingAsync(account.Key, Looked, cancellationToken)).Where(customer =>
                    customer.WaitingSince is not null
                )
            );
        return new([
            .. waiting.OrderBy(customer => customer.WaitingSince).ThenBy(customer => customer.Key.ToString(), StringComparer.Ordinal),
        ]);
    }

    /// <summary>All who may take them. Off duty they are told of nothing new.</summary>
    public async Task<IReadOnlyList<StaffMember>> ReadersAsync(CancellationToken cancellationToken) =>
        [.. (await directory.AllAsync(cancellationToken)).Where(one => one.MayBroadcast)];
}

/// <summary>Customers who wait, the longest waiting first.</summary>
public sealed record WaitingCustomers(IReadOnlyList<Customer> Customers)
{
    public int Total => Customers.Count;
}
