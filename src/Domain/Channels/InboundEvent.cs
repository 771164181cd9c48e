namespace OmoBroadcast.Domain.Channels;

/// <summary>One thing that happened on a platform.</summary>
/// <param name="Id">The platform's id of the event, the same in every repetition.</param>
/// <param name="Account">The account it happened on.</param>
/// <param name="UserId">The person in a one-to-one chat; null for groups and for events without a person.</param>
/// <param name="At">When it happened, by the platform's clock.</param>
/// <param name="Standby">Another system holds the chat: note it, but do not act on it.</param>
/// <param name="Body">What happened.</param>
/// <param name="Raw">The event as JSON, kept where <paramref name="Body"/> does not say it all; else null.</param>
public sealed record InboundEvent(
    string Id, AccountKey Account, string? UserId, DateTimeOffset At, bool Standby, InboundBody Body, string? Raw)
{
    public CustomerKey? Customer => UserId is null ? null : new CustomerKey(Account, UserId);
}

/// <summary>The kinds of inbound event the house acts on; all others are <see cref="Other"/> and kept raw.</summary>
public abstract record InboundBody
{
    private InboundBody() { }

    /// <param name="MessageId">The platform's id of the message.</param>
    /// <param name="Kind">What it is.</param>
    /// <param name="Text">The words of a text; a file's name, a place's title or a sticker's words where there are any.</param>
    /// <param name="ReplyToken">A short-lived right to answer free of charge, where the platform gives one.</param>
    public sealed record Message(string MessageId, MessageKind Kind, string? Text, string? ReplyToken) : InboundBody;

    public sealed record Edited(string MessageId, string Text) : InboundBody;

    public sealed record Unsent(string MessageId) : InboundBody;

    /// <summary>The person follows or has unblocked the account.</summary>
    public sealed record Followed(bool Unblocked) : InboundBody;

    /// <summary>The person blocked the account; nothing sent from here on arrives.</summary>
    public sealed record Unfollowed : InboundBody;

    /// <summary>The person pressed a button of ours.</summary>
    public sealed record Postback(string Data, string? ReplyToken) : InboundBody;

    /// <param name="Type">The platform's own word for it.</param>
    public sealed record Other(string Type) : InboundBody;
}

/// <summary>What a customer's message is.</summary>
public enum MessageKind { Text, Image, Video, Audio, File, Sticker, Location, Unknown }
