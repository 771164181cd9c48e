using System.Buffers;
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

    private static readonly SearchValues<char> Between = SearchValues.Create(" \t\n\r\u00A0\u3000");

    public static Command Read(string? text)
    {
        var written = text ?? "";
        var words = Tidy(written);
        if (words.Length == 0)
            return Plain(CommandName.Help);
        var folded = Fold(words);
        foreach (var entry in CommandWords.All)
            if (words.Length <= LongestLookedAt && entry.Words.Contains(folded))
                return Plain(entry.Name);
        return Reply(words) ?? (Command?)Find(words) ?? new Command.Unknown(written, Nearest(folded));
    }

    /// <summary>The command that a name stands for, without anything behind it.</summary>
    public static Command Plain(CommandName name) => name == CommandName.Reply ? new Command.Reply("", "") : new Command.Plain(name);

    /// <summary>The command of that name, as our own buttons carry it; null for any other.</summary>
    public static CommandName? Named(string? name) =>
        CommandWords
            .All.Select(entry => entry.Name)
            .Where(known => known.ToString() == name)
            .Select(known => (CommandName?)known)
            .FirstOrDefault();

    // "回覆 王小明 您好", "reply 3 hello"; a name of several words is put in quotation marks. What is said is kept as it was written.
    private static Command.Reply? Reply(string words)
    {
        if (Behind(words, CommandName.Reply) is not { } behind)
            return null;
        var rest = behind.TrimStart();
        var (whom, said) = rest[0] switch
        {
            '"' or '“' or '「' when rest.IndexOfAny(['"', '”', '」'], 1) is var end and > 0 => (rest[1..end], rest[(end + 1)..]),
            _ when rest.AsSpan().IndexOfAny(Between) is var blank and > 0 => (rest[..blank], rest[blank..]),
            _ => (rest, ""),
        };
        return new Command.Reply(whom.Trim(), Said(said));
    }

    // "找 王小明", "find blue coat": all that follows is looked for.
    private static Command.Find? Find(string words) =>
        words.Length <= LongestLookedAt && Behind(words, CommandName.Find) is { } rest ? new Command.Find(rest.Trim()) : null;

    /// <summary>What follows a command and a blank; null where it is another one.</summary>
    private static string? Behind(string words, CommandName name) =>
        CommandWords
            .Of(name)
            .Words.Where(spelling =>
                words.Length > spelling.Length && char.IsWhiteSpace(words[spelling.Length]) && Fold(words[..spelling.Length]) == spelling
            )
            .OrderByDescending(spelling => spelling.Length)
            .Select(spelling => words[spelling.Length..])
            .FirstOrDefault();

    // The one blank that ends the name is the command's; full-width ones behind it begin a paragraph.
    private static string Said(string rest)
    {
        var said = rest.Length > 0 && char.IsWhiteSpace(rest[0]) ? rest[1..] : rest;
        return said.TrimStart(' ', '\t', '\n', '\r', '\u00A0').TrimEnd();
    }

    private static List<CommandName> Nearest(string folded)
    {
        var said = folded.Length > LongestCommand ? folded[..LongestCommand] : folded;
        var ranked = CommandWords
            .All.Select(entry => (entry.Name, Distance: entry.Words.Min(spelling => Distance(said, spelling))))
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

    private static string Tidy(string text) => text.Replace("\u200B", "", StringComparison.Ordinal).Trim().TrimStart('/', '／').Trim();

    // Letters that Unicode keeps apart and people do not; each is one for one.
    private static string Usual(string text) => text.Replace('羣', '群').Replace('説', '說').Replace('録', '錄').Replace('啓', '啟');

    private static string Fold(string text) =>
        string.Join(
            ' ',
            Usual(TextFold.Fold(text, LongestLookedAt).ToLowerInvariant())
                .TrimEnd('.', '。', '!', ' ')
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
        );
}
