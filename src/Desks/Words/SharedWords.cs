using System.Globalization;
using System.Resources;

namespace OmoBroadcast.Desks.Words;

/// <summary>The sentences that all faces need alike: states, reasons, faults, spans of time, exported tables.</summary>
public sealed class SharedWords : Vocabulary
{
    public static readonly SharedWords Chinese = new(InChinese);
    public static readonly SharedWords English = new(InEnglish);

    private static readonly ResourceManager Resources = new("OmoBroadcast.Desks.Resources.SharedWords", typeof(SharedWords).Assembly);

    private SharedWords(CultureInfo culture)
        : base(culture) { }

    public static SharedWords For(string? locale) => IsChinese(locale) ? Chinese : English;

    protected override string? Find(string key) => Resources.GetString(key, Culture);
}
