using System.Collections.Concurrent;

namespace OmoBroadcast.Sandbox.Customers;

/// <summary>Everybody on LINE, found by id or by account and place.</summary>
internal sealed class CustomerBook
{
    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<UInt128, Customer> _byId = new();
    private readonly Dictionary<string, List<Customer>> _byAccount = new(StringComparer.Ordinal);

    public Customer? Find(UInt128 id) => _byId.GetValueOrDefault(id);

    /// <summary>The customers of the account as they are now.</summary>
    public IReadOnlyList<Customer> Of(string account)
    {
        lock (_lock) return _byAccount.TryGetValue(account, out var list) ? [.. list] : [];
    }

    public Customer? At(string account, int index)
    {
        lock (_lock) return _byAccount.TryGetValue(account, out var list) && index >= 0 && index < list.Count ? list[index] : null;
    }

    /// <summary>New ones; the same seed gives the same people.</summary>
    public IReadOnlyList<Customer> Create(string account, int count, int seed)
    {
        var random = new Random(seed);
        var bytes = new byte[16];
        var created = new List<Customer>(count);
        lock (_lock)
        {
            if (!_byAccount.TryGetValue(account, out var list)) _byAccount[account] = list = [];
            while (created.Count < count)
            {
                random.NextBytes(bytes);
                var id = System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes);
                var customer = new Customer(id, list.Count, seed, account);
                if (!_byId.TryAdd(id, customer)) continue;
                list.Add(customer);
                created.Add(customer);
            }
        }

        return created;
    }
}
