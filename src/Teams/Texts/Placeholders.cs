using System.Text.RegularExpressions;
using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Teams.Texts;

/// <summary>Words that are not filled in yet, for those who only read them: no braces.</summary>
internal static partial class Placeholders
{
    /// <summary>With what each variable stands for in its place. Not escaped.</summary>
    public static string Readable(this Phrases phrases, string words) =>
        Braces()
            .Replace(words, match =>
                Content.Variables.FirstOrDefault(name => name.Equals(match.Groups[1].Value, StringComparison.OrdinalIgnoreCase))
                    is { } known
                    ? phrases.Say("Variable", phrases[$"Variable_{known}"])
                    : phrases.Say("Variable", match.Groups[1].Value)
            );

    [GeneratedRegex(@"\{\{\s*([^{}|]*?)\s*(?:\|[^{}]*)?\}\}")]
    private static partial Regex Braces();
}
