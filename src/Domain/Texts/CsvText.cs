using System.Text;

namespace OmoBroadcast.Domain.Texts;

/// <summary>Reads CSV (RFC 4180) as people's programs write it: decoded by <see cref="TextDecoder"/>, separated by commas, semicolons or
/// tabs, whichever its first line shows.</summary>
public sealed class CsvText
{
    private readonly string text;
    private readonly char separator;
    private int at;
    private int line = 1;

    private CsvText(string text)
    {
        this.text = text;
        var first = text.IndexOfAny([',', ';', '\t', '\r', '\n']);
        separator = first >= 0 && text[first] is ';' or '\t' ? text[first] : ',';
    }

    /// <summary>All rows but those of nothing but separators and blanks; or the first line that cannot be read.</summary>
    public static CsvReading Read(ReadOnlySpan<byte> file)
    {
        return TextDecoder.Decode(file) switch
        {
            DecodedText.Refused refused => new CsvReading.Refused(refused.Line, refused.Fault),
            DecodedText.Ok decoded => new CsvText(decoded.Text).Rows(decoded.Encoding),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private CsvReading Rows(string encoding)
    {
        var rows = new List<CsvRow>();
        while (at < text.Length)
        {
            var begins = line;
            if (Row() is not { } fields)
                return new CsvReading.Refused(begins, TextFault.Quote);
            if (!fields.TrueForAll(string.IsNullOrWhiteSpace))
                rows.Add(new(begins, fields));
        }

        return new CsvReading.Ok(rows, encoding);
    }

    private List<string>? Row()
    {
        var fields = new List<string>();
        while (true)
        {
            if ((at < text.Length && text[at] == '"' ? Quoted() : Plain()) is not { } field)
                return null;
            fields.Add(field);
            if (at >= text.Length)
                return fields;
            var ends = text[at++];
            if (ends == separator)
                continue;
            if (ends == '\r' && at < text.Length && text[at] == '\n')
                at++;
            line++;
            return fields;
        }
    }

    private string? Plain()
    {
        var from = at;
        while (at < text.Length && text[at] != separator && text[at] is not ('\r' or '\n'))
            if (text[at++] == '"')
                return null;
        return text[from..at];
    }

    private string? Quoted()
    {
        var field = new StringBuilder();
        for (at++; at < text.Length; at++)
        {
            if (text[at] == '\n')
                line++;
            if (text[at] != '"')
            {
                field.Append(text[at]);
                continue;
            }

            if (at + 1 < text.Length && text[at + 1] == '"')
                field.Append(text[++at]);
            else
            {
                at++;
                return at >= text.Length || text[at] == separator || text[at] is '\r' or '\n' ? field.ToString() : null;
            }
        }

        return null;
    }
}
