using Microsoft.Extensions.Hosting;
using OmoBroadcast.Storage.Settings;

namespace OmoBroadcast.Storage.Sql;

/// <summary>Takes the data folder before anything embedded is started, when anything is.</summary>
internal sealed class DataFolderStartup(StorageOptions options) : IHostedService, IDisposable
{
    private DataFolder? folder;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Redis.Length == 0 || options.Database.Length == 0)
            folder = DataFolder.Take(options.DataDir);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // Not when the host stops but when it is gone: others that work on the folder stop after this one.
    public void Dispose() => folder?.Dispose();
}
