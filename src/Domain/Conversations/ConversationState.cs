namespace OmoBroadcast.Domain.Conversations;

/// <summary>Where a conversation stands: 待處理, 處理中, 已結束.</summary>
public enum ConversationState
{
    Pending,
    InProgress,
    Closed,
}
