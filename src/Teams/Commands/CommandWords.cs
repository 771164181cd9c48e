using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Domain.Staff;

namespace OmoBroadcast.Teams.Commands;

/// <summary>A command: whose it is, and the words it is typed by. The flow that does it registers its handler.</summary>
/// <param name="Access">To whom it is of any use: what help lists and what is suggested. The desks judge again.</param>
/// <param name="Words">In both languages, and the simplified spelling; lower case, half width.</param>
public sealed record CommandEntry(CommandName Name, Access Access, IReadOnlyList<string> Words);

/// <summary>All commands there are, each declared here and nowhere else.</summary>
public static class CommandWords
{
    // What people type, not what they read: the sentences are in the resources.
    private static readonly CommandEntry[] Entries =
    [
        new(
            CommandName.Broadcast,
            Access.Sellers,
            ["群發", "群發訊息", "發送群發", "群发", "群发消息", "发送群发", "推播", "廣播", "broadcast", "new broadcast"]
        ),
        new(
            CommandName.Records,
            Access.Sellers,
            ["群發紀錄", "群發記錄", "群發訊息紀錄", "紀錄", "記錄", "群发记录", "records", "broadcasts", "history", "broadcast history"]
        ),
        new(CommandName.Pending, Access.Sellers, ["待處理", "待处理", "pending", "inbox"]),
        new(CommandName.Mine, Access.Sellers, ["我的事件", "我的對話", "處理中", "我的", "mine", "my conversations"]),
        new(CommandName.Reply, Access.Sellers, ["回覆", "回復", "回复", "reply"]),
        new(
            CommandName.Find,
            Access.Sellers,
            ["找", "找顧客", "尋找", "搜尋", "找顾客", "寻找", "搜索", "find", "search", "find customer"]
        ),
        new(CommandName.SavedReplies, Access.Everyone, ["預存回覆", "预存回复", "saved replies", "saved reply", "saved"]),
        new(
            CommandName.BroadcastBound,
            Access.Sellers,
            [
                "綁定顧客群發",
                "綁定群發",
                "绑定顾客群发",
                "broadcast to linked customers",
                "broadcast linked",
                "broadcast to bound customers",
                "broadcast bound",
            ]
        ),
        new(
            CommandName.BroadcastTemplate,
            Access.Sellers,
            [
                "群發訊息範本",
                "群發範本訊息",
                "群發範本",
                "訊息範本",
                "範本",
                "群发消息模板",
                "群发模板",
                "template broadcast",
                "broadcast template",
                "template",
                "templates",
            ]
        ),
        new(
            CommandName.Bound,
            Access.Sellers,
            [
                "綁定顧客",
                "綁定",
                "我的綁定",
                "綁定碼",
                "绑定顾客",
                "绑定",
                "linked customers",
                "linked",
                "bound customers",
                "bound",
                "my code",
                "qr",
                "qr code",
            ]
        ),
        new(
            CommandName.Settings,
            Access.Everyone,
            ["設定", "设定", "设置", "語言", "上班", "下班", "settings", "setting", "language", "on duty", "off duty"]
        ),
        new(
            CommandName.Audit,
            Access.Administrators,
            ["操作紀錄", "操作記錄", "操作记录", "稽核", "稽核紀錄", "稽核记录", "audit", "audit log"]
        ),
        new(
            CommandName.PersonalData,
            Access.Administrators,
            ["個資", "個人資料", "刪除個資", "个人资料", "personal data", "privacy", "erase"]
        ),
        new(
            CommandName.OptOuts,
            Access.Administrators,
            ["退訂名單", "取消訂閱名單", "退订名单", "取消订阅名单", "opt-outs", "optouts", "opt outs"]
        ),
        new(CommandName.Quarantine, Access.Administrators, ["隔離", "隔離區", "隔离", "隔离区", "quarantine"]),
        new(CommandName.Closed, Access.Sellers, ["已結束", "結束的對話", "已结束", "closed", "closed conversations"]),
        new(CommandName.Transfer, Access.Sellers, ["移轉", "移轉對話", "轉移", "转移", "transfer", "hand over"]),
        new(CommandName.Team, Access.Managers, ["團隊", "我的團隊", "门店团队", "团队", "team", "my team"]),
        new(
            CommandName.Help,
            Access.Everyone,
            ["說明", "幫助", "說明書", "说明", "帮助", "help", "?", "menu", "hi", "hello", "您好", "你好", "嗨"]
        ),
    ];

    private static readonly Dictionary<CommandName, CommandEntry> ByName = Entries.ToDictionary(command => command.Name);

    public static IReadOnlyList<CommandEntry> All => Entries;

    public static CommandEntry Of(CommandName name) => ByName[name];

    public static bool MayUse(this StaffMember who, CommandName name) => who.Has(Of(name).Access);

    /// <summary>In the order in which help lists them.</summary>
    public static IEnumerable<CommandName> Commands(this StaffMember who) => Enum.GetValues<CommandName>().Where(name => who.MayUse(name));
}
