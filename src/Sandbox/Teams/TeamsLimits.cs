using System.Collections.Concurrent;

namespace OmoBroadcast.Sandbox.Teams;

/// <summary>Teams' limits on what one bot asks of it (documented 2026-10-08): in a conversation, by what is asked, and in a tenant, of
/// which there is one here.</summary>
internal sealed class TeamsLimits
{
    private readonly ConcurrentDictionary<(string Conversation, TeamsAsk Ask), Windows> _conversations = new();
    private Windows _tenant = Tenant();

    /// <param name="conversation">Which one; nothing for the opening of a new one.</param>
    /// <param name="ask">What is asked.</param>
    /// <param name="now">Unix microseconds.</param>
    /// <returns>Seconds to wait, rounded up; 0 = it may pass.</returns>
    public int TryTake(string conversation, TeamsAsk ask, long now)
    {
        var own = _conversations.GetOrAdd((conversation, ask), key =>
            key.Ask == TeamsAsk.Read
                ? new Windows((14, 1), (16, 2), (120, 30), (3_600, 3_600))
                : new Windows((7, 1), (8, 2), (60, 30), (1_800, 3_600))
        );
        var wait = own.TryTake(now);
        if (wait == 0)
            wait = _tenant.TryTake(now);
        return (int)Math.Ceiling(wait / 1_000_000.0);
    }

    public void Clear()
    {
        _conversations.Clear();
        _tenant = Tenant();
    }

    private static Windows Tenant() => new((50, 1));
}
