using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Store.Promises;

namespace OmoBroadcast.Webhooks.Reception;

/// <summary>
/// Writes a verified body down before it is acknowledged: its events in the present, or, while Redis is away, the body in SQL. Well within the
/// two seconds that LINE waits.
/// </summary>
internal sealed class Desk(Intake intake, WebhookInbox inbox, Circuit circuit, ReplaySignal replay, TimeProvider time)
{
    /// <summary>Together with the patience of <see cref="OptOuts"/> below 1.5 s.</summary>
    private static readonly TimeSpan PresentPatience = TimeSpan.FromMilliseconds(600);
    private static readonly TimeSpan InboxPatience = TimeSpan.FromMilliseconds(500);

    internal enum Taken { Applied, Inboxed, Away }

    public async ValueTask<Taken> TakeAsync(
        ChannelId channel, IReadOnlyList<InboundEvent> events, IReadOnlyDictionary<string, string> headers, ReadOnlyMemory<byte> body)
    {
        if (events.Count == 0) return Taken.Applied;
        if (circuit.MayTry())
        {
            try
            {
                var reports = events.Any(Reports.Is) ? Reported.Patience : TimeSpan.Zero;
                await intake.ApplyAsync(events, CancellationToken.None).WaitAsync(PresentPatience + OptOuts.Patience + reports, time);
                circuit.Worked();
                return Taken.Applied;
            }
#pragma warning disable CA1031 // Whatever it was: the body must not be lost. If the events themselves are to blame, the replay will find out.
            catch (Exception wrong)
#pragma warning restore CA1031
            {
                circuit.Failed(wrong);
            }
        }

        try
        {
            // Copied, since a write that outlasts our patience goes on after the request's memory is gone.
            await inbox.AddAsync(channel, Signatures(headers), body.ToArray(), time.GetUtcNow(), CancellationToken.None).WaitAsync(InboxPatience, time);
            replay.Nudge();
            return Taken.Inboxed;
        }
#pragma warning disable CA1031 // Both are away; the platform will come again.
        catch (Exception)
#pragma warning restore CA1031
        {
            return Taken.Away;
        }
    }

    /// <summary>Of the headers, what it takes to believe the body a second time.</summary>
    private static Dictionary<string, string> Signatures(IReadOnlyDictionary<string, string> headers) =>
        headers.Where(header => header.Key.Contains("signature", StringComparison.OrdinalIgnoreCase)).ToDictionary(header => header.Key, header => header.Value);
}
