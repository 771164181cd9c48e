using System.Text.Json;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using StackExchange.Redis;

namespace OmoBroadcast.Storage.Redis;

/// <summary>
/// Customers and the conversations with them. Applying the events of a stream in any order, each any number of times, gives what one
/// delivery in the order of event time would. Every member throws <see cref="RedisException"/> or <see cref="TimeoutException"/> within
/// about a second when Redis is away; then nothing is known of the outcome, and all may be repeated.
/// </summary>
/// <param name="departures">Where nobody ever leaves, there are none.</param>
public sealed partial class Conversations(RedisConnection redis, TimeProvider time, SuppressionWords words, Departures? departures = null)
{
    /// <summary>
    /// Customers of an account are spread over so many buckets; all keys of a bucket share a hash tag, so that a script may touch all and
    /// a cluster still spreads an account.
    /// </summary>
    public const int Buckets = 16;

    /// <summary>An older event is not applied: its id may have been forgotten.</summary>
    public static readonly TimeSpan OldestEvent = TimeSpan.FromDays(8);

    /// <summary>Lines a transcript keeps, the newest.</summary>
    public const int TranscriptLength = 200;

    private const int DrainedAtOnce = 500,
        MostMoves = 20;

    /// <summary>Raised when staff did something, on any thread: it is listed for the journal.</summary>
    public event Action? Acted;

    private readonly Renames renames = new(redis, time);
    private readonly Aliases aliases = new(redis, time);

    private Noting Noted => Noting.Of(redis, time);

    /// <summary>The events of the persons they are of, where a platform has two ids for one. Throws what Redis throws when it is
    /// away.</summary>
    public Task<IReadOnlyList<InboundEvent>> ResolveAsync(IReadOnlyList<InboundEvent> events, CancellationToken cancellationToken) =>
        aliases.ResolveAsync(events, cancellationToken);

    /// <summary>Applies events, each atomically, all in one round trip. Answers in their order.</summary>
    /// <param name="suppressionsPending">The changes of the suppression list that these events make could not be written down elsewhere:
    /// keep them for <see cref="DrainSuppressionsAsync"/>.</param>
    public async Task<IReadOnlyList<EventResult>> ApplyAsync(
        IReadOnlyList<InboundEvent> events,
        bool suppressionsPending,
        CancellationToken cancellationToken
    )
    {
        var oldest = time.GetUtcNow() - OldestEvent;
        foreach (var inbound in events)
        {
            if (inbound is { Body: InboundBody.Renamed renamed, Customer: { } customer } && inbound.At >= oldest)
                await RenameAsync(new(inbound.Account, renamed.Former), customer, inbound.At, cancellationToken);
        }

        if (events.Count == 1)
        {
            if (events[0].At < oldest)
                return [Stale];
            var one = await ReadAsync(
                events[0],
                await redis.WriteAsync(CallOf(events[0], suppressionsPending), cancellationToken),
                suppressionsPending,
                cancellationToken
            );
            await aliases.RememberAsync(events, cancellationToken);
            return [one];
        }

        var young = events.Where(inbound => inbound.At >= oldest).ToList();
        var results = await redis.WriteAsync(young.ConvertAll(inbound => CallOf(inbound, suppressionsPending)), cancellationToken);
        var applied = new EventResult[events.Count];
        for (int at = 0, next = 0; at < applied.Length; at++)
            applied[at] =
                events[at].At < oldest ? Stale : await ReadAsync(events[at], results[next++], suppressionsPending, cancellationToken);
        await aliases.RememberAsync(young, cancellationToken);
        return applied;
    }

    /// <summary>Who is known by this id; of somebody who was renamed, who they are now.</summary>
    public async Task<Customer?> FindAsync(CustomerKey key)
    {
        var packed = await redis.AskAsync(database =>
            database.HashGetAsync(Keys.Customers(key.Account, Keys.Bucket(key.UserId)), key.UserId)
        );
        if (!packed.IsNull)
            return CustomerRecord.Read(key, ((ReadOnlyMemory<byte>)packed).Span);
        return await ElsewhereAsync(key) is { } now ? await FindAsync(now) : null;
    }

    /// <summary>Those there are, in one round trip.</summary>
    public async Task<IReadOnlyDictionary<CustomerKey, Customer>> FindAsync(
        IReadOnlyCollection<CustomerKey> keys,
        CancellationToken cancellationToken
    )
    {
        var found = new Dictionary<CustomerKey, Customer>(keys.Count);
        var groups = keys.GroupBy(key => (key.Account, Bucket: Keys.Bucket(key.UserId)))
            .Select(group => (group.Key, Members: group.ToArray()))
            .ToArray();
        var answers = await redis.AskAsync(
            database =>
                Task.WhenAll(
                    groups.Select(group =>
                        database.HashGetAsync(
                            Keys.Customers(group.Key.Account, group.Key.Bucket),
                            Array.ConvertAll(group.Members, key => (RedisValue)key.UserId)
                        )
                    )
                ),
            cancellationToken
        );
        for (var group = 0; group < groups.Length; group++)
        {
            for (var at = 0; at < answers[group].Length; at++)
            {
                var packed = answers[group][at];
                var key = groups[group].Members[at];
                if (!packed.IsNull)
                    found[key] = CustomerRecord.Read(key, ((ReadOnlyMemory<byte>)packed).Span);
            }
        }

        return found;
    }

