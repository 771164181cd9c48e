using System.Collections.Concurrent;
using System.Globalization;
using OmoBroadcast.Sandbox.Platform;

namespace OmoBroadcast.Sandbox.Customers;

/// <summary>Everybody on the platforms, found by id or by account and place.</summary>
internal sealed class CustomerBook(Addresses addresses)
{
    private const string Letters = "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789";
    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<(Channel Channel, UInt128 Id), Customer> _byId = new();
    private readonly ConcurrentDictionary<string, Customer> _byBsuid = new(StringComparer.Ordinal);
    private readonly Dictionary<(Channel Channel, string Account), List<Customer>> _byAccount = [];

    public Customer? Find(Channel channel, UInt128 id) => _byId.GetValueOrDefault((channel, id)) is { Gone: false } found ? found : null;

    /// <param name="channel">One of Meta's.</param>
    /// <param name="address">A scoped id, a phone number's digits or a business-scoped id.</param>
    public Customer? Find(Channel channel, string address) =>
        Find(channel, addresses.Key(address)) ?? (_byBsuid.GetValueOrDefault(address) is { Gone: false } found ? found : null);

    /// <summary>The customers of the account as they are now.</summary>
    public IReadOnlyList<Customer> Of(PlatformAccount account)
    {
        lock (_lock)
            return _byAccount.TryGetValue((account.Channel, account.Id), out var list) ? [.. list] : [];
    }

    public int Count(PlatformAccount account)
    {
        lock (_lock)
            return _byAccount.TryGetValue((account.Channel, account.Id), out var list) ? list.Count : 0;
    }

    public Customer? At(PlatformAccount account, int index)
    {
        lock (_lock)
            return _byAccount.TryGetValue((account.Channel, account.Id), out var list) && index >= 0 && index < list.Count
                ? list[index]
                : null;
    }

    /// <summary>New ones; the same seed gives the same people.</summary>
    /// <param name="account">The account they know.</param>
    /// <param name="count">How many.</param>
    /// <param name="seed">Of everything about them.</param>
    /// <param name="hidden">WhatsApp: share of those who are known by their business-scoped id only.</param>
    public IReadOnlyList<Customer> Create(PlatformAccount account, int count, int seed, double hidden = 0)
    {
        var random = new Random(seed);
        var created = new List<Customer>(count);
        lock (_lock)
        {
            if (!_byAccount.TryGetValue((account.Channel, account.Id), out var list))
                _byAccount[(account.Channel, account.Id)] = list = [];
            while (created.Count < count)
            {
                var customer = Draw(account, random, list.Count, seed, hidden);
                if (!_byId.TryAdd((account.Channel, customer.Id), customer))
                    continue;
                if (customer.Bsuid is { } bsuid)
                    _byBsuid[bsuid] = customer;
                list.Add(customer);
                created.Add(customer);
            }
        }

        return created;
    }

    private Customer Draw(PlatformAccount account, Random random, int index, int seed, double hidden)
    {
        if (account.Channel == Channel.Line)
        {
            var bytes = new byte[16];
            random.NextBytes(bytes);
            return new Customer(System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes), null, index, seed, account.Id);
        }

        if (account.Channel != Channel.WhatsApp)
        {
            var scoped = random.NextInt64(1_000_000_000_000_000, 99_999_999_999_999_999).ToString(CultureInfo.InvariantCulture);
            return new Customer(addresses.Key(scoped), scoped, index, seed, account.Id);
        }

        var phone = string.Create(CultureInfo.InvariantCulture, $"8869{random.Next(10_000_000, 99_999_999)}");
        var bsuid = "TW." + new string([.. Enumerable.Range(0, 20).Select(_ => Letters[random.Next(Letters.Length)])]);
        var address = random.NextDouble() < hidden ? bsuid : phone;
        return new Customer(addresses.Key(address), address, index, seed, account.Id) { Bsuid = bsuid };
    }
}
