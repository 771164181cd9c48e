using System.Globalization;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Sql;
using StackExchange.Redis;

namespace OmoBroadcast.Storage.Redis;

/// <summary>
/// Does again what the journal says, with the scripts that did it first: so what Redis holds is what follows from the journal. On top of
/// what is there already it changes nothing. Throws what Redis throws when it is away.
/// </summary>
public sealed class JournalReplay(RedisConnection redis, TimeProvider time)
{
    private const int AtOnce = 500;
    private const int DigestBytes = 12;

    private readonly Renames renames = new(redis, time, again: true);

    /// <param name="entries">Of each customer in their order.</param>
    public async Task ReplayAsync(IReadOnlyList<JournalEntry> entries, CancellationToken cancellationToken)
    {
        var left = ThoseWhoLeft(entries);
        IReadOnlyList<JournalEntry> others =
            left.Count == 0 ? entries : [.. entries.Where(entry => !left.Contains(entry.Customer) || IsOfAnotherId(entry))];
        await InOrderAsync(others, cancellationToken);
        // Whoever is there all the same came with entries before these, or under another id: without these they would be there by half.
        foreach (var some in left.Chunk(AtOnce))
        {
            var told = await redis.WriteBeneathAsync(Array.ConvertAll(some, Gone), cancellationToken);
            var there = some.Where((_, at) => (int)told[at] == 0).ToHashSet();
            if (there.Count > 0)
                await InOrderAsync([.. entries.Where(entry => there.Contains(entry.Customer))], cancellationToken);
        }
    }

    private async Task InOrderAsync(IReadOnlyList<JournalEntry> entries, CancellationToken cancellationToken)
    {
        var calls = new List<(JournalEntry, Call)>();
        for (var at = 0; at < entries.Count; at++)
        {
            if (entries[at].What == JournalWords.Moved)
            {
                await SendAsync(calls, cancellationToken);
                await renames.MergeAsync(
                    entries[at].Customer,
                    entries[at].Customer with
                    {
                        UserId = entries[at].Other ?? "",
                    },
                    DateTimeOffset.FromUnixTimeMilliseconds(entries[at].At),
                    cancellationToken
                );
            }
            else if (entries[at].What == JournalWords.Stood)
            {
                var parts = entries.Skip(at + 1).TakeWhile(part => IsPart(part, entries[at])).ToList();
                calls.Add((entries[at], Stood(entries[at], parts)));
                at += parts.Count;
            }
            else if (Of(entries[at]) is { } call)
            {
                calls.Add((entries[at], call));
            }

            if (calls.Count >= AtOnce)
                await SendAsync(calls, cancellationToken);
        }

        await SendAsync(calls, cancellationToken);
    }

    /// <summary>What can be done by itself: one entry, or a customer as they stood with all that belongs to it.</summary>
    public static IEnumerable<IReadOnlyList<JournalEntry>> Units(IReadOnlyList<JournalEntry> entries)
    {
        for (var at = 0; at < entries.Count; )
        {
            List<JournalEntry> unit = [entries[at], .. entries.Skip(at + 1).TakeWhile(part => IsPart(part, entries[at]))];
            at += unit.Count;
            yield return unit;
        }
    }

    private static Call? Of(JournalEntry entry)
    {
        var (customer, at) = (entry.Customer, DateTimeOffset.FromUnixTimeMilliseconds(entry.At));
        return entry.What switch
        {
            { Length: 1 } => EventCall.Again(entry),
            JournalWords.Tags => Tagged(entry),
            JournalWords.Answer => Answer(entry),
            JournalWords.Profile => Conversations.ProfileOf(customer, new(entry.Name ?? "", entry.Told), default),
            JournalWords.Alias => Aliases.Of(customer.Account, customer.UserId, entry.Other ?? "", default),
            JournalWords.Stays => Renames.Stay(
                customer,
                string.Create(CultureInfo.InvariantCulture, $"{entry.At}\n{entry.Other}"),
                default
            ),
            "take" or "close" or "reopen" or "pass" or "giveback" => Decided(entry),
            _ => null,
        };
    }

    /// <summary>Of whom that they left is the last there is. Of others it means nothing.</summary>
    private static HashSet<CustomerKey> ThoseWhoLeft(IReadOnlyList<JournalEntry> entries)
    {
        var left = new HashSet<CustomerKey>();
        foreach (var entry in entries.Where(entry => !IsOnlySql(entry)))
            if (entry.What == JournalWords.Left)
                left.Add(entry.Customer);
            else
                left.Remove(entry.Customer);
        return left;
    }

