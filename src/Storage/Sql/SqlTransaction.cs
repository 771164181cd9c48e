using System.Data.Common;

namespace OmoBroadcast.Storage.Sql;

/// <summary>One transaction under way.</summary>
/// <param name="Doubtful">An earlier try of the same work may have been committed: its answer to the COMMIT was lost. What is
/// done once at most asks through <see cref="Database.WriteOnceAsync"/>.</param>
internal sealed record SqlTransaction(DbConnection Connection, DbTransaction? Transaction, bool Doubtful, CancellationToken Cancellation)
{
    /// <summary>A command of this transaction, its parameters by name without a sign.</summary>
    public DbCommand Command(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var command = Connection.Command(sql, parameters);
        command.Transaction = Transaction;
        return command;
    }

    public async Task<int> ExecuteAsync(string sql, params (string Name, object? Value)[] parameters)
    {
        await using var command = Command(sql, parameters);
        return await command.ExecuteNonQueryAsync(Cancellation);
    }

    /// <summary>The rows of a query, each through <paramref name="read"/>.</summary>
    public async Task<List<T>> QueryAsync<T>(string sql, Func<Row, T> read, params (string Name, object? Value)[] parameters)
    {
        await using var command = Command(sql, parameters);
        return await command.ListAsync(read, Cancellation);
    }
}
