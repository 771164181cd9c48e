using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Storage.Redis;

/// <summary>
/// Customers whom their platform tells by two ids at times and by the lasting one alone at others: one person, known by the first.
/// </summary>
internal sealed class Aliases(RedisConnection redis, TimeProvider time)
{
    /// <summary>
    /// The same events of the persons they are of. Where the second id is new, whoever was known by it so far is called by the first from
    /// now on: that goes before. Throws what Redis throws when it is away.
    /// </summary>
    public async Task<IReadOnlyList<InboundEvent>> ResolveAsync(IReadOnlyList<InboundEvent> events, CancellationToken cancellationToken)
    {
        // Nearly all are of somebody with one id, and pass without a thing being made.
        if (!AnyOf(events, inbound => inbound.Alias is not null || inbound.Body is InboundBody.Renamed))
            return events;
        var known = await KnownAsync(events, cancellationToken);
        var resolved = new List<InboundEvent>(events.Count);
        foreach (var inbound in events)
        {
            if (inbound is not { Alias: { } alias, UserId: { } user })
            {
                resolved.Add(Led(inbound, known));
                continue;
            }

            resolved.AddRange(Resolve(inbound, alias, user, known));
            if (alias != user)
                known[(inbound.Account, alias)] = user;
        }

        return resolved;
    }

    /// <summary>The first ids of those whom the events name by another one.</summary>
    private async Task<Dictionary<(AccountKey Account, string Id), string>> KnownAsync(
        IReadOnlyList<InboundEvent> events,
        CancellationToken cancellationToken
    )
    {
        var asked = events.SelectMany(Ids).Distinct().ToArray();
        var answers = await redis.AskAsync(
            database => Task.WhenAll(asked.Select(one => database.HashGetAsync(Keys.Aliases(one.Account, Keys.Bucket(one.Id)), one.Id))),
            cancellationToken
        );
        var known = new Dictionary<(AccountKey, string), string>();
        for (var i = 0; i < asked.Length; i++)
            if (answers[i].HasValue)
                known[asked[i]] = answers[i]!;
        return known;
    }

    /// <summary>Of one with a single id: the former id may be the second one of somebody whom we know by the first.</summary>
    private static InboundEvent Led(InboundEvent inbound, Dictionary<(AccountKey Account, string Id), string> known) =>
        inbound.Body is InboundBody.Renamed told
        && known.TryGetValue((inbound.Account, told.Former), out var first)
        && first != inbound.UserId
            ? inbound with
            {
                Body = new InboundBody.Renamed(first),
            }
            : inbound;

    /// <summary>Of one with two ids.</summary>
    private static InboundEvent[] Resolve(
        InboundEvent inbound,
        string alias,
        string user,
        Dictionary<(AccountKey Account, string Id), string> known
    )
    {
        var named = known.GetValueOrDefault((inbound.Account, alias));
        if (inbound.Body is InboundBody.Renamed renamed)
        {
            // A new scoped id comes with a new number: who was known by the old number is known by the new id until that is told.
            var former = known.GetValueOrDefault((inbound.Account, renamed.Former));
            return [former is null || former == user ? inbound : inbound with { Body = new InboundBody.Renamed(former) }];
        }
        if (alias == user)
            return [named is null ? inbound : inbound with { UserId = named }];
        if (named == user)
            return [inbound with { Alias = null }];
        if (named is not null)
            return [inbound];
        var told = new InboundBody.Renamed(alias);
        return [new($"alias|{alias}|{user}", inbound.Account, user, inbound.At, inbound.Standby, told, null, Alias: alias), inbound];
    }

    /// <summary>Writes down which second ids belong to whom, when their events have been applied.</summary>
    public Task RememberAsync(IReadOnlyList<InboundEvent> events, CancellationToken cancellationToken)
    {
        if (!AnyOf(events, HasSecond))
            return Task.CompletedTask;
        var noted = Noting.Of(redis, time);
        return redis.WriteAsync(
            [.. events.Where(HasSecond).Select(inbound => Of(inbound.Account, inbound.Alias!, inbound.UserId!, noted))],
            cancellationToken
        );
    }

    public static Call Of(AccountKey account, string alias, string user, Noting noted)
    {
        var bucket = Keys.Bucket(alias);
        return new(
            Script.Alias,
            [Keys.Aliases(account, bucket), Keys.Journal(account, bucket), Keys.Owed(account, bucket)],
            [alias, user, .. noted.OfAct]
        );
    }

    private static bool HasSecond(InboundEvent inbound) => inbound.Alias is { } alias && inbound.UserId is { } user && alias != user;

    private static bool AnyOf(IReadOnlyList<InboundEvent> events, Predicate<InboundEvent> wanted)
    {
        for (var i = 0; i < events.Count; i++)
            if (wanted(events[i]))
                return true;
        return false;
    }

    private static IEnumerable<(AccountKey Account, string Id)> Ids(InboundEvent inbound)
    {
        if (inbound.Alias is { } alias)
            yield return (inbound.Account, alias);
        if (inbound.Body is InboundBody.Renamed renamed)
            yield return (inbound.Account, renamed.Former);
    }
}
