using System.Collections.Frozen;
using System.Globalization;
using OmoBroadcast.Adapters.Wire;
using OmoBroadcast.Domain.Texts;

namespace OmoBroadcast.Adapters.Meta;

/// <summary>What the codes of Meta's channels mean for staff. A code is a number, and mostly a subcode behind it.</summary>
internal static class MetaAdvice
{
    private static readonly AdviceTable Table = new([
        ("WindowOrTemplate", ["131047"]),
        ("Window", ["10-2018278", "10-2534022", "10-2018065"]),
        ("Stopped", ["131050", "10-1893015"]),
        (
            "Unreachable",
            [
                "131026",
                "130472",
                "131021",
                "131030",
                "10-2018108",
                "100-2018001",
                "100-2534014",
                "200-1545041",
                "551",
                "551-1545041",
                "2534001",
                "9000001",
                "2534025",
            ]
        ),
        ("Frequency", ["131049", "613-1893016"]),
        ("OtherApp", ["10-2018300", "10-2018321", "2534037"]),
        ("Media", ["131053", "131014", "131052", "100-2018008", "100-2018047", "100-2018074", "100-2018109", "100-2018294", "36103"]),
        ("Template", ["132001", "132015", "132016", "132068", "132069"]),
        ("TemplateValues", ["132000", "132005", "132007", "132008", "132012", "132018"]),
        (
            "Content",
            [
                "100",
                "131008",
                "131009",
                "131051",
                "131055",
                "135000",
                "100-2534015",
                "2534068",
                "134100",
                "2500",
                "10-1404170",
                "10-2018336",
                "100-2018014",
                "100-2018164",
            ]
        ),
        (
            "Account",
            [
                "0",
                "3",
                "10",
                "33",
                "100-33",
                "190",
                "368",
                "131005",
                "131031",
                "131037",
                "131042",
                "131044",
                "131045",
                "131048",
                "131063",
                "131064",
                "133010",
                "134011",
                "102",
                "104",
                "133000",
                "133005",
                "133006",
                "133008",
                "133009",
                "133015",
                "133016",
                "134102",
                "2635",
                "10-1893063",
                "10-2534077",
                "10-2534122",
                "100-2534013",
                "200-2018021",
                "200-2018027",
                "200-2018028",
                "200-2534041",
                "2022",
                "2534029",
                "2-2018344",
            ]
        ),
        ("Country", ["130497"]),
        ("Address", ["131062", "137000"]),
        (
            "Slow",
            [
                "4",
                "17",
                "32",
                "341",
                "613",
                "130429",
                "131056",
                "80001",
                "80002",
                "80006",
                "80007",
                "80008",
                "4-2018354",
                "9-2018352",
                "613-2018338",
                "613-2534040",
            ]
        ),
        ("Later", ["1", "1-1357046", "2", "2-1545133", "131000", "131016", "131057", "133004", "134101", "2494100"]),
        // All permissions that Meta numbers from 200 on.
        ("Account", [.. Enumerable.Range(200, 100).Select(code => code.ToString(CultureInfo.InvariantCulture))]),
    ]);

    /// <summary>By what stands behind the code, which Meta gives with one code today and another tomorrow.</summary>
    private static readonly FrozenDictionary<string, LocalizedText> BySubcode = Table
        .All.Where(entry => entry.Key.Contains('-', StringComparison.Ordinal))
        .DistinctBy(entry => entry.Key[(entry.Key.IndexOf('-', StringComparison.Ordinal) + 1)..])
        .ToFrozenDictionary(entry => entry.Key[(entry.Key.IndexOf('-', StringComparison.Ordinal) + 1)..], entry => entry.Value);

    public static LocalizedText? Find(string code)
    {
        var written = code.Replace('/', '-');
        var dash = written.IndexOf('-', StringComparison.Ordinal);
        return Table.Find(written) ?? BySubcode.GetValueOrDefault(written[(dash + 1)..]) ?? (dash > 0 ? Table.Find(written[..dash]) : null);
    }
}
