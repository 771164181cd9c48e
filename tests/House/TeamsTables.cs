using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Commands;

namespace OmoBroadcast.Tests.House;

/// <summary>The tables of docs/teams.md list every command with all its words, and every verb.</summary>
public sealed class TeamsTables
{
    private static readonly IReadOnlyList<string[]> Rows =
    [
        .. Repository
            .Read("docs/teams.md")
            .Split('\n')
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal))
            .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries)),
    ];

    [Fact]
    public void Of_commands() =>
        Assert.Equal(
            CommandWords.All.Select(one => $"{one.Name} {Whose(one.Access)} {string.Join(' ', one.Words.Select(word => $"`{word}`"))}"),
            Rows.Where(row => Enum.TryParse<CommandName>(row[0], out _)).Select(row => string.Join(' ', row))
        );

    [Fact]
    public void Of_verbs()
    {
        var told = Rows.Where(row => row[0].StartsWith('`') && row.Length == 4).ToList();
        Assert.Equal(
            Verbs.All.Select(verb => $"`{verb.Name}` {Kind(verb.Kind)} {Whose(verb.Access)}"),
            told.Select(row => string.Join(' ', row[..3]))
        );
        Assert.All(told, row => Assert.NotEmpty(row[3]));
    }

    private static string Kind(VerbKind kind) =>
        kind switch
        {
            VerbKind.View => "shows",
            VerbKind.Draft => "draft",
            _ => "once",
        };

    private static string Whose(Access access) => access.ToString().ToLowerInvariant();
}
