using OmoBroadcast.Storage.Condition;

namespace OmoBroadcast.Storage.Sql;

/// <summary>Where the two stores stood before a campaign's audience was read.</summary>
/// <param name="Seen">As <see cref="Changes.MarkAsync"/>.</param>
/// <param name="Moment">The same of the conversations.</param>
/// <param name="Present">Which Redis it was, see <see cref="RedisMark"/>.</param>
public sealed record LaunchMarks(long Seen, long Moment, string Present)
{
    /// <summary>Of a launch that an older version began: everything counts as changed since.</summary>
    public static readonly LaunchMarks Nothing = new(-1, -1, "");

    /// <summary>The same as <see cref="Present"/> by account, when it has just been read.</summary>
    public RedisLives? Lives { get; init; }
}

/// <summary>What a launch is held to.</summary>
/// <param name="Read">Which Redis its audience is read from.</param>
/// <param name="Promised">Which it was when a person promised it; null where nobody could say.</param>
public sealed record LaunchPresent(string Read, RedisLives? Promised);
