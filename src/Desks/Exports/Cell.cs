namespace OmoBroadcast.Desks.Exports;

/// <summary>What stands in one place of a table on its way out; how it is written is decided in one place for all tables.</summary>
public abstract record Cell
{
    private Cell() { }

    /// <summary>Words, names, ids: a spreadsheet must take it neither for a formula nor for a number.</summary>
    public sealed record Text(string Value) : Cell;

    public sealed record Number(long Value) : Cell;

    /// <summary>A moment, written in the zone of whoever asked.</summary>
    public sealed record Moment(DateTimeOffset Value) : Cell;

    public static readonly Cell Empty = new Text("");

    public static implicit operator Cell(string? value) => string.IsNullOrEmpty(value) ? Empty : new Text(value);

    public static implicit operator Cell(long value) => new Number(value);

    public static implicit operator Cell(DateTimeOffset value) => new Moment(value);

    public static Cell Of(DateTimeOffset? value) => value is { } moment ? new Moment(moment) : Empty;
}
