using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Store.Promises;

namespace OmoBroadcast.Broadcast.Planning;

/// <summary>Sorts the chosen into those who receive and those who do not, by <see cref="Eligibility"/>. Preview and launch both sort here.</summary>
public sealed class Sorting(Suppressions suppressions, Roster roster)
{
    /// <summary>One verdict per customer, in order; null receives. Throws what the database throws when it is away.</summary>
    public async Task<IReadOnlyList<SkipReason?>> SortAsync(IReadOnlyList<Customer> customers, string sender, CancellationToken ct)
    {
        if (customers.Count == 0) return [];
        var suppressed = await suppressions.FindAsync([.. customers.Select(customer => customer.Key)], ct);
        var verdicts = new SkipReason?[customers.Count];
        for (var i = 0; i < verdicts.Length; i++)
        {
            var customer = customers[i];
            verdicts[i] = Eligibility.Check(
                customer.Key, customer, suppressed.GetValueOrDefault(customer.Key, []), sender, roster[customer.Key.Account.Channel].Limits);
        }

        return verdicts;
    }
}
