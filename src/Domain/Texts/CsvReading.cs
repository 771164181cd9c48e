namespace OmoBroadcast.Domain.Texts;

/// <summary>What <see cref="CsvText"/> makes of a file.</summary>
public abstract record CsvReading
{
    private CsvReading() { }

    /// <param name="Encoding">UTF-8, UTF-16 or Big5.</param>
    public sealed record Ok(IReadOnlyList<CsvRow> Rows, string Encoding) : CsvReading;

    /// <param name="Line">The first that cannot be read, counted from 1.</param>
    public sealed record Refused(int Line, TextFault Fault) : CsvReading;
}

/// <param name="Line">Where it begins, counted from 1.</param>
/// <param name="Fields">As they stand there; they may be fewer or more than the header's.</param>
public sealed record CsvRow(int Line, IReadOnlyList<string> Fields);
