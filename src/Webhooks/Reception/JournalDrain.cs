using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Webhooks.Reception;

/// <summary>Writes down what the scripts have listed, in blocks, each taken off its list only when it is committed. A cut anywhere only
/// repeats.</summary>
internal sealed partial class JournalDrain(JournalLists lists, Journal journal, Circuit circuit, ILogger<JournalDrain> logger)
{
    /// <summary>In one transaction, of all lists together: on SQLite whoever else writes waits for it.</summary>
    private const int Most = 2_000,
        Least = 50;

    private int atOnce = Most;
    private bool owing;

    /// <summary>Another number than before: Redis may have been begun anew.</summary>
    public int Connections => lists.Connections;

    /// <summary>It is being put together again.</summary>
    public bool IsHeld => lists.IsHeld;

    /// <summary>Whether anything waits. That somebody is owed to the journal the log says: there was no more room, or Redis or the journal
    /// is a new one.</summary>
    public async Task<bool> WaitsAsync(List<AccountKey> accounts, CancellationToken cancellationToken)
    {
        var wait = await lists.CountAsync(accounts, cancellationToken);
        if (wait.Owed > 0 && !owing)
            LogOwing(wait.Owed);
        owing = wait.Owed > 0;
        return wait.Entries + wait.Owed > 0;
    }

    /// <summary>All that is listed.</summary>
    public async Task DrainAsync(List<AccountKey> accounts, CancellationToken cancellationToken)
    {
        while (await DrainBlocksAsync(accounts, cancellationToken)) { }
    }

    /// <summary>And whoever is owed to the journal, as they stand.</summary>
    public async Task DrainWithOwedAsync(List<AccountKey> accounts, CancellationToken cancellationToken)
    {
        var before = Connections;
        do await DrainAsync(accounts, cancellationToken);
        // Begun anew meanwhile it may have lost something: that is looked at first.
        while (before == Connections && await lists.ListOwedAsync(accounts, cancellationToken) > 0);
    }

    /// <summary>True when a list may hold more.</summary>
    private async Task<bool> DrainBlocksAsync(List<AccountKey> accounts, CancellationToken cancellationToken)
    {
        var asked = atOnce;
        var blocks = await lists.ReadAsync(accounts, asked, cancellationToken);
        if (blocks.Count == 0)
            return false;
        foreach (var block in blocks.Where(block => block.Unreadable > 0))
            LogUnreadable(block.Unreadable, block.Account);
        var upTo = await WriteAsync(blocks, cancellationToken);
        atOnce = Math.Min(atOnce * 2, Most);
        await lists.TrimAsync(blocks, upTo, cancellationToken);
        WebhookMetrics.Journaled.Add(blocks.Sum(block => block.Entries.Count));
        return blocks.Sum(block => block.Size) >= asked;
    }

    private async Task<IReadOnlyList<long?>> WriteAsync(IReadOnlyList<JournalBlock> blocks, CancellationToken cancellationToken)
    {
        var filled = blocks.Where(block => block.Entries.Count > 0).ToList();
        var places = filled.ConvertAll(block => new JournalPlace(block.Account, block.Bucket, block.Entries[^1]));
        var reached = await AppendAsync([.. filled.SelectMany(block => block.Entries)], places, cancellationToken);
        var numbers = filled.Zip(reached).ToDictionary(pair => pair.First, pair => pair.Second);
        return [.. blocks.Select(block => numbers.TryGetValue(block, out var number) ? number : (long?)null)];
    }

    private async Task<IReadOnlyList<long>> AppendAsync(
        IReadOnlyList<JournalEntry> entries,
        IReadOnlyList<JournalPlace> places,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await journal.AppendAsync(entries, places, cancellationToken);
        }
        catch (Exception wrong) when (!cancellationToken.IsCancellationRequested && circuit.IsAway(wrong))
        {
            // It may have been too much for the time that a statement has.
            atOnce = Math.Max(atOnce / 2, Least);
            throw;
        }
        catch (Exception wrong) when (!cancellationToken.IsCancellationRequested && !circuit.IsAway(wrong))
        {
            if (entries is [var one])
            {
                // All others are written.
                LogDropped(one.What, one.Customer.Account, wrong.GetType().Name);
                return await journal.AppendAsync([], places, cancellationToken);
            }
        }

        var half = entries.Count / 2;
        await AppendAsync([.. entries.Take(half)], [], cancellationToken);
        return await AppendAsync([.. entries.Skip(half)], places, cancellationToken);
    }

    [LoggerMessage(
        LogLevel.Information,
        "Of {Customers} customers the journal lacks something, since more waited than may (Omo:JournalWaiting) or since Redis or the database is another: they are written down as they stand"
    )]
    private partial void LogOwing(long customers);

    [LoggerMessage(LogLevel.Error, "{Entries} entries of {Account} for the journal cannot be read and are not in it")]
    private partial void LogUnreadable(int entries, AccountKey account);

    [LoggerMessage(LogLevel.Error, "An entry ({What}) of {Account} that the database will not have is not in the journal: {Reason}")]
    private partial void LogDropped(string what, AccountKey account, string reason);
}
