using OmoBroadcast.Domain.Campaigns;

namespace OmoBroadcast.Broadcast;

/// <summary>The operator's file of WhatsApp's rates.</summary>
internal static class RateFile
{
    public const string Key = "Omo:RatesFile";

    private const long MostBytes = 4 * 1024 * 1024;

    /// <summary>Throws <see cref="InvalidOperationException"/> that names the key, and each line with what is wrong with it.</summary>
    public static Rates Load(string path)
    {
        if (path.Length == 0)
            return Rates.None;
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > MostBytes })
                throw new InvalidOperationException($"{Key}: longer than {MostBytes} bytes");
            return Rates.Read(File.ReadAllBytes(path)) switch
            {
                RatesReading.Ok { Rates: var rates } => rates,
                RatesReading.Refused { Wrong: var wrong } => throw new InvalidOperationException($"{Key}: {string.Join("; ", wrong)}"),
                _ => throw new System.Diagnostics.UnreachableException(),
            };
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new InvalidOperationException($"{Key}: {trouble.Message}", trouble);
        }
    }
}
