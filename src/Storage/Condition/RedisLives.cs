namespace OmoBroadcast.Storage.Condition;

/// <summary>Which life of Redis the conversations of each account are of. Of an account that is not named nobody could say.</summary>
public sealed class RedisLives(IReadOnlyDictionary<string, string> byAccount)
{
    /// <summary>By the account, as it is written.</summary>
    public IReadOnlyDictionary<string, string> ByAccount => byAccount;

    /// <summary>Whether what was held in these lives of any account is there no more by <paramref name="now"/>. An account that came or
    /// went since has lost nothing.</summary>
    public bool AreOver(RedisLives now) =>
        byAccount.Any(life =>
            now.ByAccount.TryGetValue(life.Key, out var other) && !string.Equals(other, life.Value, StringComparison.Ordinal)
        );
}
