using Microsoft.Extensions.Options;
using OmoBroadcast.Domain.Texts;

namespace OmoBroadcast.Webhooks.Settings;

/// <summary>Connection strings may hold passwords, so they too can come from files: <c>Omo:RedisFile</c>,
/// <c>Omo:DatabaseFile</c>.</summary>
internal static class SecretFiles
{
    private static readonly string[] Keys = ["Omo:Redis", "Omo:Database"];

    /// <summary>Throws <see cref="OptionsValidationException"/>, naming the key, when a file cannot be read.</summary>
    public static void Read(IConfigurationManager configuration)
    {
        var found = new Dictionary<string, string?>();
        foreach (var key in Keys)
        {
            if (configuration[$"{key}File"] is not { Length: > 0 } path)
                continue;
            var (text, fault) = PastedValue.FromFile(path);
            var value = text is null ? null : PastedValue.Clean(text);
            if (value is not null && PastedValue.HidesSomething(value))
                fault = "it holds more than a line, or a character that nobody sees";
            if (fault is not null)
                throw new OptionsValidationException(key, typeof(OmoOptions), [$"{key}File: {fault}"]);
            found[key] = value;
        }

        if (found.Count > 0)
            configuration.AddInMemoryCollection(found);
    }
}
