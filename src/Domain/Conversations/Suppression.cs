using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Domain.Conversations;

/// <summary>Why bulk messages must not reach a customer. The two are independent: following again does not undo 取消訂閱.</summary>
public enum SuppressionKind
{
    /// <summary>The person asked for no more broadcasts, or a member of staff noted it for them.</summary>
    Unsubscribed,

    /// <summary>The person blocked or left the account.</summary>
    Blocked,
}

/// <summary>A change of the suppression list. Of two for one customer and kind the later one holds, in whatever order they arrive.</summary>
/// <param name="On">True: from now on nothing in bulk. False: again allowed.</param>
/// <param name="At">When the person did it.</param>
/// <param name="EventId">Breaks a tie between two of the same instant.</param>
/// <param name="Word">What the customer wrote to us, and expects to be told that we understood; null where they told the platform, or write to somebody else at the moment.</param>
/// <param name="Alias">Another id of the same person's, if the platform told one.</param>
public sealed record SuppressionChange(CustomerKey Customer, SuppressionKind Kind, bool On, DateTimeOffset At, string EventId, string? Word = null, string? Alias = null)
{
    /// <summary>The change an event makes, or null if it makes none.</summary>
    public static SuppressionChange? Of(InboundEvent inbound, SuppressionWords words)
    {
        if (inbound.Customer is not { } customer) return null;
        var change = inbound.Body switch
        {
            InboundBody.Unfollowed => new SuppressionChange(customer, SuppressionKind.Blocked, true, inbound.At, inbound.Id),
            InboundBody.Followed => new(customer, SuppressionKind.Blocked, false, inbound.At, inbound.Id),
            InboundBody.Preference preference => new(customer, SuppressionKind.Unsubscribed, preference.Stop, inbound.At, inbound.Id),
            InboundBody.Receipt { Fault: SendOutcome.Unreachable { Suppress: { } kind } } => new(customer, kind, true, inbound.At, inbound.Id),
            InboundBody.Message { Kind: MessageKind.Text } message when words.Read(message.Text) is { } stop =>
                new(customer, SuppressionKind.Unsubscribed, stop, inbound.At, inbound.Id, inbound.Standby ? null : message.Text),
            _ => null,
        };
        return inbound.Alias is { } alias && change is not null ? change with { Alias = alias } : change;
    }
}
