namespace OmoBroadcast.Teams.Commands;

/// <summary>The commands by name, in the order in which help lists them.</summary>
public enum CommandName
{
    /// <summary>群發</summary>
    Broadcast,

    /// <summary>群發紀錄</summary>
    Records,

    /// <summary>待處理</summary>
    Pending,

    /// <summary>我的事件</summary>
    Mine,

    /// <summary>已結束</summary>
    Closed,

    /// <summary>找</summary>
    Find,

    /// <summary>回覆</summary>
    Reply,

    /// <summary>移轉</summary>
    Transfer,

    /// <summary>預存回覆</summary>
    SavedReplies,

    /// <summary>綁定顧客群發</summary>
    BroadcastBound,

    /// <summary>群發訊息範本</summary>
    BroadcastTemplate,

    /// <summary>綁定顧客</summary>
    Bound,

    /// <summary>團隊</summary>
    Team,

    /// <summary>設定</summary>
    Settings,

    /// <summary>稽核</summary>
    Audit,

    /// <summary>個資</summary>
    PersonalData,

    /// <summary>退訂名單</summary>
    OptOuts,

    /// <summary>隔離</summary>
    Quarantine,

    /// <summary>說明</summary>
    Help,
}
