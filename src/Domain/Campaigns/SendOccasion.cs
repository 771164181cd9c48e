using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Domain.Staff;

namespace OmoBroadcast.Domain.Campaigns;

/// <summary>What is to be sent from which account and when: all that eligibility asks besides the customer. One for all customers of an
/// account.</summary>
public sealed class SendOccasion(Sellers sellers, Account account, ChannelLimits limits, Content content, DateTimeOffset now)
{
    /// <summary>Nothing is sent so shortly before a window closes: it would be closed when the message gets there.</summary>
    public static readonly TimeSpan WindowMargin = TimeSpan.FromMinutes(5);

    /// <summary>The platform's limits and the matrix of channels know no surface at sending; the desk has looked at it.</summary>
    private static readonly Capabilities Anywhere = new(sameEverywhere: true);

    private SkipReason? against;
    private int? room;
    private bool looked;

    /// <summary>Whose customers it may go to.</summary>
    public Sellers Sellers => sellers;

    public ChannelLimits Limits => limits;

    /// <summary>Whether the platform has approved the content's template, as far as it is known.</summary>
    public bool TemplateApproved { get; init; } = true;

    /// <summary>It goes to bound customers, whatever the state of their conversations.</summary>
    public bool ToBound { get; init; }

    /// <summary>The content as each customer would be sent it; null where it is the same for all.</summary>
    public PersonalContent? Personal { get; init; }

    /// <summary>What the desk found against the channel, by where the content was composed.</summary>
    public bool Objected { get; init; }

    /// <summary>What stands against every customer of the account; null: nothing.</summary>
    public SkipReason? Against()
    {
        if (looked)
            return against;
        against = Look();
        looked = true;
        return against;
    }

    /// <summary>Whether the platform's window for free messages is open for a customer who was last heard of then. A template needs no
    /// window.</summary>
    public bool IsOpen(DateTimeOffset? lastMessageAt) =>
        limits.Window is not { } window
        || content.Messages.All(message => message is OutboundMessage.Template)
        || lastMessageAt + window - WindowMargin > now;

    /// <summary>Whether the channel cannot carry the content with this customer's names in it. Rendered only where these could make it too
    /// long.</summary>
    public bool IsTooLongFor(Customer customer)
    {
        if (Personal is not { } personal)
            return false;
        room ??= personal.RoomForName(limits);
        return personal.LongestName(customer) > room
            && Anywhere.ObjectionTo(account.Key.Channel, limits, personal.Of(customer), Surface.Phone) is not null;
    }

    /// <summary>Only the channel stands against this customer, whom nothing else keeps from receiving.</summary>
    public bool IsBarred(Customer customer) => Against() == SkipReason.ChannelCannotCarry && IsOpen(customer.LastMessageAt);

    /// <summary>Whether another responder has the conversation at the moment.</summary>
    public bool IsElsewhere(Customer customer) => customer.IsElsewhere(now);

    private SkipReason? Look()
    {
        if (Objected || Anywhere.ObjectionTo(account.Key.Channel, limits, content, Surface.Phone) is not null)
            return SkipReason.ChannelCannotCarry;
        if (content.Template is not { } template)
            return null;
        if (!string.Equals(template.Scope, account.TemplateScope, StringComparison.Ordinal))
            return SkipReason.OtherWaba;
        return TemplateApproved ? null : SkipReason.TemplateNotApproved;
    }
}
