using System.Text;
using OmoBroadcast.Domain.Texts;

namespace OmoBroadcast.Storage.Media;

/// <summary>Names of files as they may be stored, shown and put into headers.</summary>
internal static class FileNames
{
    private const int Longest = 100;

    /// <summary>Without folders, controls, marks of direction and what file systems and shells take for theirs; with the ending that the
    /// content has.</summary>
    public static string Safe(string? name, string ending)
    {
        var last = (name ?? "").Split('/', '\\')[^1];
        var dot = last.LastIndexOf('.');
        var stem = dot > 0 ? last[..dot] : last;
        var safe = new StringBuilder(stem.Length);
        foreach (var rune in TextFold.Compose(stem, 4 * Longest).EnumerateRunes())
        {
            if (safe.Length + rune.Utf16SequenceLength > Longest)
                break;
            if (
                rune == Rune.ReplacementChar
                || Rune.IsControl(rune)
                || Rune.GetUnicodeCategory(rune) == System.Globalization.UnicodeCategory.Format
            )
                continue;
            if (rune.Value is '<' or '>' or ':' or '"' or '|' or '?' or '*' or ';' or '%')
                safe.Append('_');
            else
                safe.Append(rune.ToString());
        }

        var kept = safe.ToString().Trim(' ', '.');
        return (kept.Length == 0 ? "file" : kept) + ending;
    }
}
