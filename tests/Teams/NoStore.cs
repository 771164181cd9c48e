using Microsoft.Extensions.Logging.Abstractions;
using OmoBroadcast.Storage.Settings;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Storage.Teams;

namespace OmoBroadcast.Tests.Teams;

/// <summary>A database without tables: whatever is asked of it fails at once.</summary>
internal static class NoStore
{
    public static Chats Chats { get; } =
        new(
            new Database(
                new StorageOptions { DataDir = Directory.CreateTempSubdirectory("no-store").FullName },
                TimeProvider.System,
                NullLogger<Database>.Instance
            )
        );
}
