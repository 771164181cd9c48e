using System.Collections.Frozen;
using OmoBroadcast.Domain.Campaigns;

namespace OmoBroadcast.Teams.Texts;

/// <summary>What a platform's code means for staff, and what they can do. The code itself stays beside it: an administrator, or the platform's support, will ask for it.</summary>
internal static class Faults
{
    private static readonly FrozenDictionary<string, string> Advice = new Dictionary<string, string[]>
    {
        ["Fault_Window"] = ["131047", "10-2018278", "10-2534022", "10-2018065"],
        ["Fault_Stopped"] = ["131050", "10-1893015"],
        ["Fault_Unreachable"] = ["131026", "130472", "131021", "131030", "10-2018108", "100-2018001", "100-2534014", "200-1545041", "551", "551-1545041", "2534001", "9000001"],
        ["Fault_Frequency"] = ["131049", "613-1893016"],
        ["Fault_OtherApp"] = ["10-2018300", "10-2018321", "2534037"],
        ["Fault_Media"] = ["131053", "131014", "131052", "100-2018008", "100-2018047", "100-2018074", "100-2018109", "100-2018294", "36103", "media_missing"],
        ["Fault_Template"] = ["132001", "132015", "132016", "132068", "132069"],
        ["Fault_TemplateValues"] = ["132000", "132005", "132007", "132008", "132012", "132018"],
        ["Fault_Content"] = ["100", "131008", "131009", "131051", "131055", "135000", "100-2534015", "2534068"],
        ["Fault_Account"] =
        [
            "0", "3", "10", "33", "100-33", "190", "368", "131005", "131031", "131037", "131042", "131044", "131045", "131048", "131063", "131064", "133010", "134011",
            "10-1893063", "10-2534077", "10-2534122", "100-2534013", "200-2018021", "200-2018027", "200-2018028", "200-2534041", "2022", "2534029", "2-2018344",
        ],
        ["Fault_Country"] = ["130497"],
        ["Fault_Address"] = ["131062", "137000"],
        ["Fault_PublicUrl"] = ["no_public_url"],
    }.SelectMany(entry => entry.Value.Select(code => (Code: code, entry.Key))).ToFrozenDictionary(entry => entry.Code, entry => entry.Key);

    /// <summary>A sentence without a full stop, and the code; null for a code that has none.</summary>
    public static string? Fault(this Phrases phrases, string? code) =>
        string.IsNullOrWhiteSpace(code) ? null
        : Advice.TryGetValue(Written(code), out var key) ? $"{phrases[key]} [{code}]"
        // Refused by ourselves in the middle of several messages: the same reasons for which a customer is skipped.
        : Enum.TryParse<SkipReason>(code, out var reason) && Enum.IsDefined(reason) && !char.IsAsciiDigit(code[0]) ? phrases.Of(reason)
        : null;

    private static string Written(string code) => code.Replace('/', '-');
}
