using OmoBroadcast.Broadcast;
using OmoBroadcast.Broadcast.Planning;
using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Desks.Broadcasts;

/// <summary>Choosing customers one by one, among those that the draft's filters leave. Only who can be chosen can be picked, whatever a
/// face says.</summary>
public sealed class PickDesk(Campaigns campaigns, AudienceReader audience, EligibilityFacts facts, Node node)
{
    public const int MostPicked = 500;

    /// <summary>So many are looked through; who has more narrows them by filters first.</summary>
    public const int MostRead = 20_000;

    /// <summary>A page of those that can be picked, the latest heard of first, without changing anything.</summary>
    public Task<Answer<PickPage>> PageAsync(
        StaffMember me,
        Campaign draft,
        string? search,
        int skip,
        int take,
        CancellationToken cancellationToken
    ) =>
        Permissions.AskAsync<PickPage>(me, async () =>
            me.Objection<PickPage>(draft) ?? new Answer<PickPage>.Ok(await ReadAsync(draft, search, skip, take, cancellationToken))
        );

    /// <summary>Of <paramref name="shown"/> exactly <paramref name="chosen"/> are picked from now on; whoever was picked elsewhere stays
    /// so.</summary>
    public Task<Answer<Campaign>> PickAsync(
        StaffMember me,
        Campaign draft,
        IReadOnlyCollection<CustomerKey> shown,
        IReadOnlyCollection<CustomerKey> chosen,
        CancellationToken cancellationToken
    ) => Permissions.AskAsync<Campaign>(me, async () =>
        {
            if (me.Objection<Campaign>(draft) is { } no)
                return no;
            var can = (await SourceAsync(draft, cancellationToken)).Select(customer => customer.Key).ToHashSet();
            List<CustomerKey> picked = [.. (draft.Audience.Picked ?? []).Except(shown), .. chosen.Where(can.Contains).Distinct()];
            if (picked.Count > MostPicked)
                return new Answer<Campaign>.Invalid("picked", "pick.too_many", MostPicked);
            var audience = draft.Audience with { Picked = picked.Count > 0 ? picked : null };
            return await campaigns.EditAsync(draft with { Audience = audience }, node.Now, cancellationToken) is { } changed
                ? new Answer<Campaign>.Ok(changed)
                : new Answer<Campaign>.Stale();
        });

    private async Task<PickPage> ReadAsync(Campaign draft, string? search, int skip, int take, CancellationToken cancellationToken)
    {
        var source = await SourceAsync(draft, cancellationToken);
        var fitting = source
            .Where(customer => search is null || customer.Name?.Contains(search, StringComparison.OrdinalIgnoreCase) == true)
            .OrderByDescending(customer => customer.LastMessageAt ?? DateTimeOffset.MinValue)
            .ThenBy(customer => customer.Key.ToString(), StringComparer.Ordinal)
            .ToList();
        if (skip >= fitting.Count)
            skip = 0;
        return new(draft, [.. fitting.Skip(skip).Take(take)], fitting.Count, skip, search)
        {
            Cut = source.Count >= MostRead,
            Accounts = audience.Siblings,
            Now = node.Now,
        };
    }

    private async Task<List<Customer>> SourceAsync(Campaign draft, CancellationToken cancellationToken) =>
        await audience.FirstAsync(
            draft.Audience with
            {
                Picked = null,
            },
            await facts.SellersAsync(draft, cancellationToken),
            MostRead,
            cancellationToken
        );
}

/// <summary>Some of those that can be picked.</summary>
/// <param name="Total">How many there are on all pages.</param>
/// <param name="Search">A part of the names; null: all.</param>
public sealed record PickPage(Campaign Campaign, IReadOnlyList<Customer> Customers, int Total, int Skip, string? Search)
{
    /// <summary>The names of those accounts that share their channel with others.</summary>
    public IReadOnlyDictionary<AccountKey, string> Accounts { get; init; } = new Dictionary<AccountKey, string>();

    /// <summary>As of when it was read.</summary>
    public DateTimeOffset Now { get; init; }

    /// <summary>There may be more, who were not looked at.</summary>
    public bool Cut { get; init; }

    public IReadOnlyList<CustomerKey> Picked => Campaign.Audience.Picked ?? [];
}
