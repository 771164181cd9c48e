using Microsoft.Extensions.Options;

namespace OmoBroadcast.Webhooks.Settings;

/// <summary>Connection strings may hold passwords, so they too can come from files: <c>Omo:RedisFile</c>, <c>Omo:DatabaseFile</c>.</summary>
internal static class SecretFiles
{
    private static readonly string[] Keys = ["Omo:Redis", "Omo:Database"];

    /// <summary>Throws <see cref="OptionsValidationException"/>, naming the key, when a file cannot be read.</summary>
    public static void Read(IConfigurationManager configuration)
    {
        var found = new Dictionary<string, string?>();
        foreach (var key in Keys)
        {
            if (configuration[$"{key}File"] is not { Length: > 0 } path) continue;
            try
            {
                found[key] = File.ReadAllText(path).Trim();
            }
            catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
            {
                throw new OptionsValidationException(key, typeof(OmoOptions), [$"{key}File: {wrong.Message}"]);
            }
        }

        if (found.Count > 0) configuration.AddInMemoryCollection(found);
    }
}
