using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;

namespace OmoBroadcast.Desks.Inbox;

/// <summary>A page of conversations. <paramref name="Total"/> counts all pages, as far as is known.</summary>
public sealed record ConversationList(IReadOnlyList<Customer> Items, long Total, int Skip)
{
    /// <summary>The names of those accounts that share their channel with others.</summary>
    public IReadOnlyDictionary<AccountKey, string> Accounts { get; init; } = new Dictionary<AccountKey, string>();

    /// <summary>The platforms' windows for free messages; a channel without one is not there.</summary>
    public IReadOnlyDictionary<ChannelId, TimeSpan> Windows { get; init; } = new Dictionary<ChannelId, TimeSpan>();

    /// <summary>Until when this customer may be written to freely; null where the platform does not care, or nothing was said
    /// yet.</summary>
    public DateTimeOffset? WindowEnd(Customer customer) =>
        Windows.TryGetValue(customer.Key.Account.Channel, out var window) ? customer.LastMessageAt + window : null;
}

/// <summary>One conversation with its last messages, oldest first.</summary>
public sealed record OpenConversation(Customer Customer, IReadOnlyList<TranscriptEntry> Last)
{
    /// <summary>The platform's window for free messages; null where it has none.</summary>
    public TimeSpan? Window { get; init; }

    public DateTimeOffset? WindowEnd => Customer.LastMessageAt + Window;
}
