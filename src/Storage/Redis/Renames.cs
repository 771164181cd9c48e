using System.Globalization;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using StackExchange.Redis;

namespace OmoBroadcast.Storage.Redis;

/// <summary>
/// Customers whom their platform calls by another id from now on. What is told of a former id later is of the new one; after nine days,
/// longer than an event may be late, the former id is free: whoever has it then is somebody else. Of renames that lead in a circle the
/// oldest is overtaken.
/// </summary>
/// <param name="again">Out of the journal: nothing is listed for it, and it is done although Redis is held.</param>
internal sealed class Renames(RedisConnection redis, TimeProvider time, bool again = false)
{
    /// <summary>How often somebody may write just then.</summary>
    public const int Tries = 10;

    /// <summary>Where <see cref="Forget"/> says when it is noted.</summary>
    private const int NotedAt = 4;

    /// <summary>More than any person changes their number in nine days.</summary>
    private const int MostSteps = 20;

    /// <summary>
    /// Adds all that is known of the former id to the new one, takes the former away and remembers where it went. The two may lie on two
    /// servers of a cluster, so it is done in steps, each of which may be repeated. Throws what Redis throws when it is away.
    /// </summary>
    /// <param name="at">When the platform renamed them.</param>
    public async Task MergeAsync(CustomerKey former, CustomerKey now, DateTimeOffset at, CancellationToken cancellationToken)
    {
        if (former == now)
            return;
        var rename = new Step(former.UserId, now.UserId, Milliseconds(at), "");
        for (var tried = 0; tried < Tries; tried++)
        {
            var steps = await StepsAsync(now, rename.At, cancellationToken);
            if (steps.FindIndex(step => step.To == former.UserId) is >= 0 and var circle)
            {
                var oldest = steps.Take(circle + 1).MinBy(step => step.At)!;
                if (rename.At <= oldest.At)
                    return;
                await WriteAsync(Stay(now with { UserId = oldest.From }, oldest.Entry, Noted), cancellationToken);
                continue;
            }

            if (await MergeAsync(former, steps.Count == 0 ? now : now with { UserId = steps[^1].To }, rename, cancellationToken))
                return;
        }
    }

    /// <summary>Who is known now instead of a customer that is not there; null if nobody.</summary>
    public async Task<CustomerKey?> FollowAsync(CustomerKey former, DateTimeOffset at, CancellationToken cancellationToken = default) =>
        await StepsAsync(former, Milliseconds(at), cancellationToken) is [.., var last] ? former with { UserId = last.To } : null;

    private async Task<List<Step>> StepsAsync(CustomerKey from, long at, CancellationToken cancellationToken)
    {
        var steps = new List<Step>();
        for (var user = from.UserId; steps.Count < MostSteps; user = steps[^1].To)
        {
            var entry = (string?)
                await AskAsync(database => database.HashGetAsync(Keys.Moved(from.Account, Keys.Bucket(user)), user), cancellationToken);
            if (entry?.Split('\n', 2) is not [var when, var to])
                break;
            var step = new Step(user, to, long.Parse(when, CultureInfo.InvariantCulture), entry);
            if (at > step.At + (long)Kept.TotalMilliseconds)
                break;
            steps.Add(step);
        }

        return steps;
    }

    /// <summary>As <c>customer.lua</c>.</summary>
    internal static readonly TimeSpan Kept = TimeSpan.FromDays(9);

    /// <returns>Whether that is all.</returns>
    private async Task<bool> MergeAsync(CustomerKey former, CustomerKey now, Step rename, CancellationToken cancellationToken)
    {
        var packed = await AskAsync(
            database => database.HashGetAsync(Keys.Customers(former.Account, Keys.Bucket(former.UserId)), former.UserId),
            cancellationToken
        );
        var known = packed.IsNull ? null : CustomerRecord.Read(former, ((ReadOnlyMemory<byte>)packed).Span);
        RedisValue[] raw = [];
        if (known is not null)
        {
            raw = await RawAsync(former, cancellationToken);
            var told = await WriteAsync(
                new Call(
                    Script.Rename,
                    Places(known, now),
                    [
                        now.UserId,
                        packed,
                        rename.At,
                        .. Noted.OfAct,
                        .. await SaidAsync(
                            former,
                            Array.ConvertAll(raw, copy => (RedisValue)RawLine.Write(now.UserId, RawLine.Read((string)copy!).Json)),
                            cancellationToken
                        ),
                    ]
                ),
                cancellationToken
            );
            // The new one has just been renamed, too.
            if (!told.IsNull)
                return false;
        }

        var gone = await WriteAsync(Noted.In(Forget(former, known, packed, rename, raw), NotedAt), cancellationToken);
        return (int)gone == 1;
    }

