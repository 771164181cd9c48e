using System.Collections.Frozen;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Teams.Cards;

namespace OmoBroadcast.Teams.Texts;

/// <summary>What a platform's code means for staff, and what they can do. The code itself stays beside it: an administrator, or the
/// platform's support, will ask for it.</summary>
internal static class Faults
{
    private static readonly FrozenDictionary<string, string> Advice = new Dictionary<string, string[]>
    {
        ["Fault_Window"] = ["131047", "10-2018278", "10-2534022", "10-2018065"],
        ["Fault_Stopped"] = ["131050", "10-1893015"],
        ["Fault_Unreachable"] =
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
        ],
        ["Fault_Frequency"] = ["131049", "613-1893016"],
        ["Fault_OtherApp"] = ["10-2018300", "10-2018321", "2534037"],
        ["Fault_Media"] =
        [
            "131053",
            "131014",
            "131052",
            "100-2018008",
            "100-2018047",
            "100-2018074",
            "100-2018109",
            "100-2018294",
            "36103",
            "media_missing",
        ],
        ["Fault_Template"] = ["132001", "132015", "132016", "132068", "132069"],
        ["Fault_TemplateValues"] = ["132000", "132005", "132007", "132008", "132012", "132018"],
        ["Fault_Content"] =
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
            "content",
        ],
        ["Fault_Account"] =
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
            "401",
            "403",
            "account",
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
        ],
        ["Fault_Country"] = ["130497"],
        ["Fault_Address"] = ["131062", "137000"],
        ["Fault_PublicUrl"] = ["no_public_url"],
        ["Fault_Slow"] =
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
        ],
        ["Fault_Later"] = ["1", "1-1357046", "2", "2-1545133", "131000", "131016", "131057", "133004", "134101", "2494100"],
        ["Fault_Line"] = ["400"],
        ["Fault_TooLarge"] = ["413"],
    }
        // All permissions that Meta numbers from 200 on.
        .Append(
            new(
                "Fault_Account",
                [.. Enumerable.Range(200, 100).Select(code => code.ToString(System.Globalization.CultureInfo.InvariantCulture))]
            )
        )
        .SelectMany(entry => entry.Value.Select(code => (Code: code, entry.Key)))
        .ToFrozenDictionary(entry => entry.Code, entry => entry.Key);

    /// <summary>By what stands behind the code, which Meta gives with one code today and another tomorrow.</summary>
    private static readonly FrozenDictionary<string, string> BySubcode = Advice
        .Where(entry => entry.Key.Contains('-', StringComparison.Ordinal))
        .DistinctBy(entry => entry.Key[(entry.Key.IndexOf('-', StringComparison.Ordinal) + 1)..])
        .ToFrozenDictionary(entry => entry.Key[(entry.Key.IndexOf('-', StringComparison.Ordinal) + 1)..], entry => entry.Value);

    /// <summary>A sentence without a full stop, and the code; null for a code that has none of its own.</summary>
    public static string? Fault(this Phrases phrases, string? code) =>
        string.IsNullOrWhiteSpace(code) ? null
        : Find(code.Replace('/', '-')) is { } key ? $"{phrases[key]} [{code}]"
        // Refused by ourselves in the middle of several messages: the same reasons for which a customer is skipped.
        : Enum.TryParse<SkipReason>(code, out var reason) && Enum.IsDefined(reason) && !char.IsAsciiDigit(code[0]) ? phrases.Of(reason)
        : null;

    /// <summary>Why a delivery was not accepted, with the platform's code. Not escaped; empty where there is nothing to say beyond its
    /// state.</summary>
    /// <param name="longest">What is given of a platform's own words.</param>
    public static string Why(this Phrases phrases, Delivery delivery, int longest)
    {
        if (delivery.State is DeliveryState.Skipped or DeliveryState.Accepted)
            return "";
        if (phrases.Fault(delivery.Code) is { } advice)
            return advice;
        var said = string.Join(' ', new[] { delivery.Code, delivery.Reason }.Where(part => !string.IsNullOrWhiteSpace(part)))
            .ReplaceLineEndings(" ");
        if (said.Length > longest)
            said = Markdown.Clip(said, longest);
        // A code that we know no advice for: the platform's own words, and whom to show them to.
        return delivery.State == DeliveryState.Refused && said.Length > 0 ? phrases.Say("Fault_Other", said) : said;
    }

    private static string? Find(string code)
    {
        var dash = code.IndexOf('-', StringComparison.Ordinal);
        return Advice.GetValueOrDefault(code)
            ?? BySubcode.GetValueOrDefault(code[(dash + 1)..])
            ?? (dash > 0 ? Advice.GetValueOrDefault(code[..dash]) : null);
    }
}
