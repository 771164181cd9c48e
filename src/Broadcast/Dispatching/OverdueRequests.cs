using Microsoft.Extensions.Logging;

namespace OmoBroadcast.Broadcast.Dispatching;

/// <summary>
/// Gives back what a lane holds and can no longer call, before its lease ends and whatever the lane itself waits for meanwhile: Redis, a
/// slot, a call. What is given back is as if it had not been claimed; a lease that ends is not, where the claim says nothing of whether a
/// call has begun.
/// </summary>
internal sealed partial class OverdueRequests(Queues queues, RequestSource source, TimeProvider clock, ILogger log)
{
    /// <summary>Much less than lies between the last moment at which a call may begin and the end of the lease.</summary>
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(400);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await Task.Delay(Every, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                await GiveBackAsync();
            }
            catch (Exception e)
            {
                LogNotGivenBack(e);
            }
        }
    }

    /// <summary>Leases may have passed to another node while this one waited, or stood still.</summary>
    public Task GiveBackAsync() =>
        queues.Count == 0 ? Task.CompletedTask : source.ReleaseAsync(queues.TakeOut(Is).ConvertAll(prepared => prepared.Request));

    public bool Is(PreparedRequest prepared) => clock.GetTimestamp() > prepared.Deadline || source.IsShut(prepared);

    [LoggerMessage(LogLevel.Warning, "What is claimed and too late cannot be given back")]
    private partial void LogNotGivenBack(Exception e);
}
