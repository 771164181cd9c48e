using System.Text.RegularExpressions;
using System.Xml.Linq;
using OmoBroadcast.Teams.Commands;
using OmoBroadcast.Teams.Texts;
using OmoBroadcast.Tests.House;

namespace OmoBroadcast.Tests.Teams;

/// <summary>The guide for staff beside the commands and cards as they are.</summary>
public sealed partial class GuideTests
{
    private const string Guide = "docs/guide.md",
        ChineseGuide = "docs/guide.zh-Hant.md";

    [Theory]
    [InlineData(Guide)]
    [InlineData(ChineseGuide)]
    public void Every_command_is_in_the_guide_in_both_languages(string guide) =>
        Assert.Equal(
            Enum.GetValues<CommandName>().Select(name => $"`{Phrases.Chinese[$"Command_{name}"]}` `{Phrases.English[$"Command_{name}"]}`"),
            Rows(guide, "commands").Select(cells => cells[0])
        );

    // Buttons, fields and states are bold in the guide, and nothing else is.
    [Theory]
    [InlineData(Guide, ".resx")]
    [InlineData(ChineseGuide, ".zh-Hant.resx")]
    public void What_is_bold_in_the_guide_is_on_the_cards(string guide, string ending)
    {
        // A phrase that is nothing but places to be filled in would be like any words.
        string[] texts = [$"src/Teams/Resources/Phrases{ending}", $"src/Desks/Resources/SharedWords{ending}"];
        var cards = texts
            .SelectMany(file => XDocument.Parse(Repository.Read(file)).Root!.Elements("data"))
            .Select(data => (ending == ".resx" ? Phrases.English : Phrases.Chinese)[(string)data.Attribute("name")!])
            .Where(phrase => Place().Replace(phrase, "").Count(char.IsLetter) > 1)
            .Select(phrase => string.Concat("^", string.Join(".+", Place().Split(phrase).Select(Regex.Escape)), "$"))
            .ToList();
        var bold = Bold().Matches(Repository.Read(guide)).Select(match => match.Groups[1].Value).Distinct().ToList();
        Assert.NotEmpty(bold);
        Assert.DoesNotContain(bold, words => !cards.Exists(card => Regex.IsMatch(words, card)));
    }

    /// <summary>The cells of the table behind a mark, without its head.</summary>
    internal static IEnumerable<string[]> Rows(string paper, string mark) =>
        Repository
            .Read(paper)
            .Split('\n')
            .Select(line => line.TrimEnd('\r'))
            .SkipWhile(line => line != $"<!-- {mark} -->")
            .Skip(1)
            .TakeWhile(line => line.StartsWith('|'))
            .Skip(2)
            .Select(line => line.Split('|')[1..^1].Select(cell => cell.Trim()).ToArray());

    [GeneratedRegex(@"\*\*(.+?)\*\*")]
    private static partial Regex Bold();

    [GeneratedRegex(@"\{\d+[^}]*\}")]
    private static partial Regex Place();
}
