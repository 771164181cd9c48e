namespace OmoBroadcast.Storage.Settings;

/// <summary>Section <c>Omo:Leases</c>, for trials that cannot wait as long as an installation does. No operator needs it, so it is not
/// documented.</summary>
public sealed class LeaseOptions
{
    /// <summary>Where the section stands.</summary>
    public const string Section = "Omo:Leases";

    /// <summary>How long a request whose call has begun stays with its node before it is in doubt: longer than a call takes.</summary>
    public TimeSpan Begun { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an echo that may be ours waits for the answer to our own call: longer than a call takes.</summary>
    public TimeSpan Echo { get; set; } = TimeSpan.FromSeconds(30);
}
