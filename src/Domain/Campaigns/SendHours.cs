namespace OmoBroadcast.Domain.Campaigns;

/// <summary>When a campaign may be sent.</summary>
/// <param name="Store">By this store's send window.</param>
/// <param name="Reason">Why a manager lets it go out also while that is shut; null: it keeps to the window.</param>
public readonly record struct SendHours(string Store, string? Reason);
