using System.Reflection;
using System.Text.RegularExpressions;
using OmoBroadcast.Storage.Rounds;

namespace OmoBroadcast.Tests.House;

/// <summary>The table in docs/architecture.md of what runs by itself: all of it is there, as often as in the code, and
/// registered.</summary>
public sealed partial class RunsByItself
{
    private static readonly string Section = Repository
        .Read("docs/architecture.md")
        .ReplaceLineEndings("\n")
        .Split("\n### ")
        .Single(part => part.StartsWith("What runs by itself", StringComparison.Ordinal))
        .Split("\n## ")[0];

    private static readonly IReadOnlyList<Type> All =
    [
        .. from room in new[] { "Storage", "Broadcast", "Teams", "Webhooks" }
        from type in Assembly.Load($"OmoBroadcast.{room}").GetTypes()
        where !type.IsAbstract
        select type,
    ];

    private static IEnumerable<Type> Recurring =>
        All.Where(type => type.IsSubclassOf(typeof(Round)) || type.IsSubclassOf(typeof(CalendarJob)));

    [Fact]
    public void Every_round_and_job_is_in_the_table_as_often_as_in_the_code() =>
        Assert.Equal(
            from type in Recurring
            orderby type.Name
            select $"{type.Name}, {Often(type)}, {Folder(type)}",
            from Match row in Row().Matches(Section)
            orderby row.Groups["name"].Value
            select $"{row.Groups["name"].Value}, {row.Groups["often"].Value}, {row.Groups["where"].Value}"
        );

    [Fact]
    public void Every_one_is_registered_by_a_line()
    {
        var compositions = string.Concat(
            Repository
                .Sources.Where(file =>
                    file.StartsWith("src/", StringComparison.Ordinal) && file.EndsWith("Composition.cs", StringComparison.Ordinal)
                )
                .Select(Repository.Read)
        );
        Assert.DoesNotContain(Recurring, type =>
            !compositions.Contains($".Add{(type.IsSubclassOf(typeof(Round)) ? "Round" : "Job")}<{type.Name}>()", StringComparison.Ordinal)
        );
    }

    // The sweeper is what everybody calls it.
    [Fact]
    public void Rounds_and_jobs_are_called_so() =>
        Assert.DoesNotContain(Recurring, type =>
            type.Name != "Sweeper" && !type.Name.EndsWith(type.IsSubclassOf(typeof(Round)) ? "Round" : "Job", StringComparison.Ordinal)
        );

    [Fact]
    public void Whatever_works_without_a_pause_is_named_below_the_table() =>
        Assert.DoesNotContain(All.Where(type => type.IsSubclassOf(typeof(Worker)) && type != typeof(RoundRunner)), type =>
            !Section.Contains($"`{type.Name}`", StringComparison.Ordinal)
        );

    private static string Folder(Type type) => type.Namespace!["OmoBroadcast.".Length..].Replace('.', '/');

    private static string Often(Type type)
    {
        var found = Period().Match(Repository.Read($"src/{Folder(type)}/{type.Name}.cs"));
        return $"{found.Groups["count"].Value} {Unit(found.Groups["unit"].Value)}";
    }

    private static string Unit(string unit) =>
        unit switch
        {
            "Seconds" => "s",
            "Minutes" => "min",
            "Hours" => "h",
            _ => "d",
        };

    [GeneratedRegex(@"^\| `(?<name>\w+)` \| (?<often>\d+ \w+) \| `(?<where>[\w/]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@": (Round|CalendarJob)\(""[^""]*"", TimeSpan\.From(?<unit>\w+)\((?<count>\d+)\)\)")]
    private static partial Regex Period();
}
