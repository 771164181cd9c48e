using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Store.Promises;

namespace OmoBroadcast.Broadcast.Planning;

/// <summary>Sorts the chosen into those who receive and those who do not, by <see cref="Eligibility"/>. Preview and launch both sort here.</summary>
public sealed class Sorting(Suppressions suppressions, Roster roster, Capabilities capabilities)
{
    /// <summary>One verdict per customer, in order; null receives. Throws what the database throws when it is away.</summary>
    public async Task<IReadOnlyList<SkipReason?>> SortAsync(IReadOnlyList<Customer> customers, Campaign campaign, CancellationToken ct)
    {
        if (customers.Count == 0) return [];
        var suppressed = await suppressions.FindAsync([.. customers.Select(customer => customer.Key)], ct);
        var verdicts = new SkipReason?[customers.Count];
        var silent = Silent(customers, campaign);
        for (var i = 0; i < verdicts.Length; i++)
        {
            var customer = customers[i];
            verdicts[i] = Eligibility.Check(
                customer.Key, customer, suppressed.GetValueOrDefault(customer.Key, []), campaign.Sender, roster[customer.Key.Account.Channel].Limits);
            if (verdicts[i] is null && silent.Contains(customer.Key.Account.Channel)) verdicts[i] = SkipReason.ChannelCannotCarry;
        }

        return verdicts;
    }

    private HashSet<ChannelId> Silent(IReadOnlyList<Customer> customers, Campaign campaign) =>
        [.. customers.Select(customer => customer.Key.Account.Channel).Distinct()
            .Where(channel => capabilities.ObjectionTo(channel, roster[channel].Limits, campaign.Content, campaign.Surface) is not null)];
}
