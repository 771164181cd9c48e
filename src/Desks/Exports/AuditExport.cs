using System.Globalization;
using System.Runtime.CompilerServices;
using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Desks.Words;
using OmoBroadcast.Domain.Staff;

namespace OmoBroadcast.Desks.Exports;

/// <summary>The audit log, as far as it was asked for.</summary>
public sealed class AuditExport(AuditDesk desk) : IExport
{
    public const string Name = "audit";

    private static readonly string[] Columns = ["When", "StaffId", "Person", "Act", "Target", "Outcome"];

    public string Kind => Name;

    public static string Write(string? person, int days) => string.Create(CultureInfo.InvariantCulture, $"{days} {person}");

    public Task<ExportTable?> OpenAsync(ExportReader reader, string arguments, CancellationToken cancellationToken)
    {
        var (who, words) = (reader.Who, reader.Words);
        var parts = arguments.Split(' ', 2);
        if (who.Role != Role.Administrator || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var days))
            return Task.FromResult<ExportTable?>(null);
        var filter = new AuditFilter(desk.Since(days), parts is [_, { Length: > 0 } person] ? person : null);
        return Task.FromResult<ExportTable?>(
            new("audit", [.. Columns.Select(column => words[$"Export_{column}"])], RowsAsync(who, filter, words, cancellationToken))
        );
    }

    private async IAsyncEnumerable<IReadOnlyList<Cell>> RowsAsync(
        StaffMember who,
        AuditFilter filter,
        Vocabulary words,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await foreach (var line in desk.AllAsync(who, filter, cancellationToken))
            yield return
            [
                line.At,
                line.StaffId,
                line.Name,
                words.Has($"Act_{line.Act}") ? words[$"Act_{line.Act}"] : line.Act,
                line.Target,
                words.Of(line.Outcome),
            ];
    }
}
