using System.Globalization;
using System.Runtime.CompilerServices;
using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Exports;

/// <summary>The audit log, as far as it was asked for.</summary>
internal sealed class AuditExport(AuditDesk desk) : IExport
{
    public const string Name = "audit";

    private static readonly string[] Columns = ["When", "StaffId", "Person", "Act", "Target", "Outcome"];

    public string Kind => Name;

    public static string Write(string? person, int days) => string.Create(CultureInfo.InvariantCulture, $"{days} {person}");

    public Task<ExportTable?> OpenAsync(ExportReader reader, string arguments, CancellationToken cancellationToken)
    {
        var (who, phrases) = (reader.Who, reader.Phrases);
        var parts = arguments.Split(' ', 2);
        if (who.Role != Role.Administrator || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var days))
            return Task.FromResult<ExportTable?>(null);
        var filter = new AuditFilter(desk.Since(days), parts is [_, { Length: > 0 } person] ? person : null);
        return Task.FromResult<ExportTable?>(
            new("audit", [.. Columns.Select(column => phrases[$"Export_{column}"])], RowsAsync(who, filter, phrases, cancellationToken))
        );
    }

    private async IAsyncEnumerable<IReadOnlyList<Cell>> RowsAsync(
        StaffMember who,
        AuditFilter filter,
        Phrases phrases,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await foreach (var line in desk.AllAsync(who, filter, cancellationToken))
            yield return [line.At, line.StaffId, line.Name, AuditCard.Act(phrases, line.Act), line.Target, phrases.Of(line.Outcome)];
    }
}
