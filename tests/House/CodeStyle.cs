using System.Text.RegularExpressions;

namespace OmoBroadcast.Tests.House;

/// <summary>How the code reads, as far as a machine can tell.</summary>
public sealed partial class CodeStyle
{
    private const int LongestFile = 300;

    private static int Counted(string file) => Repository.Read(file).AsSpan().Count('\n');

    private static IEnumerable<string> Lines(Func<string, bool> of, Func<string, bool> wrong) =>
        from file in Repository.Sources.Where(of)
        from line in Repository.Read(file).Split('\n').Select((text, i) => (Text: text, Number: i + 1))
        where wrong(line.Text)
        select $"{file}:{line.Number}: {line.Text.Trim()}";

    // This very file names what it looks for.
    private static bool NotThis(string file) => !file.EndsWith("/CodeStyle.cs", StringComparison.Ordinal);

    [Fact]
    public void A_file_holds_one_idea() => Assert.Empty(
        from file in Repository.Sources
        let lines = Counted(file)
        where lines > LongestFile
        select $"{file}: {lines} lines");

    [Fact]
    public void The_host_reads_as_a_table_of_contents() => Assert.InRange(Counted("src/Webhooks/Program.cs"), 1, 15);

    [Fact]
    public void No_name_is_a_drawer_for_everything() =>
        Assert.DoesNotContain(Repository.Sources, file => Drawer().IsMatch(Path.GetFileNameWithoutExtension(file)) || file.Split('/').SkipLast(1).Any(folder => Drawer().IsMatch(folder)));

    [Fact]
    public void Namespaces_are_folders() => Assert.Empty(
        from file in Repository.Sources
        where file.StartsWith("src/", StringComparison.Ordinal) || file.StartsWith("tests/", StringComparison.Ordinal)
        let folders = file.Split('/').SkipLast(1).SkipWhile(folder => folder == "src").Select(folder => folder == "tests" ? "Tests" : folder)
        let wanted = string.Join('.', folders.Prepend("OmoBroadcast"))
        let found = Namespace().Match(Repository.Read(file))
        where found.Success && found.Groups[1].Value != wanted
        select $"{file}: {found.Groups[1].Value}, not {wanted}");

    [Fact]
    public void A_namespace_covers_its_file() => Assert.Empty(Lines(_ => true, line => BlockNamespace().IsMatch(line)));

    [Fact]
    public void No_test_sleeps() =>
        Assert.Empty(Lines(file => file.StartsWith("tests/", StringComparison.Ordinal) && NotThis(file), line => Sleep().IsMatch(line)));

    [Fact]
    public void Nothing_is_left_for_later() =>
        Assert.Empty(Lines(NotThis, line => Unfinished().IsMatch(line)));

    // A sentence for staff is a text in a resource file. Chinese in code is a word that people type, or a name in a comment.
    [Fact]
    public void No_sentence_for_staff_stands_in_code() => Assert.Empty(Lines(
        file => file.StartsWith("src/", StringComparison.Ordinal) && !file.StartsWith("src/Sandbox/", StringComparison.Ordinal),
        line => Chinese().IsMatch(line) && Spoken().IsMatch(line)));

    [GeneratedRegex("(Manager|Helpers?|Common|Utils?|Misc)$")]
    private static partial Regex Drawer();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"^namespace [\w.]+\s*\{?\s*$")]
    private static partial Regex BlockNamespace();

    // A delay on a clock that is handed in is a wait that a test can wind on, or a platform's slowness.
    [GeneratedRegex(@"Thread\.Sleep|Task\.Delay\((?!.*([Cc]lock|[Tt]ime|TimeProvider)\b)")]
    private static partial Regex Sleep();

    [GeneratedRegex("TODO|FIXME|HACK|NotImplementedException")]
    private static partial Regex Unfinished();

    [GeneratedRegex("\"[^\"]*[\u4e00-\u9fff][^\"]*\"")]
    private static partial Regex Chinese();

    [GeneratedRegex("\"[^\"]*[。，！？：][^\"]*\"")]
    private static partial Regex Spoken();
}
