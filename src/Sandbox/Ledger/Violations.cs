namespace OmoBroadcast.Sandbox.Ledger;

/// <summary>What a careful client would not have done.</summary>
internal sealed class Violations
{
    private const int Kept = 500;
    private readonly Lock _lock = new();
    private readonly List<Violation> _list = [];
    private readonly SortedDictionary<string, long> _counts = new(StringComparer.Ordinal);

    public void Add(long at, string account, string kind, string detail)
    {
        lock (_lock)
        {
            _counts[kind] = _counts.GetValueOrDefault(kind) + 1;
            if (_list.Count < Kept)
                _list.Add(new Violation(at, account, kind, detail));
        }
    }

    public (IReadOnlyList<Violation> First, IReadOnlyDictionary<string, long> Counts) Read()
    {
        lock (_lock)
            return ([.. _list], new SortedDictionary<string, long>(_counts, StringComparer.Ordinal));
    }

    public void Clear()
    {
        lock (_lock)
        {
            _list.Clear();
            _counts.Clear();
        }
    }
}
