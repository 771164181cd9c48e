using Microsoft.Extensions.Options;
using OmoBroadcast.Domain.Texts;

namespace OmoBroadcast.Webhooks.Settings;

/// <summary>
/// Cleans every value of section <c>Omo</c> before anything reads it: a blank behind a secret makes each signature wrong, and nobody sees
/// it. What hides inside a value is refused by its key.
/// </summary>
internal static class PastedSettings
{
    // Words of people and for people: what stands in them is meant, and they have a validation of their own.
    private static readonly string[] Words = ["Omo:StopWords:", "Omo:ResumeWords:", "Omo:Staff:"];

    /// <summary>Throws <see cref="OptionsValidationException"/>, naming each key and no value.</summary>
    public static void Clean(IConfigurationManager configuration)
    {
        var cleaned = new Dictionary<string, string?>();
        var faults = new List<string>();
        foreach (var (key, value) in configuration.GetSection("Omo").AsEnumerable())
        {
            if (value is null || Words.Any(words => key.StartsWith(words, StringComparison.OrdinalIgnoreCase)))
                continue;
            var clean = PastedValue.Clean(value);
            if (clean != value)
                cleaned[key] = clean;
            if (PastedValue.HidesSomething(clean) && !key.EndsWith(":Name", StringComparison.OrdinalIgnoreCase))
                faults.Add($"{key} holds a line end or a character that nobody sees");
        }

        if (faults.Count > 0)
            throw new OptionsValidationException("Omo", typeof(OmoOptions), faults);
        if (cleaned.Count > 0)
            configuration.AddInMemoryCollection(cleaned);
    }
}
