using System.Security.Cryptography;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Texts;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Desks.Privacy;

/// <summary>
/// Judges a list of opt-outs against what is known, and takes it over. It adds opt-outs and never lifts one; whoever has subscribed again
/// since the time that the list names stays subscribed. The same file taken twice changes nothing more. Throws what the stores throw when
/// they are away.
/// </summary>
public sealed class OptOutList(Suppressions suppressions, Conversations conversations, Roster roster)
{
    private const int AtOnce = 1_000;

    /// <param name="at">When those opted out of whom the file does not say when; nobody did later than that.</param>
    public async Task<OptOutPreview> JudgeAsync(
        ReadOnlyMemory<byte> content,
        TimeZoneInfo zone,
        DateTimeOffset at,
        CancellationToken cancellationToken
    )
    {
        var (file, refused) = OptOutFile.Read(content.Span, zone);
        if (file is null)
            return OptOutPreview.Of(refused!);
        var asked = file.Rows.Select(row => (Row: row, Keys: Candidates(row).ToList())).ToList();
        var known = await KnownAsync([.. asked.SelectMany(one => one.Keys).Distinct()], cancellationToken);
        var (keys, faults) = (new Dictionary<CustomerKey, DateTimeOffset>(), file.Faults.ToList());
        foreach (var (row, candidates) in asked)
        {
            // An id that does not say whose it is, is whoever's it is known to be.
            var meant = candidates is [var only] ? [only] : candidates.Where(known.Contains).ToList();
            if (meant.Count == 0)
                faults.Add(new(row.Line, candidates.Count == 0 ? OptOutFault.NoAccount : OptOutFault.WhichAccount));
            foreach (var key in meant)
            {
                var told = row.At is { } given && given < at ? given : at;
                if (!keys.TryGetValue(key, out var other) || told > other)
                    keys[key] = told;
            }
        }

        var there = await ThereAsync([.. keys.Keys], cancellationToken);
        return new(
            [.. keys.Where(one => !there.Contains(one.Key)).Select(one => new OptOut(one.Key, one.Value, known.Contains(one.Key)))],
            there.Count,
            [.. faults.OrderBy(fault => fault.Line)],
            null
        );
    }

    /// <summary>Takes over what the preview names.</summary>
    public async Task ApplyAsync(OptOutPreview preview, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var source = $"import:{Convert.ToHexStringLower(SHA256.HashData(content.Span))[..16]}";
        foreach (var some in preview.New.Chunk(AtOnce))
            await suppressions.ApplyAsync(
                [.. some.Select(one => new SuppressionChange(one.Customer, SuppressionKind.Unsubscribed, On: true, one.At, source))],
                cancellationToken
            );
    }

    /// <summary>All who have opted out, account by account, read as it is used.</summary>
    public async IAsyncEnumerable<(Account Account, string UserId, DateTimeOffset At)> AllAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        foreach (var account in roster.Accounts)
        {
            for (string? after = null; ; )
            {
                var page = await suppressions.PageAsync(account.Key, SuppressionKind.Unsubscribed, after, AtOnce, cancellationToken);
                foreach (var (user, at) in page)
                    yield return (account, user, at);
                if (page.Count < AtOnce)
                    break;
                after = page[^1].UserId;
            }
        }
    }

    private IEnumerable<CustomerKey> Candidates(OptOutFile.Row row)
    {
        foreach (var account in roster.Accounts)
        {
            if (row.Channel is { } channel && !Same(channel, account.Key.Channel.Value))
                continue;
            if (row.Account is { } named && !Same(named, account.Key.Id) && !Same(named, account.Name))
                continue;
            yield return new(account.Key, ChannelCatalog.Of(account.Key.Channel).ReadCustomerId(row.Id));
        }
    }

    private static bool Same(string one, string other) => Essence.Of(one, 200).Letters == Essence.Of(other, 200).Letters;

    private async Task<HashSet<CustomerKey>> KnownAsync(IReadOnlyCollection<CustomerKey> keys, CancellationToken cancellationToken)
    {
        var known = new HashSet<CustomerKey>();
        foreach (var some in keys.Chunk(AtOnce))
            known.UnionWith(await conversations.KnownAsync(some, cancellationToken));
        return known;
    }

    private async Task<HashSet<CustomerKey>> ThereAsync(IReadOnlyCollection<CustomerKey> keys, CancellationToken cancellationToken)
    {
        var there = new HashSet<CustomerKey>();
        foreach (var some in keys.Chunk(AtOnce))
            there.UnionWith(
                (await suppressions.FindAsync(some, cancellationToken))
                    .Where(one => one.Value.Contains(SuppressionKind.Unsubscribed))
                    .Select(one => one.Key)
            );
        return there;
    }
}

/// <param name="Known">Whether they have ever written to the account; of the others it is noted for when they do.</param>
public sealed record OptOut(CustomerKey Customer, DateTimeOffset At, bool Known);

/// <summary>What a list of opt-outs would change.</summary>
/// <param name="There">Of how many it is known already.</param>
/// <param name="Unreadable">Why the file as a whole cannot be read, and where; null when it can.</param>
public sealed record OptOutPreview(
    IReadOnlyList<OptOut> New,
    int There,
    IReadOnlyList<OptOutFile.Fault> Faults,
    CsvReading.Refused? Unreadable
)
{
    /// <summary>How many are customers of ours.</summary>
    public int Matched => New.Count(one => one.Known);

    public int Unmatched => New.Count - Matched;

    /// <summary>By what it is confirmed; empty when it was not kept.</summary>
    public Guid Id { get; init; }

    internal static OptOutPreview Of(CsvReading.Refused refused) => new([], 0, [], refused);
}
