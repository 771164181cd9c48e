using Microsoft.Extensions.Hosting;

namespace OmoBroadcast.Storage.Sql;

/// <summary>Takes the data folder before anything embedded is started, when anything is.</summary>
internal sealed class DataFolderStartup(HeldFolder held) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        held.Take();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
