using Microsoft.Extensions.Options;
using OmoBroadcast.Domain.Texts;

namespace OmoBroadcast.Webhooks.People;

/// <summary>Reads the staff from the configuration and from a CSV file with the columns id, name, role, store
/// and, if stores have names beside their ids, store_name.</summary>
internal sealed class StaffBinding(IConfiguration configuration) : IConfigureOptions<StaffOptions>
{
    private const string FileKey = "Omo:StaffFile";

    // A chain with a hundred thousand people fills a tenth of it.
    private const long MostBytes = 64 * 1024 * 1024;

    private const string StoreName = "store_name";

    private static readonly string[] Columns = ["id", "name", "role", "store"];

    public void Configure(StaffOptions options)
    {
        foreach (var section in configuration.GetSection("Omo:Staff").GetChildren())
            options.Entries.Add(
                new(section.Path, section["Id"], section["Name"], section["Role"], section["Store"]) { StoreName = section["StoreName"] }
            );
        var file = configuration[FileKey];
        options.Configured = options.Entries.Count > 0 || !string.IsNullOrEmpty(file);
        if (string.IsNullOrEmpty(file))
            return;
        try
        {
            if (new FileInfo(file) is { Exists: true, Length: > MostBytes })
                options.Unreadable.Add($"{FileKey}: longer than {MostBytes} bytes");
            else
                Read(CsvText.Read(File.ReadAllBytes(file)), options);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            options.Unreadable.Add($"{FileKey}: {wrong.Message}");
        }
    }

    private static void Read(CsvReading reading, StaffOptions options)
    {
        if (reading is CsvReading.Refused refused)
        {
            options.Unreadable.Add($"{FileKey} line {refused.Line}: {Reason(refused.Fault)}");
            return;
        }

        var rows = ((CsvReading.Ok)reading).Rows;
        string[] header = rows is [var first, ..] ? [.. first.Fields.Select(name => name.Trim().Trim('\uFEFF').ToLowerInvariant())] : [];
        foreach (var column in Columns)
        {
            var count = header.Count(name => name == column);
            if (count != 1)
                options.Unreadable.Add($"{FileKey}: there {(count == 0 ? "is no column" : $"are {count} columns")} '{column}'");
        }

        if (header.Count(name => name == StoreName) is > 1 and var twice)
            options.Unreadable.Add($"{FileKey}: there are {twice} columns '{StoreName}'");
        if (options.Unreadable.Count > 0)
            return;
        var places = Columns.Append(StoreName).Select(column => Array.IndexOf(header, column)).ToArray();
        foreach (var row in rows.Skip(1))
        {
            var fields = places
                .Select(place => place >= 0 && place < row.Fields.Count ? SafeCell.Read(row.Fields[place].Trim()) : null)
                .ToArray();
            options.Entries.Add(new($"{FileKey} line {row.Line}", fields[0], fields[1], fields[2], fields[3]) { StoreName = fields[4] });
        }
    }

    private static string Reason(TextFault fault) =>
        fault switch
        {
            TextFault.Damaged => "holds U+FFFD, so the file was damaged when it was saved; save it anew from where it came, as CSV UTF-8",
            TextFault.Control => "holds control characters, so it is no CSV file",
            TextFault.Quote => "a quotation mark is not closed, or stands inside a field that is not quoted",
            _ => "is neither UTF-8 nor UTF-16 nor Big5; save the file as CSV UTF-8",
        };
}
