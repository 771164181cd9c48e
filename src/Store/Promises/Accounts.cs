using System.Collections.Concurrent;
using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Store.Promises;

/// <summary>Accounts by the small numbers they have in the tables. A number once given never changes, so all are remembered.</summary>
internal sealed class Accounts(Database database)
{
    private readonly ConcurrentDictionary<AccountKey, int> numbers = new();
    private readonly ConcurrentDictionary<int, AccountKey> keys = new();

    public async ValueTask<int> NumberAsync(AccountKey account, CancellationToken cancellation)
    {
        if (numbers.TryGetValue(account, out var known)) return known;
        await ReadAsync(cancellation);
        if (numbers.TryGetValue(account, out known)) return known;
        await database.ExecuteAsync("insert into accounts (name) values (@name) on conflict (name) do nothing", cancellation, ("name", account.ToString()));
        await ReadAsync(cancellation);
        return numbers[account];
    }

    public async ValueTask<AccountKey> KeyAsync(int number, CancellationToken cancellation)
    {
        if (!keys.ContainsKey(number)) await ReadAsync(cancellation);
        return keys[number];
    }

    private async Task ReadAsync(CancellationToken cancellation)
    {
        var rows = await database.QueryAsync("select id, name from accounts", row => (Number: row.GetInt32(0), Key: AccountKey.Parse(row.GetString(1))), cancellation);
        foreach (var (number, key) in rows)
        {
            keys[number] = key;
            numbers[key] = number;
        }
    }
}
