using System.Globalization;

namespace OmoBroadcast.Sandbox.Customers;

/// <summary>What the service answered to webhooks. Status 0 = no answer.</summary>
internal sealed class WebhookResults
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<int, int> _statuses = [];
    private readonly List<double> _latencies = [];

    public void Add(int status, TimeSpan took)
    {
        lock (_lock)
        {
            _statuses[status] = _statuses.GetValueOrDefault(status) + 1;
            _latencies.Add(took.TotalMilliseconds);
        }
    }

    public object Report(int customers, int events)
    {
        lock (_lock)
        {
            _latencies.Sort();
            return new
            {
                Customers = customers,
                Events = events,
                Webhooks = _latencies.Count,
                Statuses = _statuses.ToDictionary(s => s.Key.ToString(CultureInfo.InvariantCulture), s => s.Value),
                P50Ms = At(0.5),
                P99Ms = At(0.99),
                MaxMs = At(1),
            };
        }
    }

    private double At(double share) =>
        _latencies.Count == 0 ? 0 : Math.Round(_latencies[Math.Min(_latencies.Count - 1, (int)(share * _latencies.Count))], 2);
}
