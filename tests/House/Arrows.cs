namespace OmoBroadcast.Tests.House;

/// <summary>The picture in docs/architecture.md, §2: who may know whom.</summary>
public sealed class Arrows
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Domain"] = [],
        ["Storage"] = ["Domain"],
        ["Adapters"] = ["Domain"],
        ["Broadcast"] = ["Domain", "Storage"],
        ["Desks"] = ["Domain", "Storage", "Broadcast"],
        ["Teams"] = ["Domain", "Desks"],
        ["Webhooks"] = ["Domain", "Storage", "Adapters", "Broadcast", "Desks", "Teams"],
        ["Sandbox"] = [],
    };

    /// <summary>Of a room that another may not know, the folders that it may: what is stored for it alone.</summary>
    private static readonly Dictionary<string, string[]> AllowedFolders = new()
    {
        // Outages, Rounds and Settings hold what all background work and all options are built on, and no table.
        ["Teams"] = ["Storage.Teams", "Storage.Outages", "Storage.Rounds", "Storage.Settings"],
    };

    private static IEnumerable<string> Projects =>
        Repository.Files.Where(file =>
            file.StartsWith("src/", StringComparison.Ordinal) && file.EndsWith(".csproj", StringComparison.Ordinal)
        );

    [Fact]
    public void Every_room_is_in_the_picture() =>
        Assert.Equal(Allowed.Keys.Order(), Projects.Select(Path.GetFileNameWithoutExtension).Order());

    [Fact]
    public void Arrows_point_downwards_only() =>
        Assert.Empty(
            from project in Projects
            let room = Path.GetFileNameWithoutExtension(project)
            from reference in Repository.Project(project).Descendants("ProjectReference")
            let other = Path.GetFileNameWithoutExtension(((string)reference.Attribute("Include")!).Replace('\\', '/'))
            where !Allowed[room].Contains(other)
            select $"{room} must not know {other}"
        );

    // References travel: what a room gets through another it could use without an arrow of its own.
    [Fact]
    public void No_room_names_another_that_it_has_no_arrow_to() =>
        Assert.Empty(
            from file in Repository.Sources
            where file.StartsWith("src/", StringComparison.Ordinal)
            let room = file.Split('/')[1]
            from other in Allowed.Keys
            where other != room && !Allowed[room].Contains(other)
            from line in Repository.Read(file).Split('\n')
            where
                line.StartsWith($"using OmoBroadcast.{other}.", StringComparison.Ordinal)
                || line.StartsWith($"using OmoBroadcast.{other};", StringComparison.Ordinal)
            where !AllowedFolders.GetValueOrDefault(room, []).Any(folder => line.Trim() == $"using OmoBroadcast.{folder};")
            select $"{file}: {line.Trim()}"
        );

    [Fact]
    public void The_domain_has_no_packages() => Assert.Empty(Packages("src/Domain/Domain.csproj"));

    [Fact]
    public void Only_the_store_knows_the_engines()
    {
        string[] engines = ["StackExchange.Redis", "Microsoft.Garnet", "Npgsql", "Microsoft.Data.Sqlite"];
        Assert.Empty(
            from project in Projects
            where Path.GetFileNameWithoutExtension(project) != "Storage"
            from package in Packages(project)
            where engines.Contains(package) || package.StartsWith("dbup", StringComparison.Ordinal)
            select $"{project}: {package}"
        );
    }

    private static IEnumerable<string> Packages(string project) =>
        Repository.Project(project).Descendants("PackageReference").Select(reference => (string)reference.Attribute("Include")!);
}
