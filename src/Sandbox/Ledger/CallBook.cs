using System.Collections.Concurrent;
using OmoBroadcast.Sandbox.Platform;

namespace OmoBroadcast.Sandbox.Ledger;

/// <summary>Everything received, in the order it was decided; lean enough for a million calls.</summary>
internal sealed class CallBook
{
    private const int PageSize = 4_096;
    private readonly Lock _lock = new();
    private List<Call[]> _pages = [];
    private int _count;
    private long _accepted;
    private long _recipients;

    public Bell Changed { get; } = new();

    /// <summary>The messages sent, by digest, as their JSON came.</summary>
    public ConcurrentDictionary<ulong, byte[]> Contents { get; private set; } = new();

    public (int Calls, long Accepted, long Recipients) Totals
    {
        get
        {
            lock (_lock)
                return (_count, _accepted, _recipients);
        }
    }

    public void Add(in Call call)
    {
        lock (_lock)
        {
            var slot = _count % PageSize;
            if (slot == 0)
                _pages.Add(new Call[PageSize]);
            _pages[^1][slot] = call;
            _count++;
            if (call.Accepted)
                (_accepted, _recipients) = (_accepted + 1, _recipients + call.To.Count);
        }

        Changed.Ring();
    }

    /// <summary>The calls so far; later ones do not disturb the walk.</summary>
    public IEnumerable<Call> All()
    {
        Call[][] pages;
        int count;
        lock (_lock)
            (pages, count) = ([.. _pages], _count);
        for (var i = 0; i < count; i++)
            yield return pages[i / PageSize][i % PageSize];
    }

    public void Clear()
    {
        lock (_lock)
        {
            _pages = [];
            (_count, _accepted, _recipients) = (0, 0, 0);
            Contents = new();
        }
    }
}
