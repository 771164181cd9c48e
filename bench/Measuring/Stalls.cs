using System.Diagnostics;
using OmoBroadcast.Bench.Wire;

namespace OmoBroadcast.Bench.Measuring;

/// <summary>
/// The longest that a thread which wants to wake every millisecond was kept from it: how still the machine is. What arrives at a stalled
/// process arrives in a bunch, however evenly it was sent.
/// </summary>
internal sealed class Stalls : IDisposable
{
    private readonly Thread thread;
    private long longest;
    private volatile bool over;

    public Stalls()
    {
        thread = new(Watch) { IsBackground = true, Name = "stalls" };
        thread.Start();
    }

    public TimeSpan Longest => Stopwatch.GetElapsedTime(0, Interlocked.Read(ref longest));

    public void Dispose()
    {
        over = true;
        thread.Join();
    }

    private void Watch()
    {
        using var nothing = new Epoll();
        Span<int> none = stackalloc int[1];
        for (var last = Stopwatch.GetTimestamp(); !over; )
        {
            nothing.Wait(none, 1);
            var now = Stopwatch.GetTimestamp();
            if (now - last > Interlocked.Read(ref longest))
                Interlocked.Exchange(ref longest, now - last);
            last = now;
        }
    }
}
