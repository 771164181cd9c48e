using System.Globalization;
using System.Resources;
using OmoBroadcast.Desks.Words;

namespace OmoBroadcast.Teams.Texts;

/// <summary>The sentences of cards, and those that all faces share, in one language.</summary>
public sealed class Phrases : Vocabulary
{
    public static readonly Phrases Chinese = new(InChinese, SharedWords.Chinese);
    public static readonly Phrases English = new(InEnglish, SharedWords.English);

    private static readonly ResourceManager Resources = new("OmoBroadcast.Teams.Resources.Phrases", typeof(Phrases).Assembly);

    private readonly SharedWords shared;

    private Phrases(CultureInfo culture, SharedWords shared)
        : base(culture) => this.shared = shared;

    public static Phrases For(string? locale) => IsChinese(locale) ? Chinese : English;

    protected override string? Find(string key) => Resources.GetString(key, Culture) ?? (shared.Has(key) ? shared[key] : null);
}
