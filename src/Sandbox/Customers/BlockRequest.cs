namespace OmoBroadcast.Sandbox.Customers;

/// <param name="UserId">Who; or:</param>
/// <param name="Index">their place; or:</param>
/// <param name="Indexes">several.</param>
/// <param name="Destination">Which account, if there are several.</param>
/// <param name="Silent">The webhook is lost.</param>
internal sealed record BlockRequest(
    string? UserId = null,
    int? Index = null,
    IReadOnlyList<int>? Indexes = null,
    string? Destination = null,
    bool Silent = false
);
