using System.Text.RegularExpressions;

namespace OmoBroadcast.Tests.House;

/// <summary>
/// A channel is named in its own folder and in the roster. All else asks for its traits. Comments may give a platform's rule as a reason;
/// the sandbox simulates platforms, and knows them.
/// </summary>
public sealed partial class ChannelNames
{
    /// <summary>What must go on naming one, and why.</summary>
    private static readonly Dictionary<string, string> Exempt = new()
    {
        ["src/Domain/Campaigns/EligibilityRule.cs"] = "the ledger has the name of a reason",
        ["src/Domain/Campaigns/SendOccasion.cs"] = "the same name",
        ["src/Desks/Resources/SharedWords.resx"] = "the same name, as a key",
        ["src/Desks/Resources/SharedWords.zh-Hant.resx"] = "the same name, as a key",
        ["src/Storage/Redis/WaitingReports.cs"] = "a word in reports that nodes of an earlier version wrote",
        ["src/Storage/Sql/Erasures.cs"] = "a parameter that is called line, and is the end of one",
    };

    private static IEnumerable<string> Outside =>
        Repository.Files.Where(file =>
            file.StartsWith("src/", StringComparison.Ordinal)
            && Path.GetExtension(file) is ".cs" or ".resx" or ".sql" or ".lua"
            && !file.StartsWith("src/Sandbox/", StringComparison.Ordinal)
            && !ChannelFolder().IsMatch(file)
            && file != "src/Adapters/AdaptersComposition.cs"
        );

    [Fact]
    public void No_file_outside_a_channel_s_folder_names_it() =>
        Assert.Empty(from file in Outside where !Exempt.ContainsKey(file) from line in Naming(file) select $"{file}: {line}");

    [Fact]
    public void Nothing_is_exempt_that_names_none() =>
        Assert.Empty(from exempt in Exempt.Keys where !Outside.Contains(exempt) || !Naming(exempt).Any() select exempt);

    [Fact]
    public void An_exemption_is_for_one_name_and_opens_no_door() =>
        Assert.Empty(
            from exempt in Exempt.Keys
            from line in Naming(exempt)
            where !line.Contains("Waba", StringComparison.Ordinal) && !line.Contains("\"line\"", StringComparison.Ordinal)
            select $"{exempt}: {line}"
        );

    [Theory]
    [InlineData("if (account.Channel == ChannelId.Line)", true)]
    [InlineData("[\"line\"] = 5,", true)]
    [InlineData("new(\"whatsapp\")", true)]
    [InlineData("<value>Your LINE account</value>", true)]
    [InlineData("var url = $\"https://wa.me/{WhatsAppNumber}\";", true)]
    [InlineData("card.Text(ProgressCard.Line(phrases, delivery));", false)]
    [InlineData("private sealed class Line(int number);", false)]
    [InlineData("// LINE waits two seconds.", false)]
    public void A_name_is_seen(string line, bool named) => Assert.Equal(named, Channel().IsMatch(Comment().Replace(line, "")));

    private static IEnumerable<string> Naming(string file) =>
        Repository.Read(file).Split('\n').Select(line => Comment().Replace(line, "").Trim()).Where(line => Channel().IsMatch(line));

    // Meta's folder holds what its three channels share.
    [GeneratedRegex("^src/Adapters/(Line|Messenger|Instagram|WhatsApp|Meta)/")]
    private static partial Regex ChannelFolder();

    [GeneratedRegex(
        @"ChannelId\.(Line|Messenger|Instagram|WhatsApp)|""(line|messenger|instagram|whatsapp)""|\bLINE\b|WhatsApp|Messenger|Instagram|Waba"
    )]
    private static partial Regex Channel();

    [GeneratedRegex(@"(^|\s)(//|--).*$")]
    private static partial Regex Comment();
}
