using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace OmoBroadcast.Tests.House;

/// <summary>No phrase is kept that nothing says. A phrase is said by its key, by a key that is put together, or as the word for a value of
/// an enumeration.</summary>
public sealed partial class DeadPhrases
{
    private static readonly IReadOnlyList<string> Sources =
    [
        .. Repository.Sources.Where(file => file.StartsWith("src/", StringComparison.Ordinal)).Select(Repository.Read),
    ];

    private static readonly HashSet<string> Literals = [.. Sources.SelectMany(text => Literal().Matches(text)).Select(Inside)];

    private static readonly IReadOnlyList<Regex> Made =
    [
        .. Sources
            .SelectMany(text => Interpolated().Matches(text))
            .Select(Inside)
            // What holds nothing but holes and what joins them would fit every key.
            .Where(text => Hole().Replace(text, "").Any(char.IsAsciiLetter))
            .Distinct()
            .Select(text => new Regex($"^{string.Join("[A-Za-z0-9_.-]+", Hole().Split(text).Select(Regex.Escape))}$")),
    ];

    private static readonly HashSet<string> Values =
    [
        .. Repository
            .Files.Where(file => file.StartsWith("src/", StringComparison.Ordinal) && file.EndsWith(".csproj", StringComparison.Ordinal))
            .Select(file => Assembly.Load($"OmoBroadcast.{Path.GetFileNameWithoutExtension(file)}"))
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => type.IsEnum)
            .SelectMany(type => Enum.GetNames(type).Select(name => $"{type.Name}_{name}")),
    ];

    [Fact]
    public void Every_phrase_is_said_somewhere() =>
        Assert.Empty(
            from file in Repository.Files
            where file.EndsWith(".resx", StringComparison.Ordinal) && !file.Contains(".zh-Hant.", StringComparison.Ordinal)
            from data in XDocument.Parse(Repository.Read(file)).Root!.Elements("data")
            let key = (string)data.Attribute("name")!
            where !Literals.Contains(key) && !Values.Contains(key) && !Made.Any(made => made.IsMatch(key))
            select key
        );

    private static string Inside(Match match) => match.Groups[1].Value;

    [GeneratedRegex("(?<!\\$)\"([A-Za-z0-9_.-]+)\"")]
    private static partial Regex Literal();

    [GeneratedRegex("\\$\"((?:[A-Za-z0-9_.-]|\\{[^{}\"]*\\})+)\"")]
    private static partial Regex Interpolated();

    [GeneratedRegex(@"\{[^{}]*\}")]
    private static partial Regex Hole();
}
