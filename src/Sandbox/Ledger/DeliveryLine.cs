using OmoBroadcast.Sandbox.Platform;

namespace OmoBroadcast.Sandbox.Ledger;

/// <param name="To">The recipient.</param>
/// <param name="Accepted">Requests taken for this recipient.</param>
/// <param name="Delivered">Those that arrived; fewer if the account is blocked.</param>
/// <param name="Texts">The texts of all of them, in order.</param>
/// <param name="Channel">The platform.</param>
internal sealed record DeliveryLine(string To, int Accepted, int Delivered, IReadOnlyList<string> Texts, string Channel);
