using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Exports;

/// <summary>A kind of table that a member of staff may download.</summary>
public interface IExport
{
    /// <summary>The word by which a link names it.</summary>
    string Kind { get; }

    /// <summary>The table, read as it is written out; null when this person may not (or no longer) have it. Throws what the stores throw when they are away.</summary>
    Task<ExportTable?> OpenAsync(StaffMember who, string arguments, Phrases phrases, CancellationToken cancellation);
}

/// <summary>A table on its way out.</summary>
/// <param name="FileName">Without an ending.</param>
/// <param name="Rows">Each as long as <paramref name="Header"/>.</param>
public sealed record ExportTable(string FileName, IReadOnlyList<string> Header, IAsyncEnumerable<IReadOnlyList<string>> Rows);
