using OmoBroadcast.Storage.Media;
using OmoBroadcast.Storage.Rounds;

namespace OmoBroadcast.Storage.Housekeeping;

/// <summary>Deletes what a crash left half received, which lies in each node's own folder.</summary>
internal sealed class HalfReceivedRound(MediaShelf shelf) : Round("Deleting media received by half", TimeSpan.FromHours(1))
{
    public override Task LookAsync(CancellationToken cancellationToken)
    {
        shelf.Tidy();
        return Task.CompletedTask;
    }
}
