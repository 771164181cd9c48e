using System.Globalization;
using System.Resources;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Texts;

namespace OmoBroadcast.Desks.Words;

/// <summary>Sentences for staff, in one language. Traditional Chinese is the first language, English the second.</summary>
public abstract class Vocabulary(CultureInfo culture)
{
    protected static readonly CultureInfo InChinese = CultureInfo.GetCultureInfo("zh-Hant"),
        InEnglish = CultureInfo.GetCultureInfo("en");

    public CultureInfo Culture => culture;

    /// <exception cref="MissingManifestResourceException">There is no such sentence.</exception>
    public string this[string key] =>
        Named(Find(key) ?? throw new MissingManifestResourceException($"No sentence '{key}' in {Culture.Name}."));

    public string Say(string key, params ReadOnlySpan<object?> with) =>
        culture == InChinese ? Spacing.Fill(Culture, this[key], with) : string.Format(Culture, Plurals.Choose(this[key], with), with);

    public string Of<TEnum>(TEnum value)
        where TEnum : struct, Enum => this[$"{typeof(TEnum).Name}_{value}"];

    public string Of(LocalizedText text) => text.In(Culture);

    public bool Has(string key) => Find(key) is not null;

    /// <summary>A size of a file, in the largest unit that says it well.</summary>
    public string Bytes(long bytes) =>
        bytes >= 1024 * 1024
            ? string.Create(Culture, $"{bytes / (1024.0 * 1024):#,0.#} MB")
            : string.Create(Culture, $"{Math.Max(1, bytes / 1024)} KB");

    /// <summary>Of money, as fine as rates are.</summary>
    public string Amount(decimal amount) => amount.ToString("#,0.####", Culture);

    public string Count(long number) => number.ToString("N0", Culture);

    /// <summary>One sentence behind another: a full stop in Chinese has its space already.</summary>
    public string Sentences(string one, string other) => culture == InChinese ? one + other : $"{one} {other}";

    /// <summary>Some things, all of them: A, B and C.</summary>
    public string List(IReadOnlyList<string> things) =>
        things.Count < 2 ? string.Concat(things) : string.Join(this["List_Comma"], things.SkipLast(1)) + this["List_And"] + things[^1];

    /// <summary>By the person's own setting: every zh is served Traditional Chinese, every other language English; no setting, Traditional
    /// Chinese.</summary>
    protected static bool IsChinese(string? locale) =>
        string.IsNullOrEmpty(locale) || locale.StartsWith("zh", StringComparison.OrdinalIgnoreCase);

    /// <summary>Null where there is no such sentence.</summary>
    protected abstract string? Find(string key);

    /// <summary>Sentences name no channel, but what they speak of channels for.</summary>
    private string Named(string sentence) =>
        !sentence.Contains("[[", StringComparison.Ordinal)
            ? sentence
            : sentence
                .Replace("[[templates]]", Names(static traits => traits.TemplateScope is not null), StringComparison.Ordinal)
                .Replace("[[bindable]]", Names(static traits => traits.Bindable), StringComparison.Ordinal);

    private string Names(Func<ChannelTraits, bool> which) => List([.. ChannelCatalog.All.Where(which).Select(traits => Of(traits.Name))]);
}
