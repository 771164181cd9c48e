using System.Globalization;
using CsvHelper;
using OmoBroadcast.Domain.Texts;

namespace OmoBroadcast.Desks.Exports;

/// <summary>
/// Writes every table that leaves the service as CSV, for people who open it in a spreadsheet: UTF-8 with its mark, times in the reader's
/// zone, whose name the header tells, and texts that stay what they are (<see cref="SafeCell"/>).
/// </summary>
public static class TableWriter
{
    // By the mark a spreadsheet knows UTF-8.
    private static readonly CsvWriterOptions Csv = new() { WriteByteOrderMark = true };

    public static async Task WriteAsync(Stream stream, ExportTable table, TimeZoneInfo zone, CancellationToken cancellationToken)
    {
        await using var csv = CsvWriter.Create(stream, Csv, leaveOpen: true);
        foreach (var title in table.Header)
            csv.WriteField(SafeCell.Of(title.Replace("{0}", zone.Id, StringComparison.Ordinal)));
        await csv.EndRecordAsync(cancellationToken);
        await foreach (var row in table.Rows.WithCancellation(cancellationToken))
        {
            foreach (var cell in row)
                csv.WriteField(Written(cell, zone));
            await csv.EndRecordAsync(cancellationToken);
        }

        await csv.FlushAsync(cancellationToken);
    }

    private static string Written(Cell cell, TimeZoneInfo zone) =>
        cell switch
        {
            Cell.Text text => SafeCell.Of(text.Value),
            Cell.Number number => number.Value.ToString(CultureInfo.InvariantCulture),
            // As every spreadsheet reads it, in whatever language.
            Cell.Moment moment => TimeZoneInfo
                .ConvertTime(moment.Value, zone)
                .ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
}
