using System.Globalization;
using System.Text.RegularExpressions;

namespace OmoBroadcast.Desks.Words;

/// <summary>
/// Chinese sentences stand apart from what is filled in by a space, since it is mostly Latin or a number. Where it begins or ends with a
/// full-width mark, such as a name in brackets, no space is written.
/// </summary>
internal static partial class Spacing
{
    // No characters, so in nobody's text: they show where what was filled in begins and ends.
    private const char Begins = '\uFDD0',
        Ends = '\uFDD1';

    public static string Fill(CultureInfo culture, string sentence, ReadOnlySpan<object?> with)
    {
        var marked = new object?[with.Length];
        for (var i = 0; i < with.Length; i++)
            marked[i] = with[i] is string text ? $"{Begins}{text}{Ends}" : with[i];
        return Seam().Replace(string.Format(culture, sentence, marked), "");
    }

    [GeneratedRegex(@"(?<=[（）「」［］，。：；！？、])\uFDD1 | \uFDD0(?=[（）「」［］，。：；！？、])|[\uFDD0\uFDD1]")]
    private static partial Regex Seam();
}
