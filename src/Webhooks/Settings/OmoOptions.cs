namespace OmoBroadcast.Webhooks.Settings;

/// <summary>The host's part of section <c>Omo</c>.</summary>
internal sealed class OmoOptions
{
    /// <summary>Whole messages that stop broadcasts, instead of the built-in ones; alternatives between braces: <c>stop{|
    /// all}</c>.</summary>
    public IList<string> StopWords { get; } = [];

    /// <summary>Whole messages that ask for broadcasts again, likewise.</summary>
    public IList<string> ResumeWords { get; } = [];

    /// <summary>Profiles asked of a platform in a second.</summary>
    public int ProfilesPerSecond { get; set; } = 50;

    /// <summary>Megabytes that webhook bodies in hand may take together, beyond the first 64 KiB of each.</summary>
    public int WebhookMegabytes { get; set; } = 32;

    /// <summary>A CSV file of staff: id,name,role,store, and store_name.</summary>
    public string? StaffFile { get; set; }
}
