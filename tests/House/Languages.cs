using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace OmoBroadcast.Tests.House;

/// <summary>Traditional Chinese and English say the same things.</summary>
public sealed partial class Languages
{
    private static IEnumerable<string> Neutral => Repository.Files.Where(file => file.EndsWith(".resx", StringComparison.Ordinal) && !Language().IsMatch(file));

    // The neutral file is in one of the two, and the other stands beside it.
    private static string Other(string neutral) =>
        Assert.Single(new[] { ".en.resx", ".zh-Hant.resx" }.Select(ending => neutral.Replace(".resx", ending, StringComparison.Ordinal)), Repository.Files.Contains);

    [Fact]
    public void There_are_texts() => Assert.NotEmpty(Neutral);

    [Fact]
    public void Both_languages_have_every_key() =>
        Assert.All(Neutral, file => Assert.Equal(Texts(file).Keys.Order(StringComparer.Ordinal), Texts(Other(file)).Keys.Order(StringComparer.Ordinal)));

    [Fact]
    public void Both_fill_in_the_same_places() => Assert.All(Neutral, file =>
    {
        var other = Texts(Other(file));
        Assert.All(Texts(file), text => Assert.Equal((text.Key, Places(text.Value)), (text.Key, Places(other[text.Key]))));
    });

    [Fact]
    public void No_text_is_empty() => Assert.All(Neutral.Concat(Neutral.Select(Other)), file => Assert.All(Texts(file), text => Assert.NotEqual((text.Key, ""), (text.Key, text.Value.Trim()))));

    private static Dictionary<string, string> Texts(string file) =>
        XDocument.Parse(Repository.Read(file)).Root!.Elements("data").ToDictionary(data => (string)data.Attribute("name")!, data => (string)data.Element("value")!);

    private static string Places(string text) => string.Join(' ', Place().Matches(text).Select(match => match.Groups[1].Value).Distinct().Order(StringComparer.Ordinal));

    [GeneratedRegex(@"\.[a-z]{2}(-[A-Za-z]+)?\.resx$")]
    private static partial Regex Language();

    [GeneratedRegex(@"\{(\d+)[^}]*\}")]
    private static partial Regex Place();
}
