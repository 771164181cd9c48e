using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace OmoBroadcast.Tests.House;

/// <summary>Traditional Chinese and English say the same things.</summary>
public sealed partial class Languages
{
    private static IEnumerable<string> English =>
        Repository.Files.Where(file => file.EndsWith(".resx", StringComparison.Ordinal) && !Language().IsMatch(file));

    private static string Chinese(string english) => english.Replace(".resx", ".zh-Hant.resx", StringComparison.Ordinal);

    [Fact]
    public void There_are_texts() => Assert.NotEmpty(English);

    [Fact]
    public void Both_languages_have_every_key() => Assert.All(English, file =>
        {
            Assert.Contains(Chinese(file), Repository.Files);
            Assert.Equal(Texts(file).Keys.Order(StringComparer.Ordinal), Texts(Chinese(file)).Keys.Order(StringComparer.Ordinal));
        });

    [Fact]
    public void Both_fill_in_the_same_places() => Assert.All(English, file =>
        {
            var chinese = Texts(Chinese(file));
            Assert.All(Texts(file), text => Assert.Equal((text.Key, Places(text.Value)), (text.Key, Places(chinese[text.Key]))));
        });

    [Fact]
    public void No_text_is_empty() =>
        Assert.All(English.Concat(English.Select(Chinese)), file =>
            Assert.All(Texts(file), text => Assert.NotEqual((text.Key, ""), (text.Key, text.Value.Trim())))
        );

    private static Dictionary<string, string> Texts(string file) =>
        XDocument
            .Parse(Repository.Read(file))
            .Root!.Elements("data")
            .ToDictionary(data => (string)data.Attribute("name")!, data => (string)data.Element("value")!);

    private static string Places(string text) =>
        string.Join(' ', Place().Matches(text).Select(match => match.Groups[1].Value).Distinct().Order(StringComparer.Ordinal));

    [GeneratedRegex(@"\.[a-z]{2}(-[A-Za-z]+)?\.resx$")]
    private static partial Regex Language();

    [GeneratedRegex(@"\{(\d+)[^}]*\}")]
    private static partial Regex Place();
}
