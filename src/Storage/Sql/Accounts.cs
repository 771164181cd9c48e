using System.Collections.Concurrent;
using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Storage.Sql;

/// <summary>Accounts by the small numbers they have in the tables. A number once given never changes, so all are remembered.</summary>
internal sealed class Accounts(Database database)
{
    private readonly ConcurrentDictionary<AccountKey, int> numbers = new();
    private readonly ConcurrentDictionary<int, AccountKey> keys = new();

    public async ValueTask<int> NumberAsync(AccountKey account, CancellationToken cancellationToken)
    {
        if (numbers.TryGetValue(account, out var known))
            return known;
        await ReadAsync(cancellationToken);
        if (numbers.TryGetValue(account, out known))
            return known;
        await database.ExecuteAsync(
            "insert into accounts (name) values (@name) on conflict (name) do nothing",
            cancellationToken,
            ("name", account.ToString())
        );
        await ReadAsync(cancellationToken);
        return numbers[account];
    }

    public async Task<IReadOnlyDictionary<AccountKey, int>> NumbersAsync(
        IEnumerable<AccountKey> accounts,
        CancellationToken cancellationToken
    )
    {
        var found = new Dictionary<AccountKey, int>();
        foreach (var account in accounts)
            if (!found.ContainsKey(account))
                found[account] = await NumberAsync(account, cancellationToken);
        return found;
    }

    public async ValueTask<AccountKey> KeyAsync(int number, CancellationToken cancellationToken)
    {
        if (!keys.ContainsKey(number))
            await ReadAsync(cancellationToken);
        return keys[number];
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync(
            "select id, name from accounts",
            row => (Number: row.Number("id"), Key: AccountKey.Parse(row.Text("name"))),
            cancellationToken
        );
        foreach (var (number, key) in rows)
        {
            keys[number] = key;
            numbers[key] = number;
        }
    }
}
