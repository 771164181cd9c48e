namespace OmoBroadcast.Domain.States;

/// <summary>Who changes a state: people, and the loops that act for them.</summary>
[Flags]
public enum Actors
{
    None = 0,

    /// <summary>The member of staff who wrote the broadcast.</summary>
    Sender = 1,

    /// <summary>A sales manager of its store.</summary>
    Manager = 2,

    /// <summary>The loop that writes a due campaign into the ledger.</summary>
    Launcher = 4,

    /// <summary>The loop that claims, calls and settles.</summary>
    Dispatcher = 8,

    /// <summary>The loop that puts right what was left lying.</summary>
    Sweeper = 16,

    /// <summary>The platform, by what it reports.</summary>
    Platform = 32,

    /// <summary>The person at the other end of a chat.</summary>
    Customer = 64,

    /// <summary>Any member of staff who may see the conversation.</summary>
    Salesperson = 128,

    /// <summary>The member of staff whose conversation it is.</summary>
    Assignee = 256,

    /// <summary>Who closed the conversation, or whose it was.</summary>
    LastOwner = 512,
}
