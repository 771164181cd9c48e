using System.Collections.Concurrent;

namespace OmoBroadcast.Sandbox.Teams;

/// <summary>People and conversations the connector knows.</summary>
internal sealed class TeamsPeople
{
    private readonly ConcurrentDictionary<string, TeamsPerson?> _conversations = new(StringComparer.Ordinal);

    /// <summary>The bot's messaging endpoint, once somebody has said it.</summary>
    public Uri? Bot { get; set; }

    /// <summary>Whoever was introduced last.</summary>
    public TeamsPerson? Latest { get; private set; }

    public TeamsPerson Introduce(TeamsPerson person)
    {
        var whole = person.Complete();
        Latest = whole;
        _conversations[whole.ConversationId!] = whole;
        return whole;
    }

    /// <summary>A person's own chat; the same one each time.</summary>
    public string ChatWith(string memberId, string tenant)
    {
        var known = _conversations.Values.FirstOrDefault(p => p is not null && (p.Id == memberId || p.AadObjectId == memberId));
        return (
            known ?? Introduce(new TeamsPerson(memberId.Replace("29:1", "", StringComparison.Ordinal), "", memberId, null, tenant))
        ).ConversationId!;
    }

    public void Open(string conversation) => _conversations.TryAdd(conversation, null);

    public bool Knows(string conversation) => _conversations.ContainsKey(conversation);

    public TeamsPerson? In(string conversation) => _conversations.GetValueOrDefault(conversation);
}
