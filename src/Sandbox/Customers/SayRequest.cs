namespace OmoBroadcast.Sandbox.Customers;

/// <summary>One event of one customer.</summary>
/// <param name="UserId">Who; or:</param>
/// <param name="Index">their place among the account's customers.</param>
/// <param name="Destination">Which account, if there are several.</param>
/// <param name="Kind">text (default), image, video, audio, file, sticker, location, unsend, follow, unfollow, postback; anything else comes as an event type nobody knows.</param>
/// <param name="Text">The text, the postback data, or the id of the message to unsend.</param>
/// <param name="At">Unix milliseconds of the event; null = now.</param>
/// <param name="Standby">Another channel has the chat: no reply token.</param>
/// <param name="Times">How often it is delivered.</param>
internal sealed record SayRequest(
    string? UserId = null, int? Index = null, string? Destination = null, string Kind = "text", string? Text = null, long? At = null, bool Standby = false, int Times = 1);