    /// <summary>Nothing in Redis follows from it.</summary>
    private static bool IsOnlySql(JournalEntry entry) =>
        entry.What is JournalWords.Note or JournalWords.Bound or JournalWords.Unbound or JournalWords.Stopped or JournalWords.Resumed;

    private static bool IsOfAnotherId(JournalEntry entry) => entry.What is JournalWords.Alias or JournalWords.Moved or JournalWords.Stays;

    private static Call Gone(CustomerKey customer)
    {
        var bucket = Keys.Bucket(customer.UserId);
        return new(Script.Gone, [Keys.Customers(customer.Account, bucket), Keys.Left(customer.Account, bucket)], [customer.UserId]);
    }

    private static Call Tagged(JournalEntry entry)
    {
        var (account, user) = (entry.Customer.Account, entry.Customer.UserId);
        var tags = entry.Detail is { Length: > 0 } became ? Array.ConvertAll(became.Split('\n'), tag => (RedisValue)tag) : [];
        return new(Script.Tagged, [Keys.Customers(account, Keys.Bucket(user))], [user, entry.At, .. tags]);
    }

    private static Call Answer(JournalEntry entry)
    {
        var call = Conversations.AnswerOf(entry.Customer, "", "", "", DateTimeOffset.FromUnixTimeMilliseconds(entry.At));
        var values = call.Values.ToArray();
        (values[2], values[3], values[4]) = (entry.Event + "\n", entry.Detail ?? "", entry.Words ?? "");
        return call with { Values = values };
    }

    private static Call Decided(JournalEntry entry)
    {
        var (account, user) = (entry.Customer.Account, entry.Customer.UserId);
        var bucket = Keys.Bucket(user);
        // As move.lua writes it.
        var became = (entry.Detail ?? "").Split('\n', 5);
        if (became.Length < 5)
            throw new FormatException("An act of the journal does not say what became of it");
        return new(
            Script.Decided,
            [
                Keys.Customers(account, bucket),
                Keys.Transcript(account, bucket, Keys.Encode(user)),
                Keys.Pending(account, bucket),
                Keys.Mine(account, bucket, entry.Staff ?? ""),
                Keys.Mine(account, bucket, became[4]),
                Keys.Open(account, bucket),
                Keys.Unread(account, bucket),
                Keys.Closed(account, bucket, became[3]),
                Keys.Changed(account, bucket),
            ],
            [user, became[0], became[1], became[2], became[3], became[4], Conversations.ClosedKept]
        );
    }

    private static bool IsPart(JournalEntry part, JournalEntry whole) =>
        part.What is JournalWords.Said or JournalWords.Amended
        && part.Customer == whole.Customer
        && part.Digest.ToByteArray(bigEndian: true)
            .AsSpan(0, DigestBytes)
            .SequenceEqual(whole.Digest.ToByteArray(bigEndian: true).AsSpan(0, DigestBytes));

    private static Call Stood(JournalEntry entry, List<JournalEntry> parts)
    {
        var (key, record) = (entry.Customer, Convert.FromBase64String(entry.Detail ?? ""));
        var lines = parts.Where(part => part.What == JournalWords.Said).ToList();
        return new(
            Script.Again,
            Renames.Places(CustomerRecord.Read(key, record), key),
            [
                key.UserId,
                record,
                entry.At,
                .. default(Noting).OfAct,
                lines.Count,
                0,
                .. lines.SelectMany(line => new RedisValue[] { line.Told, $"{line.Event}\n{line.Message}{line.Detail}{line.Words}" }),
                .. parts
                    .Where(part => part is { What: JournalWords.Amended, Words: not null })
                    .SelectMany(part => new RedisValue[] { part.Told, part.Words }),
            ]
        );
    }

    private async Task SendAsync(List<(JournalEntry Entry, Call Call)> calls, CancellationToken cancellationToken)
    {
        if (calls.Count == 0)
            return;
        var told = await redis.WriteBeneathAsync(calls.ConvertAll(call => call.Call), cancellationToken);
        // Events of somebody who is known by another id by then: as Conversations does it.
        var moved = calls
            .Zip(told)
            .Where(pair => pair.First.Entry.What.Length == 1 && (string?)pair.Second is ['>', ..])
            .Select(pair => Moved(pair.First.Entry, ((string)pair.Second!)[1..]))
            .ToList();
        calls.Clear();
        await SendAsync(moved, cancellationToken);
    }

    private static (JournalEntry, Call) Moved(JournalEntry entry, string to)
    {
        var now = entry with { Customer = entry.Customer with { UserId = to } };
        return (now, EventCall.Again(now));
    }
}
