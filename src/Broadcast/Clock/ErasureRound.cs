using Microsoft.Extensions.Logging;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Rounds;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Broadcast.Clock;

/// <summary>Goes on forgetting whoever asked for it, until nothing is on its way to them any more. By two nodes at once it comes to the
/// same.</summary>
public sealed partial class ErasureRound(
    Erasures erasures,
    Conversations conversations,
    JournalLists lists,
    Node node,
    ILogger<ErasureRound> log
) : Round("Erasing", TimeSpan.FromSeconds(30))
{
    private const int MostAtOnce = 10;

    public override async Task LookAsync(CancellationToken cancellationToken)
    {
        if (await GoOnAsync(cancellationToken) is > 0 and var left)
            LogLeft(left);
    }

    /// <summary>Goes on with those under way; returns how many are not done. Throws what the stores throw when they are away.</summary>
    public async Task<int> GoOnAsync(CancellationToken cancellationToken)
    {
        var left = 0;
        foreach (var erasure in await erasures.OpenAsync(MostAtOnce, cancellationToken))
        {
            await conversations.EraseAsync(erasure.Customer, erasure.At, cancellationToken);
            if (!await erasures.PassAsync(erasure, node.Now, cancellationToken))
                left++;
            else
                // Who has written since is somebody new, and what the journal had of them is gone with the rest.
                await lists.OweAsync(erasure.Customer, cancellationToken);
        }

        return left;
    }

    [LoggerMessage(LogLevel.Information, "{Left} persons are being erased: something is still on its way to them")]
    private partial void LogLeft(int left);
}