    /// <summary>Adds, then removes. Case makes no difference in Latin letters. An unknown customer stays unknown.</summary>
    public async Task TagAsync(CustomerKey key, IReadOnlyCollection<string> add, IReadOnlyCollection<string> remove, string staffId = "")
    {
        if ((int)await redis.WriteAsync(TagOf(key, add, remove, staffId, Noted)) == 0 && await RecallAsync(key))
            await redis.WriteAsync(TagOf(key, add, remove, staffId, Noted));
        Acted?.Invoke();
    }

    internal static Call TagOf(
        CustomerKey key,
        IReadOnlyCollection<string> add,
        IReadOnlyCollection<string> remove,
        string staffId,
        Noting noted
    )
    {
        var bucket = Keys.Bucket(key.UserId);
        return new(
            Script.Tag,
            [Keys.Customers(key.Account, bucket), Keys.Journal(key.Account, bucket), Keys.Owed(key.Account, bucket)],
            [
                key.UserId,
                staffId,
                .. noted.OfAct,
                add.Count,
                .. add.Select(tag => (RedisValue)tag),
                .. remove.Select(tag => (RedisValue)tag),
            ]
        );
    }

    /// <summary>Notes an answer by staff, once per <paramref name="entryId"/>. Of an unknown customer nothing is noted.</summary>
    public async Task AddStaffMessageAsync(CustomerKey key, string entryId, string staffId, string text, DateTimeOffset at)
    {
        if (
            (int)await redis.WriteAsync(Noted.In(AnswerOf(key, entryId, staffId, text, at), NotedAt)) < 0
            && await ElsewhereAsync(key) is { } now
        )
            await redis.WriteAsync(Noted.In(AnswerOf(now, entryId, staffId, text, at), NotedAt));
        Acted?.Invoke();
    }

    internal static Call AnswerOf(CustomerKey key, string entryId, string staffId, string text, DateTimeOffset at)
    {
        var bucket = Keys.Bucket(key.UserId);
        return new(
            Script.Answer,
            [
                Keys.Customers(key.Account, bucket),
                Keys.Transcript(key.Account, bucket, Keys.Encode(key.UserId)),
                Keys.Unread(key.Account, bucket),
                Keys.Pending(key.Account, bucket),
                Keys.Journal(key.Account, bucket),
                Keys.Owed(key.Account, bucket),
            ],
            [
                key.UserId,
                at.ToUnixTimeMilliseconds(),
                TranscriptLine.StaffFront(entryId),
                TranscriptLine.StaffRest(staffId),
                TranscriptLine.Cut(text),
                staffId,
                .. default(Noting).Values,
                EventCall.Digest($"answer|{entryId}"),
            ]
        );
    }

    public Task SetProfileAsync(CustomerKey key, Profile profile) => redis.WriteAsync(ProfileOf(key, profile, Noted));

    internal static Call ProfileOf(CustomerKey key, Profile profile, Noting noted)
    {
        var bucket = Keys.Bucket(key.UserId);
        return new(
            Script.Profile,
            [
                Keys.Customers(key.Account, bucket),
                Keys.Nameless(key.Account, bucket),
                Keys.Journal(key.Account, bucket),
                Keys.Owed(key.Account, bucket),
            ],
            [key.UserId, profile.Name, profile.Language ?? "", .. noted.OfAct]
        );
    }

    /// <summary>
    /// Gives the changes kept by <see cref="ApplyAsync"/> to <paramref name="write"/> and forgets them when it has returned: each at least
    /// once, so it must not matter how often.
    /// </summary>
    /// <returns>Whether there were any.</returns>
    public async Task<bool> DrainSuppressionsAsync(
        AccountKey account,
        Func<IReadOnlyList<SuppressionChange>, Task> write,
        CancellationToken cancellationToken
    )
    {
        var any = false;
        for (var bucket = 0; bucket < Buckets; bucket++)
        {
            var list = Keys.Suppressions(account, bucket);
            while (
                await redis.AskAsync(database => database.ListRangeAsync(list, 0, DrainedAtOnce - 1), cancellationToken)
                    is { Length: > 0 } kept
            )
            {
                any = true;
                await write(
                    Array.ConvertAll(kept, change =>
                        JsonSerializer.Deserialize((string)change!, SuppressionJson.Default.SuppressionChange)!
                    )
                );
                await redis.WriteAsync(new Call(Script.Drained, [list], kept), cancellationToken);
            }
        }

        return any;
    }

    private static readonly EventResult Stale = new(false, null, false);

    private async ValueTask<EventResult> ReadAsync(
        InboundEvent inbound,
        RedisResult result,
        bool suppressionsPending,
        CancellationToken cancellationToken
    )
    {
        CustomerKey? moved = null;
        var told = (string?)result;
        for (var steps = 0; told is ['>', .. var id] && steps < MostMoves; steps++)
        {
            moved = new(inbound.Account, id);
            inbound = inbound with { UserId = id };
            told = (string?)await redis.WriteAsync(CallOf(inbound, suppressionsPending), cancellationToken);
        }

        if (told is ['2', ..])
            Returned?.Invoke();
        return told is not { Length: > 0 } ? Stale : new(true, told.Length == 1 ? null : told[1..], told[0] == '1') { Moved = moved };
    }

    private Call CallOf(InboundEvent inbound, bool suppressionsPending) =>
        EventCall.Of(inbound, suppressionsPending ? SuppressionChange.Of(inbound, words) : null, Noted);
}
