namespace OmoBroadcast.Teams.Commands;

/// <summary>What a member of staff can say to the bot. A closed set.</summary>
public abstract record Command
{
    private Command() { }

    /// <summary>群發</summary>
    public sealed record Broadcast : Command;

    /// <summary>群發紀錄</summary>
    public sealed record Records : Command;

    /// <summary>待處理</summary>
    public sealed record Pending : Command;

    /// <summary>我的事件</summary>
    public sealed record Mine : Command;

    /// <summary>回覆</summary>
    /// <param name="Whom">A customer's name or part of it, or the number in my list; empty when nothing followed the command.</param>
    /// <param name="Words">What to say; empty when missing.</param>
    public sealed record Reply(string Whom, string Words) : Command;

    /// <summary>預存回覆</summary>
    public sealed record SavedReplies : Command;

    /// <summary>綁定顧客群發</summary>
    public sealed record BroadcastBound : Command;

    /// <summary>群發訊息範本</summary>
    public sealed record BroadcastTemplate : Command;

    /// <summary>綁定顧客</summary>
    public sealed record Bound : Command;

    /// <summary>設定</summary>
    public sealed record Settings : Command;

    /// <summary>稽核</summary>
    public sealed record Audit : Command;

    /// <summary>個資</summary>
    public sealed record PersonalData : Command;

    /// <summary>隔離</summary>
    public sealed record Quarantine : Command;

    /// <summary>退訂名單</summary>
    public sealed record OptOuts : Command;

    /// <summary>已結束</summary>
    public sealed record Closed : Command;

    /// <summary>移轉</summary>
    public sealed record Transfer : Command;

    /// <summary>團隊</summary>
    public sealed record Team : Command;

    /// <summary>說明</summary>
    public sealed record Help : Command;

    /// <param name="Words">What was said.</param>
    /// <param name="Nearest">The commands it is like, nearest first; help when it is like none.</param>
    public sealed record Unknown(string Words, IReadOnlyList<CommandName> Nearest) : Command;
}

/// <summary>The commands by name, in the order in which help lists them.</summary>
public enum CommandName
{
    Broadcast,
    Records,
    Pending,
    Mine,
    Closed,
    Reply,
    Transfer,
    SavedReplies,
    BroadcastBound,
    BroadcastTemplate,
    Bound,
    Team,
    Settings,
    Audit,
    PersonalData,
    OptOuts,
    Quarantine,
    Help,
}
