namespace OmoBroadcast.Tests.Servers;

/// <summary>What the service stands on: Garnet and SQLite within it, or a Redis and a PostgreSQL beside it.</summary>
public enum EnginePair
{
    Embedded,
    Servers,
}
