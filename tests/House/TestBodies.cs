using System.Text.RegularExpressions;

namespace OmoBroadcast.Tests.House;

/// <summary>A test says one thing. Those that say more are listed in <c>Approved/long-tests.txt</c> with their length; the list only
/// shrinks.</summary>
public sealed partial class TestBodies
{
    private const int Longest = 25;

    private static readonly ShrinkingList Listed = new("long-tests");

    [Fact]
    public void A_test_fits_one_look_or_is_on_the_list_and_no_longer_than_there() => Assert.Empty(Listed.TooLarge(All, Longest));

    [Fact]
    public void Who_has_become_short_is_taken_off_the_list() => Assert.Empty(Listed.Needless(All, Longest));

    [Theory]
    [InlineData("class T\n{\n    [Fact]\n    public void A()\n    {\n        One();\n        Two();\n    }", 2)]
    [InlineData("class T\n{\n    [Fact]\n    public void A() => One();", 0)]
    [InlineData(
        "class T\n{\n    [Theory]\n    [InlineData(1)]\n    public void A(int x) =>\n        One(\n            x\n        );\n\n    private int b;",
        3
    )]
    public void Lines_are_counted_between_the_braces_or_behind_the_arrow(string text, int lines) =>
        Assert.Equal(lines, Tests(text).Single().Lines);

    private static IEnumerable<(string Name, int Size)> All =>
        from file in Repository.Sources
        where file.StartsWith("tests/", StringComparison.Ordinal)
        from test in Tests(Repository.Read(file))
        select ($"{file["tests/".Length..^".cs".Length]}.{test.Name}", test.Lines);

    private static IEnumerable<Body> Tests(string text) => Bodies.In(text).Where(body => Marked().IsMatch(body.Attributes));

    [GeneratedRegex(@"^\[(Fact|Theory)\b", RegexOptions.Multiline)]
    private static partial Regex Marked();
}
