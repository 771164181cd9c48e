using CsvHelper;
using Microsoft.Extensions.Options;

namespace OmoBroadcast.Webhooks.People;

/// <summary>Reads the staff from the configuration and from a CSV file with the columns id, name, role, store.</summary>
internal sealed class StaffBinding(IConfiguration configuration) : IConfigureOptions<StaffOptions>
{
    private const string FileKey = "Omo:StaffFile";
    private static readonly string[] Columns = ["id", "name", "role", "store"];
    private static readonly CsvReaderOptions Reading = new()
    {
        TrimWhitespace = true,
        SkipEmptyLines = true,
        TrackLineNumbers = true,
        NormalizeHeaderName = static name => name.Trim().ToLowerInvariant(),
    };

    public void Configure(StaffOptions options)
    {
        foreach (var section in configuration.GetSection("Omo:Staff").GetChildren())
            options.Entries.Add(new(section.Path, section["Id"], section["Name"], section["Role"], section["Store"]));
        var file = configuration[FileKey];
        options.Configured = options.Entries.Count > 0 || !string.IsNullOrEmpty(file);
        if (string.IsNullOrEmpty(file)) return;
        try
        {
            using var csv = CsvReader.FromFile(file, Reading, FileOptions.None);
            csv.ReadHeader();
            foreach (var column in Columns.Where(column => !csv.TryGetFieldIndex(column, out _))) options.Unreadable.Add($"{FileKey}: there is no column '{column}'");
            if (options.Unreadable.Count > 0) return;
            while (csv.Read())
                options.Entries.Add(new($"{FileKey} line {csv.LineNumber}", Field(csv, "id"), Field(csv, "name"), Field(csv, "role"), Field(csv, "store")));
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            options.Unreadable.Add($"{FileKey}: {wrong.Message}");
        }
        catch (CsvFormatException wrong)
        {
            options.Unreadable.Add($"{FileKey} line {wrong.LineNumber}: {wrong.Message}");
        }
    }

    private static string? Field(CsvReader csv, string column)
    {
        var index = csv.GetFieldIndex(column);
        return index < csv.FieldCount ? csv.GetString(index) : null;
    }
}
