using System.Data.Common;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Space;

namespace OmoBroadcast.Storage.Sql;

/// <summary>
/// Deliveries and the requests that carry them: what was promised to whom, and what became of it. Every change is one transaction, durable
/// when its method returns, and every request row says who may change it: a claim counts its epoch up, and only that epoch can settle it.
/// Lost answers of the database are looked into and repeated here; what stays away is a <see cref="DatabaseAwayException"/>.
/// </summary>
public sealed partial class Ledger
{
    private const int Block = 5_000;

    private readonly Database database;
    private readonly Engine engine;
    private readonly Accounts accounts;
    private readonly MessageBook book;
    private readonly FreeSpace? space;

    /// <param name="space">Where there is one, nothing is claimed or launched while it is short of room.</param>
    public Ledger(Database database, FreeSpace? space = null)
    {
        (this.database, this.space) = (database, space);
        engine = database.Engine;
        accounts = new(database);
        book = new(engine);
        claimSql = ClaimSql(engine);
        beginSql = BeginSql(engine);
    }

    /// <summary>As <see cref="Changes.MarkAsync"/>.</summary>
    public Task<long> MarkAsync(CancellationToken cancellationToken) => new Changes(database).MarkAsync(cancellationToken);

    /// <summary>As <see cref="Database.SetClockAsync"/>.</summary>
    public Task SetClockAsync(CancellationToken cancellationToken) => database.SetClockAsync(cancellationToken);

    private static string[] Lines(string recipients) => recipients.Split('\n');

    private static long Milliseconds(TimeSpan span) => (long)span.TotalMilliseconds;

    private Task<List<T>> QueryAsync<T>(
        string sql,
        Func<DbDataReader, T> read,
        CancellationToken cancellationToken,
        params (string, object?)[] parameters
    ) => database.QueryAsync(sql, read, cancellationToken, parameters);

    private async Task<IReadOnlyDictionary<AccountKey, int>> NumbersAsync(IEnumerable<AccountKey> keys, CancellationToken cancellationToken)
    {
        var numbers = new Dictionary<AccountKey, int>();
        foreach (var key in keys)
            if (!numbers.ContainsKey(key))
                numbers[key] = await accounts.NumberAsync(key, cancellationToken);
        return numbers;
    }
}
