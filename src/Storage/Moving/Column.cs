using System.Globalization;

namespace OmoBroadcast.Storage.Moving;

/// <summary>A column that is carried, with the type that PostgreSQL has it in; SQLite knows fewer.</summary>
/// <param name="Type">int2, int4, int8, text, uuid or bytea.</param>
internal sealed record Column(string Table, string Name, string Type)
{
    /// <summary>A value beyond what sums of many rows may reach is brought near, the same way in both.</summary>
    private const int Modulus = 1_000_003;

    /// <summary>Where a database stands to its own changes (<see cref="Sql.Changes"/>) means nothing in another: what comes in has changed
    /// just now, and whatever is being sent asks again about everybody.</summary>
    public bool IsCarried => Name != "changed" || Table is not ("suppressions" or "bindings");

    /// <summary>How it is read where it comes from.</summary>
    public string Read =>
        IsMark ? $"{Name} * 0 as {Name}"
        : IsPromise ? $"null as {Name}"
        : Name;

    /// <summary>A number that differs where the values of the column as good as surely do; null where they may.</summary>
    public string? Sum =>
        !IsCarried || IsMark || IsPromise ? null
        : Type == "uuid" ? $"count({Name})"
        : Type is "text" or "bytea" ? $"coalesce(sum(length({Name})), 0)"
        : string.Create(CultureInfo.InvariantCulture, $"coalesce(sum({Name} % {Modulus}), 0)");

    private bool IsMark => Table == "campaigns" && Name is ("launch_seen" or "launch_moment");

    /// <summary>Which Redis it was whose customers a broadcast was promised for: that all of them are in the other, the move itself has
    /// seen to. One that is just being launched has read a part of them, and what it read from stays.</summary>
    private bool IsPromise => Table == "campaigns" && Name == "promised_present";

    /// <summary>As PostgreSQL takes it.</summary>
    public object ForPostgres(object value) =>
        (Type, value) switch
        {
            ("int2", long number) => checked((short)number),
            ("int4", long number) => checked((int)number),
            ("uuid", byte[] id) => new Guid(id, bigEndian: true),
            _ => value,
        };

    /// <summary>As SQLite takes it.</summary>
    public static object ForSqlite(object value) => value is Guid id ? id.ToByteArray(bigEndian: true) : value;
}
