using System.Text.Json;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using StackExchange.Redis;

namespace OmoBroadcast.Storage.Redis;

public sealed partial class Conversations
{
    /// <summary>The newest lines, oldest first.</summary>
    /// <param name="most">At most <see cref="TranscriptLength"/>.</param>
    public async Task<IReadOnlyList<TranscriptEntry>> TranscriptAsync(CustomerKey key, int most)
    {
        if (most <= 0)
            return [];
        var transcript = Keys.Transcript(key.Account, Keys.Bucket(key.UserId), Keys.Encode(key.UserId));
        var lines = await redis.AskAsync(database =>
            database.SortedSetRangeByRankWithScoresAsync(transcript, -Math.Min(most, TranscriptLength), -1)
        );
        var read = Array.ConvertAll(lines, line => TranscriptLine.Read((string)line.Element!, line.Score));
        var asked = read.Select(entry => entry.Details?.Quoted).OfType<string>().Select(Keys.Encode).ToHashSet(StringComparer.Ordinal);
        if (asked.Count == 0)
            return read;

        // What is answered may stand further up.
        var quoted = Quoted(lines, asked);
        if (quoted.Count < asked.Count && lines.Length == most)
            quoted = Quoted(await redis.AskAsync(database => database.SortedSetRangeByRankWithScoresAsync(transcript)), asked);
        return Array.ConvertAll(read, entry =>
            entry.Details?.Quoted is { } id && quoted.TryGetValue(Keys.Encode(id), out var line) ? entry with { Quoted = line } : entry
        );
    }

    private static Dictionary<string, TranscriptEntry> Quoted(SortedSetEntry[] lines, HashSet<string> asked)
    {
        var found = new Dictionary<string, TranscriptEntry>(StringComparer.Ordinal);
        foreach (var line in lines)
            if (TranscriptLine.MessageId((string)line.Element!) is { Length: > 0 } id && asked.Contains(id))
                found[id] = TranscriptLine.Read((string)line.Element!, line.Score);
        return found;
    }

    /// <summary>Whether something that a customer sent still stands in the conversation with them: it was not taken back, and not so long
    /// ago that it is kept no more.</summary>
    public async Task<bool> StandsAsync(CustomerKey key, string media) =>
        await FindAsync(key) is { } customer
        && (await TranscriptAsync(customer.Key, TranscriptLength)).Any(entry => entry.Media.Any(one => one.At == media));

    /// <summary>Some of the customers whose profile was never fetched: any of them, so that those who have none do not stand in the
    /// way.</summary>
    public async Task<IReadOnlyList<CustomerKey>> NamelessAsync(AccountKey account, int most)
    {
        if (most <= 0)
            return [];
        var found = await redis.AskAsync(database =>
            Task.WhenAll(
                Enumerable.Range(0, Buckets).Select(bucket => database.SetRandomMembersAsync(Keys.Nameless(account, bucket), most))
            )
        );
        // In turn from each bucket.
        return
        [
            .. found
                .SelectMany(members => members.Select((member, turn) => (member, turn)))
                .OrderBy(pair => pair.turn)
                .Take(most)
                .Select(pair => new CustomerKey(account, (string)pair.member!)),
        ];
    }

    /// <summary>The newest events of which nothing more is known, as JSON.</summary>
    public async Task<IReadOnlyList<string>> RawAsync(AccountKey account, CancellationToken cancellationToken)
    {
        var lists = await redis.AskAsync(
            database => Task.WhenAll(Enumerable.Range(0, Buckets).Select(bucket => database.ListRangeAsync(Keys.Raw(account, bucket)))),
            cancellationToken
        );
        return [.. lists.SelectMany(list => list).Select(raw => RawLine.Read((string)raw!).Json)];
    }

    /// <summary>Those of one customer, the newest first.</summary>
    public async Task<IReadOnlyList<string>> RawAsync(CustomerKey key, int most, CancellationToken cancellationToken)
    {
        var encoded = Keys.Encode(key.UserId);
        var list = await redis.AskAsync(
            database => database.ListRangeAsync(Keys.Raw(key.Account, Keys.Bucket(key.UserId))),
            cancellationToken
        );
        return [.. list.Select(raw => RawLine.Read((string)raw!)).Where(raw => raw.User == encoded).Take(most).Select(raw => raw.Json)];
    }
}
