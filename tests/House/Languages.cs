using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace OmoBroadcast.Tests.House;

/// <summary>Traditional Chinese and English say the same things.</summary>
public sealed partial class Languages
{
    private static IEnumerable<string> Chinese => Repository.Files.Where(file => file.EndsWith(".resx", StringComparison.Ordinal) && !Language().IsMatch(file));

    // Chinese comes first: it is the language of the neutral file, and what is shown where a locale is neither.
    private static string English(string chinese) => chinese.Replace(".resx", ".en.resx", StringComparison.Ordinal);

    [Fact]
    public void There_are_texts() => Assert.NotEmpty(Chinese);

    [Fact]
    public void Both_languages_have_every_key() => Assert.All(Chinese, file =>
    {
        Assert.Contains(English(file), Repository.Files);
        Assert.Equal(Texts(file).Keys.Order(StringComparer.Ordinal), Texts(English(file)).Keys.Order(StringComparer.Ordinal));
    });

    [Fact]
    public void Both_fill_in_the_same_places() => Assert.All(Chinese, file =>
    {
        var english = Texts(English(file));
        Assert.All(Texts(file), text => Assert.Equal((text.Key, Places(text.Value)), (text.Key, Places(english[text.Key]))));
    });

    [Fact]
    public void No_text_is_empty() => Assert.All(Chinese.Concat(Chinese.Select(English)), file => Assert.All(Texts(file), text => Assert.NotEqual((text.Key, ""), (text.Key, text.Value.Trim()))));

    private static Dictionary<string, string> Texts(string file) =>
        XDocument.Parse(Repository.Read(file)).Root!.Elements("data").ToDictionary(data => (string)data.Attribute("name")!, data => (string)data.Element("value")!);

    private static string Places(string text) => string.Join(' ', Place().Matches(text).Select(match => match.Groups[1].Value).Distinct().Order(StringComparer.Ordinal));

    [GeneratedRegex(@"\.[a-z]{2}(-[A-Za-z]+)?\.resx$")]
    private static partial Regex Language();

    [GeneratedRegex(@"\{(\d+)[^}]*\}")]
    private static partial Regex Place();
}
