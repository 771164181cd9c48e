namespace OmoBroadcast.Sandbox.Customers;

/// <summary>One event of one customer.</summary>
/// <param name="UserId">Who (on WhatsApp the number or the business-scoped id); or:</param>
/// <param name="Index">their place among the account's customers.</param>
/// <param name="Destination">Which account, if there are several.</param>
/// <param name="Kind">text (default), image … see README; anything unknown comes as a kind nobody knows.</param>
/// <param name="Text">The text, the postback data, or on LINE the id of the message to unsend.</param>
/// <param name="At">Unix milliseconds of the event; null = now.</param>
/// <param name="Standby">Another app has the chat.</param>
/// <param name="Times">How often it is delivered.</param>
/// <param name="Of">The message that is meant: reacted to, edited, unsent, read, answered.</param>
/// <param name="Emoji">Of a reaction.</param>
/// <param name="Group">LINE: in this group or room (C… or R…) and not in a chat of their own.</param>
/// <param name="Bytes">LINE: what a picture, film, sound or file is, in base64.</param>
internal sealed record SayRequest(
    string? UserId = null,
    int? Index = null,
    string? Destination = null,
    string Kind = "text",
    string? Text = null,
    long? At = null,
    bool Standby = false,
    int Times = 1,
    string? Of = null,
    string? Emoji = null,
    string? Group = null,
    byte[]? Bytes = null
);
