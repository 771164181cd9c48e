using System.Text.Json;

namespace OmoBroadcast.Bench.Roles;

/// <summary>What one child process does, told line by line by the process that measures.</summary>
internal interface IRole : IAsyncDisposable
{
    /// <summary>Does one thing and says what came of it.</summary>
    Task<object?> DoAsync(string what, JsonElement how, CancellationToken cancellationToken);
}
