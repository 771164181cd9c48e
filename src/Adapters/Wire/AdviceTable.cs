using System.Collections.Frozen;
using System.Globalization;
using System.Resources;
using OmoBroadcast.Domain.Texts;

namespace OmoBroadcast.Adapters.Wire;

/// <summary>What a platform's codes mean for staff, and what they can do: each row a sentence of <c>Advice.resx</c> and its
/// codes.</summary>
internal sealed class AdviceTable
{
    private static readonly ResourceManager Texts = new("OmoBroadcast.Adapters.Resources.Advice", typeof(AdviceTable).Assembly);
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en"),
        Chinese = CultureInfo.GetCultureInfo("zh-Hant");

    /// <summary>What our own side of a call refuses, and what HTTP says without the platform's words.</summary>
    private static readonly (string Text, string[] Codes)[] Everywhere =
    [
        ("Account", ["account", "401", "403"]),
        ("Content", ["content"]),
        ("ContentOrRecipient", ["400"]),
        ("TooLarge", ["413"]),
    ];

    private readonly FrozenDictionary<string, LocalizedText> byCode;

    public AdviceTable(params IEnumerable<(string Text, string[] Codes)> rows) =>
        byCode = rows.Concat(Everywhere)
            .SelectMany(row => row.Codes.Select(code => (Code: code, row.Text)))
            .DistinctBy(entry => entry.Code)
            .ToFrozenDictionary(entry => entry.Code, entry => Of(entry.Text), StringComparer.Ordinal);

    public IEnumerable<KeyValuePair<string, LocalizedText>> All => byCode;

    public LocalizedText? Find(string code) => byCode.GetValueOrDefault(code);

    private static LocalizedText Of(string key) => new(Texts.GetString(key, English)!, Texts.GetString(key, Chinese)!);
}
