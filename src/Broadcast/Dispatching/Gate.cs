using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Storage.Redis;

namespace OmoBroadcast.Broadcast.Dispatching;

/// <summary>
/// Lets one lane through at the account's pace, which all nodes share: slots are taken in blocks from <see cref="AccountRate"/>, each is
/// used within <see cref="AccountRate.Jitter"/> of its instant or thrown away. Only one caller passes at a time. Where the platform
/// throttles all the same (others call it too, or it allows less than it says) the gate slows down, and finds back by degrees.
/// </summary>
public sealed class Gate(AccountRate rate, string key, int perSecond, TimeProvider clock)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    /// <summary>What a cut leaves of the pace, the least that is ever left, and how much of the full pace comes back each second.</summary>
    private const double Cut = 0.6,
        Least = 0.02,
        Recovery = 0.04;

    private readonly int low = Math.Max(2, perSecond / 10);
    private readonly Lock cutting = new();
    private double share = 1,
        most = 1;
    private long cutAt;
    private long next,
        interval;
    private int left,
        owed;

    /// <summary>What this process's timestamps are ahead of Redis's clock, or a little less; see <see cref="AskAsync"/>.</summary>
    private long? ahead;
    private Task<(PaceGrant Grant, long At)>? asked;
    private volatile bool pushedBack;

    /// <summary>The slot of the last call that was let through, a timestamp.</summary>
    public long Slot { get; private set; }

    /// <summary>
    /// A call that was let through at <paramref name="slot"/> leaves only now. One that took longer than its slot lasts falls into a second
    /// that others may have filled: one slot more is left empty for it. Any thread may say so.
    /// </summary>
    public void Leaves(long slot)
    {
        if (perSecond > 0 && Span(clock.GetTimestamp() - slot) >= AccountRate.Jitter)
            Interlocked.Increment(ref owed);
    }

    /// <summary>
    /// Completes when one call may be made, at once. <paramref name="waiting"/> is how many calls wait, so that not more slots are taken
    /// than can be used. Throws what Redis throws when it is away: then nothing may be sent.
    /// </summary>
    /// <param name="deadline">A timestamp after which it is no use: a gate that is pushed back for longer is not waited at.</param>
    /// <returns>False: none may be made before the deadline.</returns>
    public async ValueTask<bool> PassAsync(int waiting, CancellationToken cancellationToken, long deadline = long.MaxValue)
    {
        if (perSecond == 0)
        {
            Slot = clock.GetTimestamp();
            return true;
        }

        while (true)
        {
            ForgetIfPushedBack();
            if (left == 0)
            {
                await RefillAsync(waiting, deadline, cancellationToken);
                if (left == 0 && clock.GetTimestamp() > deadline)
                    return false;
                continue;
            }

            var early = next - clock.GetTimestamp();
            if (early > 0)
            {
                var wait = Span(early);
                await Task.Delay(wait > Tick ? wait : Tick, clock, cancellationToken);
                continue;
            }

            TakeSlot();
            // Asked for before the last is used, so that no slot passes while the question is on its way.
            if (left <= low && waiting > left)
                asked ??= AskAsync(waiting - left, cancellationToken);
            if (Span(-early) >= AccountRate.Jitter)
                continue;
            if (Volatile.Read(ref owed) <= 0)
                return true;
            Interlocked.Decrement(ref owed);
        }
    }

    private void ForgetIfPushedBack()
    {
        if (!pushedBack)
            return;
        pushedBack = false;
        left = 0;
        asked = null;
    }

    private void TakeSlot()
    {
        Slot = next;
        next += interval;
        left--;
    }

    /// <summary>The platform said: too fast. Nobody passes before <paramref name="wait"/> is over, on any node. Any thread may say
    /// so.</summary>
    public async Task PushBackAsync(TimeSpan wait)
    {
        if (perSecond == 0)
            return;
        SlowDown();
        await rate.PushBackAsync(key, wait);
        pushedBack = true;
    }

    /// <summary>No more than this share of the pace until something else is said. Any thread may say so.</summary>
    public void Ease(double atMost)
    {
        lock (cutting)
            most = Math.Clamp(atMost, Least, 1);
    }

    /// <summary>Calls under way together are throttled together: one second, one cut.</summary>
    private void SlowDown()
    {
        lock (cutting)
        {
            if (share < 1 && clock.GetElapsedTime(cutAt) < TimeSpan.FromSeconds(1))
                return;
            share = Math.Max(Least, Share() * Cut);
            cutAt = clock.GetTimestamp();
        }
    }

    private double Share() => share >= 1 ? 1 : Math.Min(1, share + (clock.GetElapsedTime(cutAt).TotalSeconds * Recovery));

    private int Rate()
    {
        lock (cutting)
            return Math.Max(1, (int)(perSecond * Math.Min(most, Share())));
    }

    private async Task RefillAsync(int waiting, long deadline, CancellationToken cancellationToken)
    {
        var asking = asked ?? AskAsync(waiting, cancellationToken);
        asked = null;
        var (grant, at) = await asking;
        next = at + Ticks(grant.Delay);
        interval = Ticks(grant.Interval);
        left = grant.Count;
        if (left > 0)
            return;
        var wait =
            deadline == long.MaxValue
                ? grant.Delay
                : TimeSpan.FromTicks(Math.Min(grant.Delay.Ticks, Span(deadline - clock.GetTimestamp()).Ticks + Tick.Ticks));
        await Task.Delay(wait > Tick ? wait : Tick, clock, cancellationToken);
    }

    /// <summary>
    /// The grant, and when it was given. Its slots stand on Redis's clock; an answer that was long on its way must not move them, or the
    /// next block, answered sooner, would push into them. So the two clocks are held together: by what lies between each question and its
    /// answer, and as early as that allows, from where it only ever has to move apart.
    /// </summary>
    private async Task<(PaceGrant, long)> AskAsync(int most, CancellationToken cancellationToken)
    {
        var asking = clock.GetTimestamp();
        var grant = await rate.ReserveAsync(key, Rate(), Math.Max(1, most), cancellationToken);
        var there = (long)((Int128)grant.ServerMicroseconds * clock.TimestampFrequency / 1_000_000);
        var (least, longest) = (asking - there, clock.GetTimestamp() - there);
        ahead = Math.Clamp(ahead ?? least, least, longest);
        return (grant, there + ahead.Value);
    }

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * clock.TimestampFrequency);

    private TimeSpan Span(long ticks) => TimeSpan.FromSeconds((double)ticks / clock.TimestampFrequency);
}
