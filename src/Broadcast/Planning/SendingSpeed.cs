using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Broadcast.Planning;

/// <summary>How fast an account may be called, in requests a second: the platform's limit, or less where the operator set less.</summary>
public static class SendingSpeed
{
    /// <summary>0 is no limit.</summary>
    public static int Of(Account account, ChannelLimits limits, RequestKind kind) =>
        kind == RequestKind.Batch
            ? Lower(account.BatchPerSecond, limits.BatchPerSecond)
            : Lower(account.SinglePerSecond, limits.SinglePerSecond);

    private static int Lower(int? wanted, int platform) =>
        wanted switch
        {
            null => platform,
            0 => 0,
            { } some => Math.Min(some, platform),
        };
}
