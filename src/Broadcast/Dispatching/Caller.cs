using Microsoft.Extensions.Logging;
using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Broadcast.Dispatching;

/// <summary>Makes one call and hands over what became of it.</summary>
public sealed partial class Caller(IChannel channel, CallResults results, ILogger log)
{
    private readonly bool oneByOne = channel.Limits.MessagesPerRequest == 1;

    /// <summary>What the whole lane should make of it. Does not throw.</summary>
    /// <param name="onset">As <see cref="Outbound.Onset"/>.</param>
    public async Task<LaneFeedback> CallAsync(PreparedRequest prepared, Func<bool> onset)
    {
        var request = prepared.Request;
        var begun = results.Now;
        var withheld = false;
        var outcome = await SendAsync(prepared, () => !(withheld = !onset()));
        try
        {
            if (withheld)
            {
                await results.WithheldAsync(request);
                return LaneFeedback.None;
            }

            SendingMetrics.Sent(request.Account, outcome);
            return await results.SettleAsync(prepared, new(outcome, channel.Limits, begun));
        }
        catch (Exception e)
        {
            // The lease runs out and the sweeper decides: nothing is lost.
            LogNotHandedOver(e, request.Id);
            return LaneFeedback.None;
        }
    }

    private async Task<SendOutcome> SendAsync(PreparedRequest prepared, Func<bool> onset)
    {
        try
        {
            var request = prepared.Request;
            return await channel.SendAsync(
                new(request.Id, request.Account, request.Recipients, prepared.Content, oneByOne ? prepared.Part : 0, prepared.Media)
                {
                    Onset = onset,
                },
                CancellationToken.None
            );
        }
        catch (Exception e)
        {
            LogAdapterThrew(e, channel.Id);
            return new SendOutcome.Unknown(e.GetType().Name);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The result of request {Request} could not be handed over")]
    private partial void LogNotHandedOver(Exception e, Guid request);

    [LoggerMessage(LogLevel.Error, "The adapter of {Channel} threw, which is a bug in it")]
    private partial void LogAdapterThrew(Exception e, ChannelId channel);
}

/// <summary>What one call means for those that wait behind it.</summary>
/// <param name="Wait">The account must not be called for so long.</param>
/// <param name="Hold">The account is held in the ledger: give back what is claimed.</param>
/// <param name="Trouble">No usable answer came.</param>
/// <param name="Next">The request's next message, which may go now.</param>
/// <param name="Share">How much of the account's pace is to be used from now on; null leaves it as it is.</param>
public sealed record LaneFeedback(TimeSpan? Wait, bool Hold, bool Trouble, PreparedRequest? Next = null, double? Share = null)
{
    public static readonly LaneFeedback None = new(null, Hold: false, Trouble: false),
        Held = new(null, Hold: true, Trouble: false);
}
