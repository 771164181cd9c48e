using OmoBroadcast.Broadcast;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Desks.Acts;

/// <summary>稽核: what staff did. Administrators read it, and nobody else.</summary>
public sealed class AuditDesk(AuditLog audit, StaffDirectory directory, Node node, AuditSources sources)
{
    private const int ReadAtOnce = 1_000;

    /// <summary>The newest first; <paramref name="before"/> is the last line of the page before.</summary>
    public Task<Answer<AuditPage>> PageAsync(
        StaffMember me,
        AuditFilter filter,
        long? before,
        int most,
        CancellationToken cancellationToken
    ) => Permissions.AdministerAsync<AuditPage>(me, async () =>
        {
            var found = await audit.PageAsync(filter, before, most + 1, cancellationToken);
            var lines = found.Take(most).ToList();
            List<AuditTarget> targets = [.. lines.Select(line => AuditTarget.Read(line.Target))];
            var broadcasts = await FoundAsync(targets.Select(target => target.Campaign), sources.Campaigns.FindAsync, cancellationToken);
            var saved = await FoundAsync(targets.Select(target => target.Saved), sources.Saved.FindAsync, cancellationToken);
            var staff = await directory.AllAsync(cancellationToken);
            return new Answer<AuditPage>.Ok(
                new(lines, found.Count > most)
                {
                    Staff = staff,
                    Former = await FormerAsync(
                        [
                            .. lines.Select(line => line.StaffId),
                            .. targets.Select(target => target.To).OfType<string>(),
                            .. broadcasts.Values.Select(campaign => campaign.Sender),
                        ],
                        staff,
                        cancellationToken
                    ),
                    Customers = await CustomersAsync([.. targets.SelectMany(target => target.Customers).Distinct()], cancellationToken),
                    Broadcasts = broadcasts,
                    Saved = saved.ToDictionary(one => one.Key, one => one.Value.Name),
                }
            );
        });

    /// <summary>Whose acts can be asked for.</summary>
    public Task<Answer<IReadOnlyList<StaffMember>>> PeopleAsync(StaffMember me, CancellationToken cancellationToken) =>
        Permissions.AdministerAsync<IReadOnlyList<StaffMember>>(me, async () =>
            new Answer<IReadOnlyList<StaffMember>>.Ok(await directory.AllAsync(cancellationToken))
        );

    /// <summary>Everything that fits, read as it is used. Throws what the database throws when it is away.</summary>
    public async IAsyncEnumerable<AuditLine> AllAsync(
        StaffMember me,
        AuditFilter filter,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        if (me.Role != Role.Administrator)
            yield break;
        long? before = null;
        do
        {
            var page = await audit.PageAsync(filter, before, ReadAtOnce, cancellationToken);
            foreach (var line in page)
                yield return line;
            before = page.Count < ReadAtOnce ? null : page[^1].Id;
        } while (before is not null);
    }

    public DateTimeOffset Since(int days) => node.Now.AddDays(-days);

    private static async Task<Dictionary<long, T>> FoundAsync<T>(
        IEnumerable<long?> ids,
        Func<long, CancellationToken, Task<T?>> find,
        CancellationToken cancellationToken
    )
        where T : class
    {
        var found = new Dictionary<long, T>();
        foreach (var id in ids.OfType<long>().Distinct())
            if (await find(id, cancellationToken) is { } one)
                found[id] = one;
        return found;
    }

    private async Task<IReadOnlyList<StaffMember>> FormerAsync(
        IReadOnlyList<string> ids,
        IReadOnlyList<StaffMember> staff,
        CancellationToken cancellationToken
    )
    {
        var former = new List<StaffMember>();
        foreach (var id in ids.Distinct(StringComparer.OrdinalIgnoreCase).Where(id => !staff.Any(one => one.Is(id))))
            if (await directory.FindFormerAsync(id, cancellationToken) is { } left)
                former.Add(left);
        return former;
    }

    // What was done can be read also while live state is away; then nobody's name is known.
    private async Task<IReadOnlyDictionary<CustomerKey, Customer>> CustomersAsync(
        IReadOnlyList<CustomerKey> keys,
        CancellationToken cancellationToken
    ) =>
        await Permissions.ServeAsync<IReadOnlyDictionary<CustomerKey, Customer>>(async () =>
            new Answer<IReadOnlyDictionary<CustomerKey, Customer>>.Ok(await sources.Conversations.FindAsync(keys, cancellationToken))
        )
            is Answer<IReadOnlyDictionary<CustomerKey, Customer>>.Ok { Value: var found }
            ? found
            : new Dictionary<CustomerKey, Customer>();
}

/// <summary>Where it is known what the ids of the log stand for.</summary>
public sealed record AuditSources(Campaigns Campaigns, SavedReplies Saved, Conversations Conversations);

/// <summary>A page of the log, and what its ids stand for as far as that is known still.</summary>
/// <param name="More">Whether older lines follow.</param>
public sealed record AuditPage(IReadOnlyList<AuditLine> Lines, bool More)
{
    /// <summary>Whose acts can be asked for.</summary>
    public IReadOnlyList<StaffMember> Staff { get; init; } = [];

    public IReadOnlyList<StaffMember> Former { get; init; } = [];

    public IReadOnlyDictionary<CustomerKey, Customer> Customers { get; init; } = new Dictionary<CustomerKey, Customer>();

    public IReadOnlyDictionary<long, Campaign> Broadcasts { get; init; } = new Dictionary<long, Campaign>();

    /// <summary>The names of saved replies.</summary>
    public IReadOnlyDictionary<long, string> Saved { get; init; } = new Dictionary<long, string>();

    /// <summary>Null for who was never in the directory.</summary>
    public StaffMember? Who(string id) => Staff.Concat(Former).FirstOrDefault(one => one.Is(id));
}
