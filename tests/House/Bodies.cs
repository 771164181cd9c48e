using System.Text.RegularExpressions;

namespace OmoBroadcast.Tests.House;

/// <summary>A member with a body.</summary>
/// <param name="Type">The types around it, the outermost first, joined by dots.</param>
/// <param name="Attributes">Each on a line.</param>
/// <param name="Lines">Between the braces, or behind the arrow.</param>
internal sealed record Body(string Type, string Name, string Attributes, int Lines);

/// <summary>
/// The bodies in a file that CSharpier has formatted: the members of a type stand four places deeper than the type itself, and what they
/// consist of stands deeper than they do.
/// </summary>
internal static partial class Bodies
{
    public static IEnumerable<Body> In(string text)
    {
        var lines = text.Split('\n');
        var types = new List<(int Indent, string Name)>();
        var attributes = new List<string>();
        for (var i = 0; i < lines.Length; i++)
        {
            var indent = Indent(lines[i]);
            if (!Begins().IsMatch(lines[i]) || !(indent == 0 || types.Exists(type => type.Indent + 4 == indent)))
                continue;
            types.RemoveAll(type => type.Indent >= indent);
            if (lines[i][indent] == '[')
            {
                attributes.Add(lines[i].Trim());
                continue;
            }

            if (TypeHead().Match(lines[i]) is { Success: true } type)
                types.Add((indent, type.Groups[1].Value));
            else if (types.Count > 0 && Name(lines, i, indent) is { } name)
            {
                var (begin, end) = Ends(lines, i, indent);
                yield return new(string.Join('.', types.Select(one => one.Name)), name, string.Join('\n', attributes), end - begin);
                i = Math.Max(i, end);
            }

            attributes.Clear();
        }
    }

    /// <summary>Null for a field, and for a property of one line.</summary>
    private static string? Name(string[] lines, int head, int indent) =>
        MethodHead().Match(lines[head]) is { Success: true } method ? method.Groups[1].Value
        : PropertyHead().Match(lines[head]) is { Success: true } property && lines[head + 1] == $"{new string(' ', indent)}{{"
            ? property.Groups[1].Value
        : null;

    /// <summary>The line that opens it, and its last line but the closing brace.</summary>
    private static (int Begin, int End) Ends(string[] lines, int head, int indent)
    {
        var (open, close) = ($"{new string(' ', indent)}{{", $"{new string(' ', indent)}}}");
        var begin = head;
        while (lines[begin] != open && !Arrow().IsMatch(lines[begin]) && !IsLast(lines, begin, indent))
            begin++;
        if (lines[begin] == open)
            return (begin, Array.IndexOf(lines, close, begin) - 1);
        var end = begin;
        while (!IsLast(lines, end, indent))
            end++;
        return (begin, end);
    }

    /// <summary>Whether nothing of the same member follows.</summary>
    private static bool IsLast(string[] lines, int at, int indent) =>
        (lines[at].EndsWith(';') || lines[at].EndsWith(" { }", StringComparison.Ordinal))
        && lines.Skip(at + 1).FirstOrDefault(line => line.Length > 0) is var next
        && Indent(next ?? "") <= indent;

    private static int Indent(string line) => line.Length - line.AsSpan().TrimStart(' ').Length;

    [GeneratedRegex(@"^ *[A-Za-z(]|^ *\[\w")]
    private static partial Regex Begins();

    [GeneratedRegex(@"^ *(?:[a-z]+ )*(?:record struct|record class|record|class|struct|interface|enum) (\w+)")]
    private static partial Regex TypeHead();

    // A field is assigned to before there is a bracket.
    [GeneratedRegex(@"^[^=;""]*?\b(\w+)(?:<[^()]*>)?\(")]
    private static partial Regex MethodHead();

    [GeneratedRegex(@"^[^=;""(]* (\w+)$")]
    private static partial Regex PropertyHead();

    [GeneratedRegex("=>( |$)")]
    private static partial Regex Arrow();
}
