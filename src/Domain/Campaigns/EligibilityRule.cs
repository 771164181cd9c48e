using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;

namespace OmoBroadcast.Domain.Campaigns;

/// <summary>Why a chosen customer does not receive. Each has a sentence in both languages.</summary>
public enum SkipReason
{
    NotInProgress = 1,
    NotMine = 2,
    Blocked = 3,
    Unsubscribed = 4,
    InvalidId = 5,

    /// <summary>The platform's window for free messages is closed, or closes in a moment.</summary>
    OutsideWindow = 6,

    ChannelCannotCarry = 7,

    /// <summary>The template belongs to another scope than the account on which the customer is. Its name is written in the
    /// ledger.</summary>
    OtherWaba = 8,

    TemplateNotApproved = 9,

    /// <summary>The campaign goes to bound customers, and this one is bound to somebody else or to nobody.</summary>
    NotBound = 10,

    /// <summary>The platform has let the customer have as many bulk messages as it thinks good, or the account may begin no more
    /// conversations.</summary>
    MarketingLimit = 11,

    /// <summary>Another responder has the conversation at the moment; sending would take it away from there.</summary>
    OwnedElsewhere = 12,
}

/// <summary>
/// Whether a chosen customer may receive. One pure function, used by the preview, by the launch and once more just before the call.
/// </summary>
public static class EligibilityRule
{
    /// <summary>
    /// The first reason against, or null. <paramref name="customer"/> is null when the present has no such conversation, which after a loss
    /// of Redis is true of all: then what was found at the launch stands, and only <paramref name="suppressed"/> can speak against.
    /// </summary>
    /// <param name="suppressed">The customer's entries on the suppression list.</param>
    /// <param name="boundTo">The member of staff whom the customer is bound to; asked for only where the occasion goes to bound
    /// customers.</param>
    public static SkipReason? Check(
        CustomerKey key,
        Customer? customer,
        IReadOnlyCollection<SuppressionKind> suppressed,
        SendOccasion occasion,
        string? boundTo = null
    )
    {
        if (!occasion.Limits.IsRecipientId(key.UserId))
            return SkipReason.InvalidId;
        if (suppressed.Contains(SuppressionKind.Blocked))
            return SkipReason.Blocked;
        if (suppressed.Contains(SuppressionKind.Unsubscribed))
            return SkipReason.Unsubscribed;
        if ((occasion.ToBound ? Bound(boundTo, occasion) : InProgress(customer, occasion)) is { } notTheirs)
            return notTheirs;
        if (customer is not null && occasion.IsElsewhere(customer))
            return SkipReason.OwnedElsewhere;
        if (occasion.Against() is { } against)
            return against;
        if (customer is not null && occasion.IsTooLongFor(customer))
            return SkipReason.ChannelCannotCarry;
        return customer is null || occasion.IsOpen(customer.LastMessageAt) ? null : SkipReason.OutsideWindow;
    }

    private static SkipReason? Bound(string? boundTo, SendOccasion occasion) => occasion.Sellers.Has(boundTo) ? null : SkipReason.NotBound;

    private static SkipReason? InProgress(Customer? customer, SendOccasion occasion) =>
        customer is null ? null
        : customer.State != ConversationState.InProgress ? SkipReason.NotInProgress
        : occasion.Sellers.Has(customer.Assignee) ? null
        : SkipReason.NotMine;
}
