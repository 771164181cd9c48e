using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Broadcast.Dispatching;

internal sealed partial class Lane
{
    private void Fill(CancellationToken cancellationToken)
    {
        nudged = false;
        // Up to two blocks: one is sent from while the other is claimed.
        asked = Math.Clamp((2 * room) - queues.Bulk, 0, room);
        filling = TakeAsync(cancellationToken);
    }

    /// <summary>At once into the queues: there it is given back if the loop comes to nothing.</summary>
    private async Task<RequestBlock> TakeAsync(CancellationToken cancellationToken)
    {
        var taken = await source.TakeAsync(place.Account, place.Kind, place.Limits, asked, cancellationToken);
        foreach (var prepared in taken.Requests)
            queues.Add(prepared);
        return taken;
    }

    private async Task CollectAsync()
    {
        var taking = filling!;
        filling = null;
        var taken = await taking;
        if (sent > 0)
        {
            var perSecond = sent / Math.Max(clock.GetElapsedTime(filledAt).TotalSeconds, LeastSeen);
            room = Math.Clamp((int)(perSecond * BlockSeconds), Smallest, Math.Min(LargestBlock, room * 2));
            ahead = Math.Clamp((int)Math.Ceiling(perSecond * AheadSeconds), Math.Max(1, ahead / 2), Widest);
            sent = 0;
        }

        dry = taken.Dry;
        filledAt = clock.GetTimestamp();
    }

    /// <summary>Has the next block written down as begun while the last is sent from.</summary>
    private async Task BeginAsync()
    {
        if (beginning is { IsCompleted: true })
            await CollectBegunAsync();
        if (beginning is not null || queues.Going >= ahead || queues.Waiting is not { } first || await IsLateAsync(first))
            return;
        var block = queues.TakeClaimed(ahead);
        if (block.Count > 0)
            beginning = source.BeginAsync(block);
    }

    private async Task CollectBegunAsync()
    {
        var begun = beginning!;
        beginning = null;
        foreach (var prepared in await begun)
            queues.Add(prepared);
    }

    private Task GiveBackAsync(Predicate<PreparedRequest> which) =>
        source.ReleaseAsync(queues.TakeOut(which).ConvertAll(prepared => prepared.Request));
}
