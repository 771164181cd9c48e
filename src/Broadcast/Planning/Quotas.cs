using System.Collections.Concurrent;
using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Broadcast.Planning;

/// <summary>How the accounts' months stand, asked of the platforms and remembered for a few minutes.</summary>
public sealed class Quotas(IEnumerable<IQuotas> ports, TimeProvider clock)
{
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(3);

    /// <summary>Nobody who looks at a preview waits longer for it; what comes later is there at the next look.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);

    private readonly Dictionary<ChannelId, IQuotas> sources = ports.ToDictionary(port => port.Id);
    private readonly ConcurrentDictionary<AccountKey, (Task<Quota?> Asked, DateTimeOffset At)> known = new();

    /// <summary>Null: the platform has none, or does not tell now.</summary>
    public async Task<Quota?> FindAsync(AccountKey account, CancellationToken cancellationToken)
    {
        if (!sources.TryGetValue(account.Channel, out var source))
            return null;
        var now = clock.GetUtcNow();
        // Not this caller's cancellation: others wait for the same answer.
        var (asked, _) = known.AddOrUpdate(
            account,
            _ => (source.FindAsync(account, CancellationToken.None), now),
            (_, before) =>
                now - before.At < Remembered && !(before.Asked is { IsCompletedSuccessfully: true, Result: null })
                    ? before
                    : (source.FindAsync(account, CancellationToken.None), now)
        );
        try
        {
            return await asked.WaitAsync(Patience, clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }
}
