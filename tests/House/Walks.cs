using System.Text.RegularExpressions;

namespace OmoBroadcast.Tests.House;

/// <summary>The walks in docs/architecture.md, §7: what they name is there, and each is short enough to be walked.</summary>
public sealed partial class Walks
{
    private const int MostHops = 15;
    private const string Start = "src/Webhooks/Program.cs";

    /// <summary>The hops of each walk, by its heading: a numbered item with all its lines.</summary>
    private static readonly IReadOnlyDictionary<string, string[]> All = Walk()
        .Matches(
            Repository
                .Read("docs/architecture.md")
                .ReplaceLineEndings("\n")
                .Split("\n## ")
                .Single(part => part.StartsWith("7. ", StringComparison.Ordinal))
        )
        .ToDictionary(
            walk => walk.Groups["heading"].Value,
            walk => Hop().Matches(walk.Groups["text"].Value).Select(hop => hop.Value).ToArray()
        );

    [Fact]
    public void There_are_two_of_at_most_fifteen_hops()
    {
        Assert.Equal(2, All.Count);
        Assert.All(All.Values, hops => Assert.InRange(hops.Length, 2, MostHops));
        Assert.All(All.Values, hops =>
            Assert.Equal(Enumerable.Range(1, hops.Length), hops.Select(hop => int.Parse(hop.Split('.')[0], null)))
        );
    }

    [Fact]
    public void Every_hop_names_a_file_with_its_method() =>
        Assert.Empty(from walk in All from hop in walk.Value where !Leads(hop) select $"{walk.Key}: {hop}");

    [Fact]
    public void Every_other_method_that_is_named_is_there() =>
        Assert.Empty(
            from walk in All
            from hop in walk.Value
            from Match named in Method().Matches(hop)
            let type = named.Groups["type"].Value
            where
                !Repository.Sources.Any(file =>
                    file.StartsWith("src/", StringComparison.Ordinal) && Has(file, type, named.Groups["method"].Value)
                )
            select $"{walk.Key}: {named.Value}"
        );

    private static bool Leads(string hop) =>
        Named().Match(hop) is { Success: true } named
        && Repository.Files.Contains(named.Groups["file"].Value)
        && (
            named.Groups["method"].Success
                ? Has(named.Groups["file"].Value, named.Groups["type"].Value, named.Groups["method"].Value)
                : named.Groups["file"].Value == Start
        );

    /// <summary>Whether a file declares a type, or a part of it, and in it the method.</summary>
    private static bool Has(string file, string type, string method)
    {
        var name = Path.GetFileNameWithoutExtension(file);
        if (name != type && !name.StartsWith(type + ".", StringComparison.Ordinal))
            return false;
        var source = Repository.Read(file);
        return Regex.IsMatch(source, $@"\b(class|record|struct|interface) {type}\b")
            && Regex.IsMatch(source, $@"^\s+(public|internal|protected|private)\b[^=;\n]* {method}(<[^>]*>)?\(", RegexOptions.Multiline);
    }

    [GeneratedRegex(@"^### (?<heading>.+)\n(?<text>(?:(?!^### ).*\n?)*)", RegexOptions.Multiline)]
    private static partial Regex Walk();

    [GeneratedRegex(@"^\d+\. .*(?:\n +\S.*)*", RegexOptions.Multiline)]
    private static partial Regex Hop();

    [GeneratedRegex(@"^\d+\. `(?<file>[^`]+\.cs)`(?: `(?<type>\w+)\.(?<method>\w+)`)?:")]
    private static partial Regex Named();

    [GeneratedRegex(@"`(?<type>[A-Z]\w+)\.(?<method>[A-Z]\w+)`")]
    private static partial Regex Method();
}
