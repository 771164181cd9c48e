using System.Globalization;

namespace OmoBroadcast.Domain.Texts;

/// <summary>Words in both languages of the staff.</summary>
/// <param name="Chinese">Traditional Chinese.</param>
public sealed record LocalizedText(string English, string Chinese)
{
    /// <summary>The same in both, such as the name of a brand.</summary>
    public LocalizedText(string both)
        : this(both, both) { }

    /// <summary>Chinese for whoever reads any of it, else English.</summary>
    public string In(CultureInfo culture) => culture.TwoLetterISOLanguageName == "zh" ? Chinese : English;
}
