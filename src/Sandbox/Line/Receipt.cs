namespace OmoBroadcast.Sandbox.Line;

/// <summary>What LINE remembers of a request it took.</summary>
/// <param name="Request">The x-line-request-id of the accepted attempt.</param>
/// <param name="FirstMessage">Id of its first message; the others follow.</param>
/// <param name="Messages">How many messages.</param>
/// <param name="Quotable">One bit per message that gets a quote token.</param>
internal readonly record struct Receipt(Guid Request, long FirstMessage, int Messages, int Quotable);
