using OmoBroadcast.Storage.Rounds;
using OmoBroadcast.Storage.Space;

namespace OmoBroadcast.Storage.Housekeeping;

/// <summary>Looks how much room is left, once before anything is written.</summary>
internal sealed class FreeSpaceRound(FreeSpace space) : Round("Looking for room on the disk", TimeSpan.FromSeconds(2))
{
    public override TimeProvider Clock => TimeProvider.System;

    public override Task BeginAsync(CancellationToken cancellationToken) => LookAsync(cancellationToken);

    public override Task LookAsync(CancellationToken cancellationToken) => space.LookAsync(cancellationToken);
}
