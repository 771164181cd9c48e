using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OmoBroadcast.Domain.Conversations;

namespace OmoBroadcast.Desks.Notifications;

/// <summary>
/// Of whom somebody was told already that they wait, and since when: nobody is told of the same wait twice, also when it turns out to be
/// longer, and a later one is told again. Customers stand in it as digests.
/// </summary>
public sealed class ToldWaiting
{
    /// <summary>So many are remembered, the latest told.</summary>
    private const int Kept = 1_000;

    private const int DigestBytes = 9;

    private readonly List<(string Who, long Since)> told = [];
    private readonly Func<Customer, DateTimeOffset?> of;

    /// <param name="written">What <see cref="Write"/> wrote; what is none of it is passed over.</param>
    /// <param name="of">A later one is told again; null: since when they wait.</param>
    public ToldWaiting(string written, Func<Customer, DateTimeOffset?>? of = null)
    {
        this.of = of ?? (customer => customer.WaitingSince);
        foreach (var entry in written.Split(',', StringSplitOptions.RemoveEmptyEntries))
            if (
                entry.Split(':') is [var who, var since]
                && long.TryParse(since, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            )
                told.Add((who, milliseconds));
    }

    /// <summary>Whether somebody waits of whom nobody was told.</summary>
    public bool Misses(WaitingCustomers waiting)
    {
        var known = told.GroupBy(one => one.Who, StringComparer.Ordinal)
            .ToDictionary(one => one.Key, one => one.Max(entry => entry.Since), StringComparer.Ordinal);
        return waiting.Customers.Any(customer => !known.TryGetValue(Who(customer), out var since) || since < Since(customer));
    }

    /// <summary>From now on they are told of.</summary>
    public void Add(WaitingCustomers waiting)
    {
        var now = waiting.Customers.Select(customer => (Who: Who(customer), Since: Since(customer))).ToList();
        var again = now.Select(one => one.Who).ToHashSet(StringComparer.Ordinal);
        told.RemoveAll(one => again.Contains(one.Who));
        told.AddRange(now);
        if (told.Count > Kept)
            told.RemoveRange(0, told.Count - Kept);
    }

    public string Write() => string.Join(',', told.Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Who}:{one.Since}")));

    private long Since(Customer customer) => of(customer)?.ToUnixTimeMilliseconds() ?? 0;

    private static string Who(Customer customer) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(customer.Key.ToString())).AsSpan(0, DigestBytes));
}
