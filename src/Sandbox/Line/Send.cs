using OmoBroadcast.Sandbox.Ledger;

namespace OmoBroadcast.Sandbox.Line;

/// <summary>A well-formed send.</summary>
/// <param name="To">Recipients; none for a reply or a validation.</param>
/// <param name="ReplyToken">Of a reply.</param>
/// <param name="Messages">1 to 5.</param>
/// <param name="Quotable">One bit per message that gets a quote token.</param>
/// <param name="Content">Digest of the messages.</param>
/// <param name="Body">Digest of the whole body and its endpoint.</param>
/// <param name="GroupOnly">To a group or a room, of which there are none here.</param>
internal sealed record Send(Recipients To, string? ReplyToken, int Messages, int Quotable, ulong Content, ulong Body, bool GroupOnly);
