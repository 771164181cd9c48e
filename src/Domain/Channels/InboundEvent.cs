using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Domain.Channels;

/// <summary>One thing that happened on a platform.</summary>
/// <param name="Id">The platform's id of the event, the same in every repetition.</param>
/// <param name="Account">The account it happened on.</param>
/// <param name="UserId">The person in a one-to-one chat; null for groups and for events without a person.</param>
/// <param name="At">When it happened, by the platform's clock.</param>
/// <param name="Standby">Another system holds the chat: note it, but do not act on it.</param>
/// <param name="Body">What happened.</param>
/// <param name="Raw">The event as JSON, kept where <paramref name="Body"/> does not say it all; else null.</param>
/// <param name="Name">The person's name, where the platform sends it along; null says nothing.</param>
/// <param name="Alias">Another id of the person's, which the platform tells also when it keeps <paramref name="UserId"/> to itself; then
/// the two are the same. Null: it has but one.</param>
public sealed record InboundEvent(
    string Id,
    AccountKey Account,
    string? UserId,
    DateTimeOffset At,
    bool Standby,
    InboundBody Body,
    string? Raw,
    string? Name = null,
    string? Alias = null
)
{
    public CustomerKey? Customer => UserId is null ? null : new CustomerKey(Account, UserId);
}

/// <summary>The kinds of inbound event the house acts on; all others are <see cref="Other"/> and kept raw.</summary>
public abstract record InboundBody
{
    private InboundBody() { }

    /// <param name="MessageId">The platform's id of the message.</param>
    /// <param name="Kind">What it is.</param>
    /// <param name="Text">The words of a text, a caption or a button; a file's name, a place's title or a sticker's words where there are
    /// any.</param>
    /// <param name="ReplyToken">A short-lived right to answer free of charge, where the platform gives one.</param>
    /// <param name="Details">What it is besides; null for words alone.</param>
    public sealed record Message(string MessageId, MessageKind Kind, string? Text, string? ReplyToken, MessageDetails? Details = null)
        : InboundBody;

    /// <summary>A message from the account to the customer, as the platform saw it: one of ours, or one written in the platform's own
    /// inbox.</summary>
    /// <param name="Of">Our name for it where the platform gives that back.</param>
    /// <param name="Ours">The platform says that our app sent it. False is no proof of the contrary where the platform does not
    /// tell.</param>
    /// <param name="Details">What it is besides its kind and its words; null for words alone.</param>
    public sealed record Echo(string MessageId, Correlation? Of, bool Ours, MessageKind Kind, string? Text, MessageDetails? Details = null)
        : InboundBody
    {
        /// <summary>Another app sent it by itself ("We are closed"): no person answered. False is no proof of the contrary where the
        /// platform does not tell.</summary>
        public bool Automatic { get; init; }
    }

    /// <summary>What became of a message of ours, or of all up to a time.</summary>
    /// <param name="MessageId">The platform's id of it; null when <paramref name="Until"/> is meant.</param>
    /// <param name="Of">Our name for it where the platform gives that back.</param>
    /// <param name="Until">All messages to this customer up to then, inclusive; null when <paramref name="MessageId"/> is meant.</param>
    /// <param name="Fault">Why it failed; null for any other kind.</param>
    public sealed record Receipt(ReceiptKind Kind, string? MessageId, Correlation? Of, DateTimeOffset? Until, SendOutcome? Fault)
        : InboundBody
    {
        /// <summary>What the platform says the message costs; null where it says nothing.</summary>
        public MessagePricing? Pricing { get; init; }
    }

    /// <param name="Emoji">Null: taken back.</param>
    public sealed record Reaction(string MessageId, string? Emoji) : InboundBody;

    /// <summary>The person told the platform itself whether they want bulk messages from the account.</summary>
    public sealed record Preference(bool Stop) : InboundBody;

    /// <summary>How the platform stands to the account. Comes with no customer.</summary>
    /// <param name="Code">The platform's word for it.</param>
    public sealed record Standing(AccountStanding Now, string Code, string? Reason) : InboundBody;

    /// <summary>A message template changed. Comes with no customer, once for each account of the scope.</summary>
    /// <param name="Status">The platform's word in upper case; null when something else than the status changed.</param>
    public sealed record TemplateChanged(string Scope, string Name, string Language, string? Status, string? Reason) : InboundBody;

    /// <summary>The customer is known by another id from now on.</summary>
    public sealed record Renamed(string Former) : InboundBody;

    public sealed record Edited(string MessageId, string Text) : InboundBody;

    public sealed record Unsent(string MessageId) : InboundBody;

    /// <summary>The person follows or has unblocked the account.</summary>
    public sealed record Followed(bool Unblocked) : InboundBody;

    /// <summary>The person blocked the account; nothing sent from here on arrives.</summary>
    public sealed record Unfollowed : InboundBody;

    /// <summary>The person pressed a button of ours.</summary>
    /// <param name="Title">What stands on it, or what the chat shows as the person's words; null where the platform does not tell.</param>
    public sealed record Postback(string Data, string? ReplyToken, string? Title = null) : InboundBody;

    /// <summary>Something happened around the person that is no word of theirs: shown as a line of its own.</summary>
    /// <param name="Detail">What the sentence has to name; null without.</param>
    public sealed record SystemMessage(SystemEvent Event, string? Detail, MessageReferral? Referral = null) : InboundBody;

    /// <param name="Type">The platform's own word for it.</param>
    public sealed record Other(string Type) : InboundBody;
}

/// <summary>How far a message has come. A later one says more than an earlier one, whatever order they arrive in; <see cref="Failed"/>
/// overrules only <see cref="Sent"/>.</summary>
public enum ReceiptKind
{
    Sent = 1,
    Delivered = 2,
    Read = 3,
    Failed = 4,
}

/// <summary>Whether an account may send.</summary>
public enum AccountStanding
{
    /// <summary>It may, and the platform is not content.</summary>
    Warned,

    /// <summary>It may not until the platform or a person has put it right.</summary>
    Restricted,

    /// <summary>It may again.</summary>
    Restored,
}
