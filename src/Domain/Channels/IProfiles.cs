namespace OmoBroadcast.Domain.Channels;

/// <summary>For a platform whose webhooks do not carry the customer's name: where to ask for it.</summary>
public interface IProfiles
{
    ChannelId Id { get; }

    /// <summary>The profile, or null when the platform does not (or cannot now) tell. Never throws but for cancellation.</summary>
    Task<Profile?> FindAsync(CustomerKey customer, CancellationToken cancellationToken);
}

/// <summary>What a platform tells about a person. <paramref name="Language"/> is BCP 47 where given.</summary>
public sealed record Profile(string Name, string? Language);
