using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OmoBroadcast.Domain.Channels;
using StackExchange.Redis;

namespace OmoBroadcast.Storage.Redis;

/// <summary>The names of all keys. What comes from outside is encoded, so that no id can leave its hash tag or meet another's
/// key.</summary>
internal static class Keys
{
    private const int LongestPart = 200;

    private static readonly ConcurrentDictionary<AccountKey, string[]> Tags = new();

    /// <summary>A stable hash (FNV-1a): customers must be found again by every version and on every machine.</summary>
    public static int Bucket(string id)
    {
        var hash = 2166136261u;
        foreach (var unit in id)
        {
            hash = (hash ^ (byte)unit) * 16777619;
            hash = (hash ^ (byte)(unit >> 8)) * 16777619;
        }

        return (int)((hash ^ (hash >> 16)) % Conversations.Buckets);
    }

    public static RedisKey Seen(AccountKey account, int bucket, DateOnly day) =>
        string.Create(CultureInfo.InvariantCulture, $"{Tag(account, bucket)}seen:{day:yyyyMMdd}");

    public static RedisKey Customers(AccountKey account, int bucket) => Tag(account, bucket) + "customers";

    public static RedisKey Transcript(AccountKey account, int bucket, string encodedUser) => Tag(account, bucket) + "said:" + encodedUser;

    public static RedisKey Amendments(AccountKey account, int bucket, string encodedUser) =>
        Tag(account, bucket) + "amended:" + encodedUser;

    public static RedisKey Pending(AccountKey account, int bucket) => Tag(account, bucket) + "pending";

    public static RedisKey Mine(AccountKey account, int bucket, string staff) =>
        Tag(account, bucket) + "mine:" + Encode(staff.ToLowerInvariant());

    /// <summary>All that are in progress, by whose they are and the newest message.</summary>
    public static RedisKey Open(AccountKey account, int bucket) => Tag(account, bucket) + "open";

    /// <summary>Those with a message that its assignee is to be told of, by when.</summary>
    public static RedisKey Unread(AccountKey account, int bucket) => Tag(account, bucket) + "unread";

    /// <summary>Those that a member of staff closed, by when. May hold some that are so no longer.</summary>
    public static RedisKey Closed(AccountKey account, int bucket, string staff) =>
        Tag(account, bucket) + "closed:" + Encode(staff.ToLowerInvariant());

    /// <summary>Whose conversation staff changed, by the moment; under no name the last moment.</summary>
    public static RedisKey Changed(AccountKey account, int bucket) => Tag(account, bucket) + "changed";

    /// <summary>A mark that is gone when the bucket has lost what it held.</summary>
    public static RedisKey Born(AccountKey account, int bucket) => Tag(account, bucket) + "born";

    public static RedisKey Nameless(AccountKey account, int bucket) => Tag(account, bucket) + "nameless";

    /// <summary>By another id of theirs, what customers are known by.</summary>
    public static RedisKey Aliases(AccountKey account, int bucket) => Tag(account, bucket) + "aliases";

    /// <summary>By their former id, by what id customers are known now, and since when.</summary>
    public static RedisKey Moved(AccountKey account, int bucket) => Tag(account, bucket) + "moved";

    public static RedisKey Suppressions(AccountKey account, int bucket) => Tag(account, bucket) + "suppressions";

    public static RedisKey Raw(AccountKey account, int bucket) => Tag(account, bucket) + "raw";

    /// <summary>What was done, until it stands in the journal.</summary>
    public static RedisKey Journal(AccountKey account, int bucket) => Tag(account, bucket) + "journal";

    /// <summary>Whose doings the journal lacks: they are listed as they stand once there is room.</summary>
    public static RedisKey Owed(AccountKey account, int bucket) => Tag(account, bucket) + "owed";

    /// <summary>Up to where the journal has been written from here.</summary>
    public static RedisKey Listed(AccountKey account, int bucket) => Tag(account, bucket) + "listed";

    /// <summary>Which life of the bucket the journal knows: gone when the bucket has lost what it held.</summary>
    public static RedisKey Life(AccountKey account, int bucket) => Tag(account, bucket) + "life";

    /// <summary>Which node puts the bucket together again. Gone with what was put there, when that is lost once more.</summary>
    public static RedisKey Restoring(AccountKey account, int bucket) => Tag(account, bucket) + "restoring";

    /// <summary>Of whom nothing was heard for so long that nothing is left here of them: the journal has it.</summary>
    public static RedisKey Left(AccountKey account, int bucket) => Tag(account, bucket) + "left";

    /// <summary>Those of them who are there again, and not whole yet.</summary>
    public static RedisKey Returning(AccountKey account, int bucket) => Tag(account, bucket) + "returning";

    public static RedisKey Pair(AccountKey account, int bucket, string encodedUser) => Tag(account, bucket) + "pair:" + encodedUser;

    /// <summary>Reports that came while SQL was away.</summary>
    public static RedisKey Reports(AccountKey account) => Tag(account, 0) + "reports";

    /// <summary>What is written only to see that it can be, one key for each of several servers.</summary>
    public static RedisKey Probe(int number) => string.Create(CultureInfo.InvariantCulture, $"omo:probe:{number}");

    public static RedisKey Shown(string code) => "{shown:" + Encode(code) + "}";

    public static RedisKey Pace(string key) => "{pace:" + Encode(key) + "}";

    /// <summary>Letters, digits, <c>. _ -</c> as they are, all else as %XX of its UTF-8; what would be very long ends in its SHA-256
    /// instead.</summary>
    public static string Encode(string part)
    {
        var plain = part.Length <= LongestPart;
        foreach (var unit in part)
            plain &= char.IsAsciiLetterOrDigit(unit) || unit is '.' or '_' or '-';
        if (plain)
            return part;

        var bytes = Encoding.UTF8.GetBytes(part);
        var encoded = new StringBuilder(bytes.Length * 2);
        foreach (var value in bytes)
        {
            var unit = (char)value;
            if (char.IsAsciiLetterOrDigit(unit) || unit is '.' or '_' or '-')
                encoded.Append(unit);
            else
                encoded.Append('%').Append(value.ToString("X2", CultureInfo.InvariantCulture));
            if (encoded.Length > LongestPart)
                return encoded.ToString(0, LongestPart) + "~" + Convert.ToHexString(SHA256.HashData(bytes));
        }

        return encoded.ToString();
    }

    /// <summary>What <see cref="Encode"/> was given, for parts that were not too long.</summary>
    public static string Decode(string encoded) => Uri.UnescapeDataString(encoded);

    private static string Tag(AccountKey account, int bucket) =>
        Tags.GetOrAdd(account, static key =>
            [
                .. Enumerable
                    .Range(0, Conversations.Buckets)
                    .Select(number =>
                        string.Create(CultureInfo.InvariantCulture, $"{{{Encode(key.Channel.Value)}:{Encode(key.Id)}:{number:00}}}")
                    ),
            ]
        )[bucket];
}
