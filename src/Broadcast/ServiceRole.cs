namespace OmoBroadcast.Broadcast;

/// <summary>What a process of the service does.</summary>
public enum ServiceRole
{
    All,
    Web,
    Worker,
}
