using Microsoft.Extensions.Logging;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Outages;

namespace OmoBroadcast.Broadcast.Dispatching;

internal sealed partial class Lane
{
    private async Task SendNextAsync(CancellationToken cancellationToken)
    {
        await inFlight.WaitAsync(cancellationToken);
        PreparedRequest? next = null;
        try
        {
            next = await PassAsync(cancellationToken);
        }
        finally
        {
            if (next is null)
                inFlight.Release();
        }

        if (next is null)
            return;
        sent++;
        var cold = calledAt == 0 || clock.GetElapsedTime(calledAt) > Cold;
        calledAt = clock.GetTimestamp();
        var call = CallAsync(next, gate.Slot);
        // The others would catch it up.
        if (cold)
            await Task.WhenAny(call, Task.Delay(Warming, clock, cancellationToken));
    }

    /// <summary>The request that may be called now, if there is one.</summary>
    private async Task<PreparedRequest?> PassAsync(CancellationToken cancellationToken)
    {
        // What is too late already must not cost a slot.
        if (queues.Next is not { } first || await IsLateAsync(first))
            return null;
        // A gate that is pushed back for longer than a lease must not hold what could be given back.
        var through = true;
        for (var slots = oneByOne ? place.Limits.Slots(first.Message) : 1; slots > 0 && through; slots--)
            through = await gate.PassAsync(queues.Count + slots - 1, cancellationToken, first.Deadline);
        // Meanwhile another may have become the first.
        return
            queues.Next is { } now
            && !await IsLateAsync(now)
            && through
            && !Stopping
            && await watch.StandsAsync(now, cancellationToken)
            && queues.Take(now)
            ? now
            : null;
    }

    /// <summary>At the last moment before a call's first byte: it may have taken long to come so far, and the process may have stood
    /// still.</summary>
    private bool Leaves(PreparedRequest prepared, long slot)
    {
        if (overdue.Is(prepared) || !watch.Stands(prepared))
            return false;
        gate.Leaves(slot);
        return true;
    }

    private async Task<bool> IsLateAsync(PreparedRequest next)
    {
        if (!overdue.Is(next))
            return false;
        await overdue.GiveBackAsync();
        return true;
    }

    private async Task CallAsync(PreparedRequest prepared, long slot)
    {
        try
        {
            if ((begins is null ? prepared : await begins.BeginAsync(prepared)) is not { } begun)
                return;
            var aftermath = await caller.CallAsync(begun, () => Leaves(begun, slot));
            trouble = aftermath.Trouble ? trouble + 1 : 0;
            if (aftermath.Hold)
                held = true;
            if (aftermath.Share is { } share)
                gate.Ease(share);
            if (aftermath.Next is { } next)
            {
                following.Enqueue(next);
                Wake();
            }

            if (aftermath.Wait is { } wait)
                await gate.PushBackAsync(wait);
            // The platform seems to be away: knock less often, the longer it lasts.
            else if (trouble > TroubleLimit)
                await gate.PushBackAsync(TimeSpan.FromSeconds(Math.Min(30, trouble / (double)TroubleLimit)));
        }
        catch (Exception e) when (Outage.Is(e))
        {
            LogWaits(place.Log, e, place.Account);
        }
        finally
        {
            inFlight.Release();
        }
    }

    [LoggerMessage(LogLevel.Debug, "{Account} waits for its stores")]
    private static partial void LogWaits(ILogger log, Exception e, AccountKey account);
}
