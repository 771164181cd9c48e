using System.Data.Common;

namespace OmoBroadcast.Storage.Sql;

/// <summary>Short forms of ADO.NET that both databases bear, and of how values are written.</summary>
internal static class SqlShorthand
{
    public static DbCommand Command(this DbConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value switch
            {
                null => DBNull.Value,
                DateTimeOffset at => at.ToUnixTimeMilliseconds(),
                Enum member => Convert.ToInt32(member, null),
                bool flag => flag ? 1 : 0,
                _ => value,
            };
            command.Parameters.Add(parameter);
        }
        return command;
    }

    /// <summary>The rows that a command finds, each through <paramref name="read"/>.</summary>
    public static async Task<List<T>> ListAsync<T>(this DbCommand command, Func<Row, T> read, CancellationToken cancellationToken)
    {
        var rows = new List<T>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var row = new Row(reader);
        while (await reader.ReadAsync(cancellationToken))
            rows.Add(read(row));
        return rows;
    }

    /// <summary>The rows that each statement of a command finds, in order.</summary>
    public static async Task<List<List<T>>> ListsAsync<T>(this DbCommand command, Func<Row, T> read, CancellationToken cancellationToken)
    {
        var results = new List<List<T>>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var row = new Row(reader);
        do
        {
            var rows = new List<T>();
            while (await reader.ReadAsync(cancellationToken))
                rows.Add(read(row));
            results.Add(rows);
        } while (await reader.NextResultAsync(cancellationToken));

        return results;
    }

    public static long Milliseconds(this TimeSpan span) => (long)span.TotalMilliseconds;
}
