using System.Runtime.CompilerServices;
using OmoBroadcast.Desks.Privacy;
using OmoBroadcast.Desks.Words;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Domain.Staff;

namespace OmoBroadcast.Desks.Exports;

/// <summary>What is held of one person, for them to have.</summary>
public sealed class PersonalDataExport(PersonalDataReader held) : IExport
{
    public const string Name = "person";

    private static readonly string[] Columns = ["Kind", "When", "Content"];

    public string Kind => Name;

    public Task<ExportTable?> OpenAsync(ExportReader reader, string arguments, CancellationToken cancellationToken)
    {
        if (reader.Who.Role != Role.Administrator || CustomerKey.TryParse(arguments) is not { } person)
            return Task.FromResult<ExportTable?>(null);
        var header = Columns.Select(column => reader.Words[$"Export_{column}"]);
        return Task.FromResult<ExportTable?>(
            new("personal-data", [.. header], RowsAsync(reader.Who, person, reader.Words, cancellationToken))
        );
    }

    private async IAsyncEnumerable<IReadOnlyList<Cell>> RowsAsync(
        StaffMember who,
        CustomerKey person,
        Vocabulary words,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await foreach (var datum in held.TellAsync(who, person, cancellationToken))
            yield return [words.Of(datum.Kind), Cell.Of(datum.At), datum.Words];
    }
}
