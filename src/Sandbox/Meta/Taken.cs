using OmoBroadcast.Sandbox.Customers;

namespace OmoBroadcast.Sandbox.Meta;

/// <summary>A message that was taken.</summary>
/// <param name="Account">Sent from.</param>
/// <param name="Customer">Sent to; null if there is nobody.</param>
/// <param name="Send">What.</param>
/// <param name="MessageId">The platform's id of it.</param>
/// <param name="Failure">Why it will not arrive, known already; null if it may.</param>
internal sealed record Taken(MetaAccount Account, Customer? Customer, MetaSend Send, string MessageId, GraphError? Failure);
