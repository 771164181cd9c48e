namespace OmoBroadcast.Teams.Connector;

/// <summary>
/// How often the Connector may be called (Microsoft Learn, "Optimize your bot with rate limiting in Teams"): in one conversation 7 times in
/// a second, 8 in two, 60 in thirty and 1,800 in an hour; in the tenant 50 times a second. What can wait leaves room for those who wait.
/// Each node counts its own calls: what several nodes do in one conversation at once has that room too, and what is refused all the same is
/// waited for.
/// </summary>
public sealed class ConnectorPace(TimeProvider time)
{
    // The windows, and how many of their calls each urgency may use up.
    private static readonly (TimeSpan Window, int Answer, int News, int Picture)[] OfConversation =
    [
        (TimeSpan.FromSeconds(1), 7, 5, 2),
        (TimeSpan.FromSeconds(2), 8, 6, 3),
        (TimeSpan.FromSeconds(30), 60, 45, 20),
        (TimeSpan.FromHours(1), 1_800, 1_500, 900),
    ];

    private static readonly (TimeSpan Window, int Answer, int News, int Picture)[] OfTenant = [(TimeSpan.FromSeconds(1), 50, 40, 30)];

    /// <summary>The Connector's clock runs beside ours, and a call takes its time to get there.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(250);

    private readonly Dictionary<string, Queue<long>> conversations = new(StringComparer.Ordinal);
    private readonly Queue<long> tenant = new();
    private readonly Lock gate = new();
    private long swept;

    /// <summary>Takes the right to call now. Null: taken; else how long to wait before asking again.</summary>
    public TimeSpan? Take(string conversation, Urgency urgency)
    {
        lock (gate)
        {
            var now = time.GetTimestamp();
            Sweep(now);
            var calls = conversations.GetValueOrDefault(conversation) ?? (conversations[conversation] = new());
            var wait = Longer(Wait(calls, OfConversation, urgency, now), Wait(tenant, OfTenant, urgency, now));
            if (wait is null)
                Count(calls, now);
            return wait;
        }
    }

    /// <summary>A call that is made whatever the pace: the Connector asked for it to be made again.</summary>
    public void Count(string conversation)
    {
        lock (gate)
            Count(conversations.GetValueOrDefault(conversation) ?? (conversations[conversation] = new()), time.GetTimestamp());
    }

    private void Count(Queue<long> calls, long now)
    {
        calls.Enqueue(now);
        tenant.Enqueue(now);
    }

    private TimeSpan? Wait(Queue<long> calls, (TimeSpan Window, int Answer, int News, int Picture)[] limits, Urgency urgency, long now)
    {
        TimeSpan? longest = null;
        var longestWindow = limits[^1].Window + Slack;
        while (calls.Count > 0 && time.GetElapsedTime(calls.Peek(), now) >= longestWindow)
            calls.Dequeue();
        foreach (var (window, answer, news, picture) in limits)
        {
            var most = urgency switch
            {
                Urgency.Answer => answer,
                Urgency.News => news,
                _ => picture,
            };
            if (calls.Count < most)
                continue;
            // The one whose going makes room.
            var since = time.GetElapsedTime(calls.ElementAt(calls.Count - most), now);
            if (since < window + Slack)
                longest = Longer(longest, window + Slack - since);
        }

        return longest;
    }

    private static TimeSpan? Longer(TimeSpan? one, TimeSpan? other) => one is null || other > one ? other ?? one : one;

    // Chats in which nothing has been said for an hour are forgotten.
    private void Sweep(long now)
    {
        if (time.GetElapsedTime(swept, now) < TimeSpan.FromMinutes(10))
            return;
        swept = now;
        foreach (var (conversation, calls) in conversations.ToList())
            if (calls.Count == 0 || time.GetElapsedTime(calls.Last(), now) > OfConversation[^1].Window + Slack)
                conversations.Remove(conversation);
    }
}
