using OmoBroadcast.Domain.Conversations;

namespace OmoBroadcast.Broadcast.Desk;

/// <summary>A page of conversations. <paramref name="Total"/> counts all pages.</summary>
public sealed record ConversationList(IReadOnlyList<Customer> Items, long Total, int Skip)
{
    public const int Size = 10;
}

/// <summary>One conversation with its last messages, oldest first.</summary>
public sealed record OpenConversation(Customer Customer, IReadOnlyList<TranscriptEntry> Last);
