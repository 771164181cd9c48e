using OmoBroadcast.Domain.States;
using static OmoBroadcast.Domain.Conversations.ConversationChange;
using static OmoBroadcast.Domain.Conversations.ConversationState;
using static OmoBroadcast.Domain.States.Actors;

namespace OmoBroadcast.Domain.Conversations;

/// <summary>What happens to a conversation.</summary>
public enum ConversationChange
{
    /// <summary>The customer does something without a message to us: follows, or writes while another responder has the chat.</summary>
    Appear,

    /// <summary>The customer writes to us.</summary>
    Write,

    /// <summary>跟進.</summary>
    Take,

    /// <summary>結束.</summary>
    Close,

    /// <summary>重啟.</summary>
    Reopen,

    /// <summary>放回: one taken by mistake waits again, as if nobody had taken it; for who has not answered since.</summary>
    GiveBack,

    /// <summary>移轉, and 接手 by a manager.</summary>
    Pass,
}

/// <summary>The states of a conversation. Where the platform dates a message later than a close, writing follows closing at once.</summary>
public static class ConversationStates
{
    public static readonly StateTable<ConversationState, ConversationChange> Table = new([
        new(null, Appear, Closed, Actors.Customer),
        new(null, Write, Pending, Actors.Customer),
        new(Closed, Write, Pending, Actors.Customer),
        new(Pending, Write, Pending, Actors.Customer),
        new(InProgress, Write, InProgress, Actors.Customer),
        new(Pending, Take, InProgress, Salesperson),
        new(Pending, Close, Closed, Salesperson),
        new(InProgress, Close, Closed, Assignee),
        new(Closed, Reopen, InProgress, LastOwner),
        new(InProgress, GiveBack, Pending, Assignee),
        new(InProgress, Pass, InProgress, Assignee | Manager),
    ]);
}
