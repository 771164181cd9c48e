using OmoBroadcast.Desks.Words;
using OmoBroadcast.Domain.Staff;

namespace OmoBroadcast.Desks.Exports;

/// <summary>A kind of table that a member of staff may download.</summary>
public interface IExport
{
    /// <summary>The word by which a link names it.</summary>
    string Kind { get; }

    /// <summary>The table, read as it is written out; null when this person may not (or no longer) have it. Throws what the stores throw
    /// when they are away.</summary>
    Task<ExportTable?> OpenAsync(ExportReader reader, string arguments, CancellationToken cancellationToken);
}

/// <summary>For whom a table is written.</summary>
/// <param name="Zone">In which its times are told.</param>
public sealed record ExportReader(StaffMember Who, Vocabulary Words, TimeZoneInfo Zone);

/// <summary>A table on its way out.</summary>
/// <param name="FileName">Without an ending.</param>
/// <param name="Header">In the reader's language; a <c>{0}</c> in it becomes the name of the zone.</param>
/// <param name="Rows">Each as long as <paramref name="Header"/>.</param>
public sealed record ExportTable(string FileName, IReadOnlyList<string> Header, IAsyncEnumerable<IReadOnlyList<Cell>> Rows);
