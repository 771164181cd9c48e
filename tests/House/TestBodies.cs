using System.Globalization;
using System.Text.RegularExpressions;

namespace OmoBroadcast.Tests.House;

/// <summary>A test says one thing. Those that say more are listed in <c>Approved/long-tests.txt</c> with their length; the list only
/// shrinks.</summary>
public sealed partial class TestBodies
{
    private const int Longest = 25;

    [Fact]
    public void A_test_fits_one_look_or_is_on_the_list_and_no_longer_than_there() =>
        Assert.Empty(
            from test in All
            let most = Listed.GetValueOrDefault(test.Name, Longest)
            where test.Lines > most
            select $"{test.Name}: {test.Lines} lines, at most {most}"
        );

    [Fact]
    public void Who_has_become_short_is_taken_off_the_list()
    {
        var found = All.ToDictionary(test => test.Name, test => test.Lines);
        Assert.DoesNotContain(Listed.Keys, name => found.GetValueOrDefault(name) <= Longest);
    }

    [Theory]
    [InlineData("    [Fact]\n    public void A()\n    {\n        One();\n        Two();\n    }", 2)]
    [InlineData("    [Fact]\n    public void A() => One();", 0)]
    [InlineData(
        "    [Theory]\n    [InlineData(1)]\n    public void A(int x) =>\n        One(\n            x\n        );\n\n    private int b;",
        3
    )]
    public void Lines_are_counted_between_the_braces_or_behind_the_arrow(string text, int lines) =>
        Assert.Equal(lines, Tests(text).Single().Lines);

    private static Dictionary<string, int> Listed { get; } =
        Repository
            .Read("tests/House/Approved/long-tests.txt")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' '))
            .ToDictionary(words => words[0], words => int.Parse(words[1], CultureInfo.InvariantCulture));

    private static IEnumerable<(string Name, int Lines)> All =>
        from file in Repository.Sources
        where file.StartsWith("tests/", StringComparison.Ordinal)
        from test in Tests(Repository.Read(file))
        select ($"{file["tests/".Length..^".cs".Length]}.{test.Name}", test.Lines);

    private static IEnumerable<(string Name, int Lines)> Tests(string text)
    {
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (!Marked().IsMatch(lines[i]))
                continue;
            while (!Head().IsMatch(lines[i]))
                i++;
            var name = Head().Match(lines[i]).Groups[1].Value;
            while (lines[i] != "    {" && !Arrow().IsMatch(lines[i]))
                i++;
            var begin = i;
            var block = lines[i] == "    {";
            while (block ? lines[i] != "    }" : !lines[i].EndsWith(';') || (i + 1 < lines.Length && Goes(lines[i + 1])))
                i++;
            yield return (name, block ? i - begin - 1 : i - begin);
        }
    }

    // Deeper than a member of the class.
    private static bool Goes(string line) => line.StartsWith("     ", StringComparison.Ordinal);

    [GeneratedRegex(@"^    \[(Fact|Theory)\b")]
    private static partial Regex Marked();

    [GeneratedRegex(@"^    (?:public|internal) .*?(\w+)\(")]
    private static partial Regex Head();

    [GeneratedRegex(@"=>(\s*$| .*$)")]
    private static partial Regex Arrow();
}
