using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Broadcast.Launching;

/// <summary>
/// Turns sorted customers into rows: a delivery for each, and the requests that carry them. Content that is the same for all goes in
/// batches as large as the channel takes; content that differs by person goes one by one, rendered here and never again.
/// </summary>
public sealed class LaunchPlan(Roster roster, NameFallbacks fallbacks, TimeProvider clock)
{
    private readonly Dictionary<ChannelId, Content?> captioned = [];

    /// <param name="seller">The name of whoever's customer somebody is, where that differs by person.</param>
    public LaunchPage Page(
        Campaign campaign,
        IReadOnlyList<Customer> customers,
        IReadOnlyList<SkipReason?> verdicts,
        string? next,
        Func<Customer, string?>? seller = null
    )
    {
        var deliveries = new List<NewDelivery>(customers.Count);
        var requests = new List<NewRequest>();
        var open = new Dictionary<AccountKey, Batch>();
        captioned.Clear();
        for (var i = 0; i < customers.Count; i++)
        {
            var customer = customers[i];
            var request = verdicts[i] is null ? Assign(campaign, customer, seller, open, requests) : (Guid?)null;
            deliveries.Add(new(customer.Key.Account, customer.Key.UserId, customer.Name, request, verdicts[i]));
        }

        foreach (var batch in open.Values)
            requests.Add(Close(campaign, batch));
        return new(next, deliveries, requests);
    }

    private Guid Assign(
        Campaign campaign,
        Customer customer,
        Func<Customer, string?>? seller,
        Dictionary<AccountKey, Batch> open,
        List<NewRequest> requests
    )
    {
        var account = customer.Key.Account;
        if (campaign.Content.DiffersByPerson)
        {
            var own = new Batch(Guid.CreateVersion7(clock.GetUtcNow()), account, [customer.Key.UserId]);
            requests.Add(
                Close(campaign, own) with
                {
                    Content = campaign
                        .Content.Render(customer.Name, fallbacks, seller?.Invoke(customer))
                        .Captioned(roster[account.Channel].Limits.CaptionLength),
                }
            );
            return own.Id;
        }

        if (!open.TryGetValue(account, out var batch))
            open.Add(account, batch = new(Guid.CreateVersion7(clock.GetUtcNow()), account, []));
        batch.Recipients.Add(customer.Key.UserId);
        if (batch.Recipients.Count == roster[account.Channel].Limits.RecipientsPerRequest)
        {
            open.Remove(account);
            requests.Add(Close(campaign, batch));
        }

        return batch.Id;
    }

    // Of its own only where the channel makes fewer messages of it.
    private Content? Own(Campaign campaign, ChannelId channel)
    {
        if (!captioned.TryGetValue(channel, out var own))
            captioned[channel] = own =
                campaign.Content.Captioned(roster[channel].Limits.CaptionLength) is var folded && !ReferenceEquals(folded, campaign.Content)
                    ? folded
                    : null;
        return own;
    }

    private NewRequest Close(Campaign campaign, Batch batch) =>
        new(
            batch.Id,
            batch.Account,
            batch.Recipients.Count == 1 ? RequestKind.Single : RequestKind.Batch,
            RequestClass.Staff,
            batch.Recipients,
            Own(campaign, batch.Account.Channel),
            roster[batch.Account.Channel].Limits.RetryKeyLifetime is not null,
            campaign.ExpiresAt ?? DateTimeOffset.MaxValue
        );

    private sealed record Batch(Guid Id, AccountKey Account, List<string> Recipients);
}
