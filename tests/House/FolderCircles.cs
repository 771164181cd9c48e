using OmoBroadcast.Tests.Adapters.ChannelContract;

namespace OmoBroadcast.Tests.House;

/// <summary>
/// The folders of a project have an order: of two folders at most one uses the other, directly or through further ones. What counts is
/// what the compiled types use, in their members and in the bodies of their methods. A project's top folder is a folder like all others,
/// but for its composition, which may use all of them.
/// </summary>
public sealed class FolderCircles
{
    public static TheoryData<string> Projects =>
        [
            .. Repository
                .Files.Where(file =>
                    file.StartsWith("src/", StringComparison.Ordinal) && file.EndsWith(".csproj", StringComparison.Ordinal)
                )
                .Select(file => Path.GetFileNameWithoutExtension(file)),
        ];

    [Theory]
    [MemberData(nameof(Projects))]
    public void No_folders_of_a_project_use_each_other_in_a_circle(string project)
    {
        var circle = Circle([
            .. TypeUses.In(Path.Combine(AppContext.BaseDirectory, $"OmoBroadcast.{project}.dll"), $"OmoBroadcast.{project}"),
        ]);
        Assert.True(circle.Count == 0, $"{project} goes round:\n{string.Join('\n', circle)}");
    }

    [Fact]
    public void The_shortest_circle_is_told_with_whom_it_goes_through()
    {
        TypeUse[] uses =
        [
            new("A", "Boat", "B", "Oar"),
            new("B", "Oar", "C", "Wood"),
            new("C", "Wood", "D", "Saw"),
            new("D", "Saw", "A", "Boat"),
            new("D", "File", "B", "Grip"),
            new("B", "Grip", "E", "Leather"),
        ];
        Assert.Equal(["B → C: Oar uses Wood", "C → D: Wood uses Saw", "D → B: File uses Grip"], Circle(uses));
        Assert.Empty(Circle(uses[..3]));
    }

    [Fact]
    public void Members_bodies_lambdas_and_type_arguments_all_count()
    {
        var used = TypeUses
            .In(typeof(Traveller).Assembly.Location, "OmoBroadcast.Tests")
            .Where(use => use is { Folder: "House", User: nameof(Traveller), UsedFolder: "Adapters.ChannelContract" })
            .Select(use => use.Used)
            .Order(StringComparer.Ordinal);
        Assert.Equal([nameof(ContractSubject), nameof(PlatformCall), nameof(Reaction), nameof(ScriptedPlatform)], used);
    }

    /// <summary>Of the shortest circle each step, with one of those who take it; empty where there is none.</summary>
    private static IReadOnlyList<string> Circle(IReadOnlyList<TypeUse> uses)
    {
        var steps = uses.ToLookup(use => use.Folder);
        return
        [
            .. steps
                .Select(folder => WayBack(folder.Key, steps))
                .Where(way => way.Count > 0)
                .OrderBy(way => way.Count)
                .ThenBy(way => way[0].Folder, StringComparer.Ordinal)
                .Take(1)
                .SelectMany(way => way)
                .Select(use => $"{use.Folder} → {use.UsedFolder}: {use.User} uses {use.Used}"),
        ];
    }

    private static IReadOnlyList<TypeUse> WayBack(string folder, ILookup<string, TypeUse> steps)
    {
        var ways = new Queue<IReadOnlyList<TypeUse>>(steps[folder].DistinctBy(use => use.UsedFolder).Select(use => (TypeUse[])[use]));
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (ways.TryDequeue(out var way))
        {
            if (way[^1].UsedFolder == folder)
                return way;
            if (seen.Add(way[^1].UsedFolder))
                foreach (var next in steps[way[^1].UsedFolder].DistinctBy(use => use.UsedFolder))
                    ways.Enqueue([.. way, next]);
        }

        return [];
    }
}

/// <summary>Uses one type in each of four ways.</summary>
internal sealed class Traveller
{
    private readonly List<PlatformCall> argument = [];

    public static object InBody() => ContractSubject.Handshake("", "", "");

    public static void InSignature(Reaction? reaction) => _ = reaction;

    public Func<object?> InLambda => () => (argument.Count, typeof(ScriptedPlatform));
}
