using System.Reflection;
using System.Text.RegularExpressions;

namespace OmoBroadcast.Tests.House;

/// <summary>The table of faults in docs/architecture.md: none is left out, and what is said to hold each is a test that runs.</summary>
public sealed partial class FaultTable
{
    private const int Faults = 63;
    private const string Tests = "OmoBroadcast.Tests.";

    private static readonly IReadOnlyList<(int Number, string[] HeldBy)> Rows =
    [
        .. from Match row in Row().Matches(Repository.Read("docs/architecture.md"))
        select (
            int.Parse(row.Groups["number"].Value, null),
            Name().Matches(row.Groups["tests"].Value).Select(name => name.Groups[1].Value).ToArray()
        ),
    ];

    [Fact]
    public void Every_fault_has_its_row_once() => Assert.Equal(Enumerable.Range(1, Faults), Rows.Select(row => row.Number));

    [Fact]
    public void Every_fault_is_held_by_tests_that_are_there() =>
        Assert.Empty(
            from row in Rows
            from name in row.HeldBy is [] ? ["no test is named"] : row.HeldBy.Where(name => !IsTest(name))
            select $"{row.Number}: {name}"
        );

    private static bool IsTest(string name)
    {
        var dot = name.LastIndexOf('.');
        return dot > 0
            && Assembly.GetExecutingAssembly().GetType(Tests + name[..dot]) is { } type
            && type.GetMethods().Any(method => method.Name == name[(dot + 1)..] && method.GetCustomAttributes<FactAttribute>().Any());
    }

    [GeneratedRegex(@"^\| (?<number>\d+) \|[^|]+\|[^|]+\|(?<tests>[^|]+)\|\r?$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`([A-Za-z0-9_.]+)`")]
    private static partial Regex Name();
}
