using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;
using StackExchange.Redis;

namespace OmoBroadcast.Tests.Storage.Sql;

/// <summary>Writes the journal as a node does, and tells what is in it.</summary>
internal static class Draining
{
    public static async Task DrainAsync(JournalLists lists, Journal journal, AccountKey account, int most = 500)
    {
        while (await lists.ReadAsync([account], most, CancellationToken.None) is { Count: > 0 } blocks)
            await lists.TrimAsync(blocks, await WriteAsync(journal, blocks), CancellationToken.None);
    }

    public static async Task<IReadOnlyList<long?>> WriteAsync(Journal journal, IReadOnlyList<JournalBlock> blocks) =>
        [
            .. (
                await journal.AppendAsync(
                    [.. blocks.SelectMany(block => block.Entries)],
                    [.. blocks.Select(block => new JournalPlace(block.Account, block.Bucket, block.Entries[^1]))],
                    CancellationToken.None
                )
            ).Select(number => (long?)number),
        ];

    /// <summary>What stands in it of a customer, each as what it is, its words, its name, who did it and to whom.</summary>
    public static async Task<IReadOnlyList<string>> ToldAsync(LedgerFixture ledger, CustomerKey customer) =>
        await ledger.Database.QueryAsync(
            """
            select what, words, journal.name, staff, other from journal join accounts on accounts.id = account
            where accounts.name = @account and user_id = @user order by seq
            """,
            row =>
                string.Join(
                    ' ',
                    new[]
                    {
                        row.Text("what"),
                        row.TextOrNull("words"),
                        row.TextOrNull("name"),
                        row.TextOrNull("staff"),
                        row.TextOrNull("other"),
                    }.Where(part => part is not null)
                ),
            CancellationToken.None,
            ("account", customer.Account.ToString()),
            ("user", customer.UserId)
        );

    /// <summary>Takes away what Redis holds of an account.</summary>
    /// <param name="which">Of its keys, as KEYS has it.</param>
    public static async Task LoseAsync(RedisConnection of, AccountKey account, string which = "*")
    {
        await using var redis = await ConnectionMultiplexer.ConnectAsync($"{of.Configuration},allowAdmin=true");
        var keys = (string[])(await redis.GetDatabase().ExecuteAsync("KEYS", $"*{account.Id}{which}"))!;
        await Task.WhenAll(keys.Select(key => redis.GetDatabase().KeyDeleteAsync(key)));
    }
}
