namespace OmoBroadcast.Tests.Servers;

/// <summary>The rate of a load that a test makes: so many bytes a second, a call every so often. Nothing is waited for by it.</summary>
public static class Beat
{
    public static PeriodicTimer Every(TimeSpan span) => new(span);
}
