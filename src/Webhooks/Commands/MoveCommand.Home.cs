using OmoBroadcast.Storage.Settings;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Webhooks.Commands;

/// <summary>From servers back to a data folder. No lock tells of nodes elsewhere, so the servers are closed before anything is
/// copied.</summary>
internal sealed partial record MoveCommand
{
    /// <summary>One that was broken off just now may not be gone yet.</summary>
    private const int MostLooks = 5;

    private async Task RunHomeAsync(
        Func<IReadOnlyDictionary<string, string?>, FolderPermit, WebApplication> build,
        TextWriter output,
        CancellationToken cancellationToken
    )
    {
        if (DataFolder.IsMoved(Folder) || (DataFolder.IsUsed(Folder) && !DataFolder.IsMoving(Folder)))
            throw new InvalidDataException($"The data folder to move to is not empty: {Path.GetFullPath(Folder)}");
        await using var source = await OpenServersAsync(build, new(AlsoMoved: true), cancellationToken);
        DataFolder.BeginMove(Folder);
        await using (var target = await StoresAlone.StartAsync(build(OfFolder, new(AlsoMoved: false, AlsoMoving: true))))
        {
            await target.AnswerAsync(cancellationToken);
            await CarryAsync(source, target, output, cancellationToken);
        }

        DataFolder.EndMove(Folder);
        await output.WriteLineAsync(
            "Moved. Start the service with this data folder, and without servers. The servers are kept, and no service starts with them any more."
        );
    }

    private static async Task RefuseRunningAsync(StorageOptions options, CancellationToken cancellationToken)
    {
        var servers = new ClosedServers(options.Database);
        for (var looks = 1; await servers.OthersAsync(cancellationToken) is var others and > 0; looks++)
        {
            if (looks == MostLooks)
                throw new InvalidDataException(
                    $"Stop all nodes first: {others} other connections of the same user to this database are open"
                );
            await Task.Delay(Look, TimeProvider.System, cancellationToken);
        }
    }

    private static ClosedServers Servers(StoresAlone source) => new(source.Get<StorageOptions>().Database);
}
