using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using StackExchange.Redis;

namespace OmoBroadcast.Storage.Redis;

/// <summary>Finding anybody by name or id, and forgetting them.</summary>
public sealed partial class Conversations
{
    private const int ScannedAtOnce = 1_000;

    /// <summary>
    /// Those of an account whom <paramref name="which"/> picks, whoever's they are; reads all of them, which costs about a second for a
    /// million.
    /// </summary>
    /// <param name="most">No more than so many are found.</param>
    public async Task<IReadOnlyList<Customer>> SearchAsync(
        AccountKey account,
        Func<Customer, bool> which,
        int most,
        CancellationToken cancellationToken
    )
    {
        var found = new Dictionary<string, Customer>(StringComparer.Ordinal);
        for (var bucket = 0; bucket < Buckets && found.Count < most; bucket++)
        {
            // Of a hash that changes meanwhile a member may come twice.
            await foreach (var (user, packed) in ScanAsync(Keys.Customers(account, bucket), cancellationToken))
            {
                var customer = CustomerRecord.Read(new(account, user!), ((ReadOnlyMemory<byte>)packed).Span);
                if (which(customer))
                    found[user!] = customer;
                if (found.Count == most)
                    break;
            }
        }

        if (departures is not null && found.Count < most)
            await foreach (var key in departures.SearchAsync(account, which, cancellationToken))
            {
                if (await FindAsync(key) is { } back && which(back))
                    found[back.Key.UserId] = back;
                if (found.Count == most)
                    break;
            }

        return [.. found.Values];
    }

    /// <summary>
    /// Forgets a customer: record, transcript, lists, other ids, raw events. Who has written since is somebody new, and stays. That their
    /// events have been seen is remembered by digests alone, so that a repetition does not bring them back.
    /// </summary>
    /// <param name="asked">When it was asked for.</param>
    public async Task EraseAsync(CustomerKey key, DateTimeOffset asked, CancellationToken cancellationToken)
    {
        for (var tried = 0; tried < Renames.Tries; tried++)
        {
            var packed = await redis.AskAsync(
                database => database.HashGetAsync(Keys.Customers(key.Account, Keys.Bucket(key.UserId)), key.UserId),
                cancellationToken
            );
            if (packed.IsNull)
                break;
            var known = CustomerRecord.Read(key, ((ReadOnlyMemory<byte>)packed).Span);
            if (known.LastMessageAt > asked)
                return;
            if ((int)await redis.WriteAsync(Renames.Forget(key, known, packed), cancellationToken) == 1)
                break;
        }

        // Their opt-out stands in SQL: nobody needs to be told that they have changed. Nor is a card drawn anew, by whose mark
        // (customer.lua) they would be known.
        var home = Keys.Bucket(key.UserId);
        await ForgetLeftAsync(key, cancellationToken);
        await redis.AskAsync(database => database.SortedSetRemoveAsync(Keys.Changed(key.Account, home), key.UserId), cancellationToken);
        await redis.AskAsync(
            database => database.SortedSetRemoveAsync(Keys.Unread(key.Account, home), [.. Unread.Marks(key.UserId)]),
            cancellationToken
        );
        for (var bucket = 0; bucket < Buckets; bucket++)
        {
            foreach (var names in (RedisKey[])[Keys.Aliases(key.Account, bucket), Keys.Moved(key.Account, bucket)])
            await foreach (var (other, user) in ScanAsync(names, cancellationToken))
                if (other == key.UserId || ((string)user!).Split('\n')[^1] == key.UserId)
                    await redis.AskAsync(database => database.HashDeleteAsync(names, other), cancellationToken);
            await redis.AskAsync(database => database.SetRemoveAsync(Keys.Owed(key.Account, bucket), key.UserId), cancellationToken);
            await UnlistAsync(key, bucket, cancellationToken);
            var raw = Keys.Raw(key.Account, bucket);
            foreach (var line in await redis.AskAsync(database => database.ListRangeAsync(raw), cancellationToken))
                if (
                    ((string)line!).Contains(key.UserId, StringComparison.Ordinal)
                    || RawLine.Read((string)line!).User == Keys.Encode(key.UserId)
                )
                    await redis.AskAsync(database => database.ListRemoveAsync(raw, line), cancellationToken);
        }
    }

    private async Task UnlistAsync(CustomerKey key, int bucket, CancellationToken cancellationToken)
    {
        var list = Keys.Journal(key.Account, bucket);
        foreach (var block in await redis.AskAsync(database => database.ListRangeAsync(list), cancellationToken))
        {
            var (entries, _) = JournalBlock.Read(key.Account, [block]);
            if (entries.Exists(entry => entry.Customer == key || entry.Other == key.UserId))
                await redis.AskAsync(database => database.ListRemoveAsync(list, block), cancellationToken);
        }
    }

    private async IAsyncEnumerable<(RedisValue Name, RedisValue Value)> ScanAsync(
        RedisKey hash,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await foreach (
            var entry in (
                await redis.AskAsync(database => Task.FromResult(database.HashScanAsync(hash, pageSize: ScannedAtOnce)), cancellationToken)
            ).WithCancellation(cancellationToken)
        )
            yield return (entry.Name, entry.Value);
    }
}
