namespace OmoBroadcast.Domain.Channels;

/// <summary>For a platform whose plans count an account's messages by the month.</summary>
public interface IQuotas
{
    ChannelId Id { get; }

    /// <summary>How the account stands, or null when the platform does not (or cannot now) tell. Throws only for cancellation.</summary>
    Task<Quota?> FindAsync(AccountKey account, CancellationToken cancellationToken);
}

/// <param name="Limit">Messages of this month; null: no limit.</param>
/// <param name="Used">Of these, as far as the platform has counted.</param>
public sealed record Quota(long? Limit, long Used)
{
    /// <summary>Null: as many as one likes.</summary>
    public long? Left => Limit is { } limit ? Math.Max(0, limit - Used) : null;
}
