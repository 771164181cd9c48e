namespace OmoBroadcast.Sandbox.Platform;

/// <summary>Where this sandbox listens, known once it does: media are served from here.</summary>
internal sealed class Whereabouts
{
    public Uri Base { get; set; } = new("http://127.0.0.1/");
}
