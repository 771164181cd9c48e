using OmoBroadcast.Domain.States;

namespace OmoBroadcast.Storage.Sql;

/// <summary>Conditions and assignments of SQL from the tables of states. Literals, so that partial indexes are found by them.</summary>
internal static class StateSql
{
    /// <summary>That a change is possible: <c>state = 0</c>, or <c>state in (2, 3)</c>.</summary>
    public static string Where<TState, TChange>(this StateTable<TState, TChange> table, TChange change, string column = "state")
        where TState : struct, Enum
        where TChange : struct, Enum => table.From(change).In(column);

    /// <summary>That it is done: <c>state = 4</c>.</summary>
    public static string Set<TState, TChange>(this StateTable<TState, TChange> table, TChange change)
        where TState : struct, Enum
        where TChange : struct, Enum => $"state = {table.To(change):d}";

    /// <summary>That a column has one of some states.</summary>
    public static string In<TState>(this IReadOnlyList<TState> states, string column = "state")
        where TState : struct, Enum =>
        states.Count == 1 ? $"{column} = {states[0]:d}" : $"{column} in ({string.Join(", ", states.Select(state => state.ToString("d")))})";
}
