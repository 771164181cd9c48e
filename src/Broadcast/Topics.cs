using System.Globalization;
using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Broadcast;

/// <summary>What a nudge between the parts and nodes says. A nudge only saves waiting: whoever misses one finds the same in the ledger a
/// moment later.</summary>
public static class Topics
{
    /// <summary>There is something to send from this account.</summary>
    public static string Work(AccountKey account) => $"work:{account}";

    /// <summary>The campaign is due, now.</summary>
    public static string Due(long campaign) => $"due:{campaign}";

    /// <summary>The campaign a <see cref="Due"/> speaks of; null for other topics.</summary>
    public static long? DueOf(string topic) => CampaignOf("due:", topic);

    /// <summary>The campaign moved: its card should be drawn again.</summary>
    public static string Moved(long campaign) => $"campaign:{campaign}";

    /// <summary>Whether a topic is a <see cref="Moved"/>.</summary>
    public static bool IsMoved(string topic) => topic.StartsWith("campaign:", StringComparison.Ordinal);

    /// <summary>The campaign was paused or cancelled: what is claimed of it but not begun goes back.</summary>
    public static string Stop(long campaign) => $"stop:{campaign}";

    /// <summary>The campaign a <see cref="Stop"/> speaks of; null for other topics.</summary>
    public static long? StopOf(string topic) => CampaignOf("stop:", topic);

    private static long? CampaignOf(string word, string topic) =>
        topic.StartsWith(word, StringComparison.Ordinal)
        && long.TryParse(topic.AsSpan(word.Length), CultureInfo.InvariantCulture, out var id)
            ? id
            : null;
}