    /// <summary>Where it stands what is known of somebody, for <c>merge.lua</c>.</summary>
    internal static RedisKey[] Places(Customer known, CustomerKey now)
    {
        var (account, bucket, encoded) = (now.Account, Keys.Bucket(now.UserId), Keys.Encode(now.UserId));
        return
        [
            Keys.Customers(account, bucket),
            Keys.Transcript(account, bucket, encoded),
            Keys.Pending(account, bucket),
            Keys.Mine(account, bucket, known.Assignee ?? ""),
            Keys.Nameless(account, bucket),
            Keys.Changed(account, bucket),
            Keys.Open(account, bucket),
            Keys.Unread(account, bucket),
            Keys.Closed(account, bucket, known.LastOwner ?? ""),
            Keys.Amendments(account, bucket, encoded),
            Keys.Moved(account, bucket),
            Keys.Raw(account, bucket),
            Keys.Journal(account, bucket),
            Keys.Owed(account, bucket),
        ];
    }

    /// <summary>They have moved back since.</summary>
    public static Call Stay(CustomerKey former, string entry, Noting noted)
    {
        var (account, bucket) = (former.Account, Keys.Bucket(former.UserId));
        return new(
            Script.Stay,
            [Keys.Moved(account, bucket), Keys.Journal(account, bucket), Keys.Owed(account, bucket)],
            [former.UserId, entry, .. noted.OfAct]
        );
    }

    /// <summary>Takes a customer away as they were read, unless something has happened since.</summary>
    /// <param name="rename">Null if they are to be forgotten.</param>
    /// <param name="raw">Their raw events, which are theirs under the other id by now.</param>
    public static Call Forget(CustomerKey former, Customer? known, RedisValue packed, Step? rename = null, params RedisValue[] raw)
    {
        var (account, bucket, encoded) = (former.Account, Keys.Bucket(former.UserId), Keys.Encode(former.UserId));
        return new(
            Script.Forget,
            [
                Keys.Customers(account, bucket),
                Keys.Transcript(account, bucket, encoded),
                Keys.Pending(account, bucket),
                Keys.Mine(account, bucket, known?.Assignee ?? ""),
                Keys.Nameless(account, bucket),
                Keys.Amendments(account, bucket, encoded),
                Keys.Open(account, bucket),
                Keys.Unread(account, bucket),
                Keys.Closed(account, bucket, known?.LastOwner ?? ""),
                Keys.Moved(account, bucket),
                Keys.Raw(account, bucket),
                Keys.Journal(account, bucket),
                Keys.Owed(account, bucket),
                Keys.Left(account, bucket),
            ],
            [
                former.UserId,
                known is null ? RedisValue.EmptyString : packed,
                rename?.To ?? "",
                rename?.At ?? 0,
                .. default(Noting).OfAct,
                RawLine.Write(former.UserId, ""),
                .. raw,
            ]
        );
    }

    private async Task<RedisValue[]> RawAsync(CustomerKey customer, CancellationToken cancellationToken)
    {
        var key = Keys.Raw(customer.Account, Keys.Bucket(customer.UserId));
        var kept = await AskAsync(database => database.ListRangeAsync(key), cancellationToken);
        return Array.FindAll(kept, copy => RawLine.Read((string)copy!).User == Keys.Encode(customer.UserId));
    }

    /// <summary>How many lines and raw events; the lines with their scores, the raw events, the amendments with their scores.</summary>
    private async Task<IEnumerable<RedisValue>> SaidAsync(CustomerKey customer, RedisValue[] raw, CancellationToken cancellationToken)
    {
        var (account, bucket, encoded) = (customer.Account, Keys.Bucket(customer.UserId), Keys.Encode(customer.UserId));
        var lists = await AskAsync(
            database =>
                Task.WhenAll(
                    database.SortedSetRangeByRankWithScoresAsync(Keys.Transcript(account, bucket, encoded)),
                    database.SortedSetRangeByRankWithScoresAsync(Keys.Amendments(account, bucket, encoded))
                ),
            cancellationToken
        );
        return [lists[0].Length, raw.Length, .. Scored(lists[0]), .. raw, .. Scored(lists[1])];

        static IEnumerable<RedisValue> Scored(SortedSetEntry[] list) => list.SelectMany(entry => new[] { entry.Score, entry.Element });
    }

    private Noting Noted => again ? default : Noting.Of(redis, time);

    private Task<T> AskAsync<T>(Func<IDatabase, Task<T>> commands, CancellationToken cancellationToken) =>
        again ? redis.AskBeneathAsync(commands, cancellationToken) : redis.AskAsync(commands, cancellationToken);

    private async Task<RedisResult> WriteAsync(Call call, CancellationToken cancellationToken) =>
        again ? (await redis.WriteBeneathAsync([call], cancellationToken))[0] : await redis.WriteAsync(call, cancellationToken);

    private static long Milliseconds(DateTimeOffset at) => Math.Max(at.ToUnixTimeMilliseconds(), 1);

    /// <param name="At">When they were renamed, in ms.</param>
    /// <param name="Entry">As it is kept.</param>
    internal sealed record Step(string From, string To, long At, string Entry);
}
