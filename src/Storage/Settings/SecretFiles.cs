using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using OmoBroadcast.Domain.Texts;

namespace OmoBroadcast.Storage.Settings;

/// <summary>What is secret can come from a mounted file instead: where <c>Omo:Redis</c> is looked for, <c>Omo:RedisFile</c> may name
/// one.</summary>
public static class SecretFiles
{
    /// <summary>Throws <see cref="OptionsValidationException"/>, naming the key, when a file cannot be read.</summary>
    public static void Read(IConfigurationManager configuration, params IReadOnlyList<string> keys)
    {
        var found = new Dictionary<string, string?>();
        foreach (var key in keys)
        {
            if (configuration[$"{key}File"] is not { Length: > 0 } path)
                continue;
            var (text, fault) = PastedValue.FromFile(path);
            var value = text is null ? null : PastedValue.Clean(text);
            if (value is not null && PastedValue.HidesSomething(value))
                fault = "it holds more than a line, or a character that nobody sees";
            if (fault is not null)
                throw new OptionsValidationException(key, typeof(SecretFiles), [$"{key}File: {fault}"]);
            found[key] = value;
        }

        if (found.Count > 0)
            configuration.AddInMemoryCollection(found);
    }
}
