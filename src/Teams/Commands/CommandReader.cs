using OmoBroadcast.Domain.Texts;

namespace OmoBroadcast.Teams.Commands;

/// <summary>
/// Reads a command. Traditional Chinese and English (and the simplified spelling of the same words), case and full-width forms alike,
/// with or without a slash before and a full stop behind.
/// </summary>
public static class CommandReader
{
    private const int LongestCommand = 60;

    // What is longer is no command, whatever it begins with: never cut to one.
    private const int LongestLookedAt = 2 * LongestCommand;

    // Farther than this a command is not what was meant.
    private const double Near = 0.6;

    // What people type, not what they read: the sentences are in the resources.
    private static readonly (CommandName Name, string[] Words)[] Vocabulary =
    [
        (CommandName.Broadcast, ["群發", "群發訊息", "群发", "群发消息", "broadcast", "new broadcast"]),
        (CommandName.Records, ["群發紀錄", "群發記錄", "群發訊息紀錄", "紀錄", "記錄", "群发记录", "records", "broadcasts", "history"]),
        (CommandName.Pending, ["待處理", "待处理", "pending", "inbox"]),
        (CommandName.Mine, ["我的事件", "我的對話", "處理中", "我的", "mine", "my conversations"]),
        (CommandName.Reply, ["回覆", "回復", "回复", "reply"]),
        (CommandName.SavedReplies, ["預存回覆", "预存回复", "saved replies", "saved reply", "saved"]),
        (CommandName.BroadcastBound, ["綁定顧客群發", "綁定群發", "绑定顾客群发", "broadcast to bound customers", "broadcast bound"]),
        (
            CommandName.BroadcastTemplate,
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
        (CommandName.Bound, ["綁定顧客", "綁定", "我的綁定", "綁定碼", "绑定顾客", "绑定", "bound customers", "bound", "my code", "qr"]),
        (CommandName.Settings, ["設定", "设定", "设置", "語言", "上班", "下班", "settings", "setting", "language", "on duty", "off duty"]),
        (CommandName.Audit, ["稽核", "稽核紀錄", "操作紀錄", "稽核记录", "audit", "audit log"]),
        (CommandName.PersonalData, ["個資", "個人資料", "刪除個資", "个人资料", "personal data", "privacy", "erase"]),
        (CommandName.OptOuts, ["退訂名單", "取消訂閱名單", "退订名单", "取消订阅名单", "opt-outs", "optouts", "opt outs"]),
        (CommandName.Quarantine, ["隔離", "隔離區", "隔离", "隔离区", "quarantine"]),
        (CommandName.Closed, ["已結束", "結束的對話", "已结束", "closed", "closed conversations"]),
        (CommandName.Transfer, ["移轉", "移轉對話", "轉移", "转移", "transfer", "hand over"]),
        (CommandName.Team, ["團隊", "我的團隊", "门店团队", "团队", "team", "my team"]),
        (CommandName.Help, ["說明", "幫助", "說明書", "说明", "帮助", "help", "?", "menu", "hi", "hello", "你好"]),
    ];

    public static Command Read(string? text)
    {
        var words = Tidy(text ?? "");
        if (words.Length == 0)
            return new Command.Help();
        var folded = Fold(words);
        foreach (var (name, spellings) in Vocabulary)
            if (words.Length <= LongestLookedAt && spellings.Contains(folded))
                return Plain(name);
        return (Command?)Reply(words) ?? new Command.Unknown(words, Nearest(folded));
    }

    /// <summary>The command that a name stands for, without anything behind it.</summary>
    public static Command Plain(CommandName name) =>
        name switch
        {
            CommandName.Broadcast => new Command.Broadcast(),
            CommandName.Records => new Command.Records(),
            CommandName.Pending => new Command.Pending(),
            CommandName.Mine => new Command.Mine(),
            CommandName.Reply => new Command.Reply("", ""),
            CommandName.SavedReplies => new Command.SavedReplies(),
            CommandName.BroadcastBound => new Command.BroadcastBound(),
            CommandName.BroadcastTemplate => new Command.BroadcastTemplate(),
            CommandName.Bound => new Command.Bound(),
            CommandName.Settings => new Command.Settings(),
            CommandName.Audit => new Command.Audit(),
            CommandName.PersonalData => new Command.PersonalData(),
            CommandName.OptOuts => new Command.OptOuts(),
            CommandName.Quarantine => new Command.Quarantine(),
            CommandName.Closed => new Command.Closed(),
            CommandName.Transfer => new Command.Transfer(),
            CommandName.Team => new Command.Team(),
            _ => new Command.Help(),
        };

    /// <summary>The command of that name, as our own buttons carry it; null for any other.</summary>
    public static CommandName? Named(string? name) =>
        Vocabulary
            .Select(entry => entry.Name)
            .Where(known => known.ToString() == name)
            .Select(known => (CommandName?)known)
            .FirstOrDefault();

    // "回覆 王小明 您好", "reply 3 hello"; a name of several words is put in quotation marks. What is said is kept as it was written.
    private static Command.Reply? Reply(string words)
    {
        foreach (var spelling in Vocabulary.Single(entry => entry.Name == CommandName.Reply).Words)
        {
            if (words.Length <= spelling.Length || !char.IsWhiteSpace(words[spelling.Length]) || Fold(words[..spelling.Length]) != spelling)
                continue;
            var rest = words[spelling.Length..].TrimStart();
            var (whom, said) = rest[0] switch
            {
                '"' or '“' or '「' when rest.IndexOfAny(['"', '”', '」'], 1) is var end and > 0 => (rest[1..end], rest[(end + 1)..]),
                _ when rest.AsSpan().IndexOfAny(' ', '\n', '\r') is var blank and > 0 => (rest[..blank], rest[blank..]),
                _ => (rest, ""),
            };
            return new Command.Reply(whom.Trim(), said.Trim());
        }
        return null;
    }

    private static List<CommandName> Nearest(string folded)
    {
        var said = folded.Length > LongestCommand ? folded[..LongestCommand] : folded;
        var ranked = Vocabulary
            .Select(entry => (entry.Name, Distance: entry.Words.Min(spelling => Distance(said, spelling))))
            .OrderBy(entry => entry.Distance)
            .ToList();
        var near = ranked.Where(entry => entry.Distance < Near).Select(entry => entry.Name).ToList();
        return near.Count > 0 ? near : [CommandName.Help];
    }

    // 0: the same. 1: nothing in common. A command among other words is near by how much of them it is, always nearer than Near.
    private static double Distance(string said, string spelling)
    {
        if (spelling.StartsWith(said, StringComparison.Ordinal))
            return 0.05;
        var edits = (double)Edits(said, spelling) / Math.Max(said.Length, spelling.Length);
        return spelling.Length > 1 && said.Contains(spelling, StringComparison.Ordinal)
            ? Math.Min(edits, Near * (1 - (double)spelling.Length / said.Length))
            : edits;
    }

    private static int Edits(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = a[i - 1] == b[j - 1] ? diagonal : diagonal + 1;
                diagonal = row[j];
                row[j] = Math.Min(cost, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.Length];
    }

    private static string Tidy(string text) =>
        text.Replace('\u00A0', ' ')
            .Replace('\u3000', ' ')
            .Replace("\u200B", "", StringComparison.Ordinal)
            .Trim()
            .TrimStart('/', '／')
            .Trim();

    private static string Fold(string text) =>
        string.Join(
            ' ',
            TextFold
                .Fold(text, LongestLookedAt)
                .ToLowerInvariant()
                .TrimEnd('.', '。', '!', ' ')
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
        );
}
