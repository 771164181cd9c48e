namespace OmoBroadcast.Webhooks.Settings;

/// <summary>What a process of the service does.</summary>
internal enum ServiceRole
{
    All,
    Web,
    Worker,
}

/// <summary>The host's part of section <c>Omo</c>.</summary>
internal sealed class OmoOptions
{
    /// <summary>Where the service is reached from outside, https; empty while it is only tried out.</summary>
    public string PublicUrl { get; set; } = "";

    /// <summary>web | worker | all.</summary>
    public string Role { get; set; } = "all";

    /// <summary>Whole messages that stop broadcasts, instead of the built-in ones; alternatives between braces: <c>stop{|
    /// all}</c>.</summary>
    public IList<string> StopWords { get; } = [];

    /// <summary>Whole messages that ask for broadcasts again, likewise.</summary>
    public IList<string> ResumeWords { get; } = [];

    /// <summary>Profiles asked of a platform in a second.</summary>
    public int ProfilesPerSecond { get; set; } = 50;

    /// <summary>Megabytes that webhook bodies in hand may take together, beyond the first 64 KiB of each.</summary>
    public int WebhookMegabytes { get; set; } = 32;

    /// <summary>A CSV file of staff: id,name,role,store.</summary>
    public string? StaffFile { get; set; }

    /// <summary>Answers the webhooks and Teams.</summary>
    public bool IsWeb => Is(ServiceRole.All) || Is(ServiceRole.Web);

    /// <summary>Does the work that is not tied to a call.</summary>
    public bool IsWorker => Is(ServiceRole.All) || Is(ServiceRole.Worker);

    private bool Is(ServiceRole role) => string.Equals(Role, role.ToString(), StringComparison.OrdinalIgnoreCase);
}
