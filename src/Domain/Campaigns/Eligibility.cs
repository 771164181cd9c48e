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
    ChannelCannotCarry = 7,
}

/// <summary>
/// Whether a chosen customer may receive. One pure function, used by the preview, by the launch and once more just before the call.
/// </summary>
public static class Eligibility
{
    /// <summary>
    /// The first reason against, or null. <paramref name="customer"/> is null when the present has no such conversation, which after a loss of
    /// Redis is true of all: then what was found at the launch stands, and only <paramref name="suppressed"/> can speak against.
    /// </summary>
    /// <param name="suppressed">The customer's entries on the suppression list.</param>
    public static SkipReason? Check(
        CustomerKey key, Customer? customer, IReadOnlyCollection<SuppressionKind> suppressed, string sender, ChannelLimits limits)
    {
        if (!limits.IsRecipientId(key.UserId)) return SkipReason.InvalidId;
        if (suppressed.Contains(SuppressionKind.Blocked)) return SkipReason.Blocked;
        if (suppressed.Contains(SuppressionKind.Unsubscribed)) return SkipReason.Unsubscribed;
        if (customer is null) return null;
        if (customer.State != ConversationState.InProgress) return SkipReason.NotInProgress;
        return string.Equals(customer.Assignee, sender, StringComparison.OrdinalIgnoreCase) ? null : SkipReason.NotMine;
    }
}
