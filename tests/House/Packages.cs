using System.Text.RegularExpressions;

namespace OmoBroadcast.Tests.House;

/// <summary>One place says which version of what.</summary>
public sealed partial class Packages
{
    [Fact]
    public void Every_version_is_exact_and_central()
    {
        var central = Repository.Project("Directory.Packages.props").Descendants("PackageVersion").ToList();
        Assert.NotEmpty(central);
        Assert.All(central, package => Assert.Matches(Exact(), (string)package.Attribute("Version")!));
        Assert.Equal(
            central.Count,
            central.Select(package => (string)package.Attribute("Include")!).Distinct(StringComparer.OrdinalIgnoreCase).Count()
        );
    }

    [Fact]
    public void No_project_names_a_version_of_its_own() =>
        Assert.Empty(
            from project in Repository.Files
            where project.EndsWith(".csproj", StringComparison.Ordinal)
            from package in Repository.Project(project).Descendants("PackageReference")
            where package.Attribute("Version") is not null || package.Attribute("VersionOverride") is not null
            select $"{project}: {package}"
        );

    [Fact]
    public void Every_direct_package_is_used_by_someone()
    {
        var used = Repository
            .Files.Where(file => file.EndsWith(".csproj", StringComparison.Ordinal) || file.EndsWith(".props", StringComparison.Ordinal))
            .SelectMany(file => Repository.Project(file).Descendants("PackageReference"))
            .Select(reference => (string)reference.Attribute("Include")!);
        var listed = Repository
            .Project("Directory.Packages.props")
            .Descendants("PackageVersion")
            .Where(package => ((string?)package.Parent!.Attribute("Label"))?.StartsWith("Pinned", StringComparison.Ordinal) != true)
            .Select(package => (string)package.Attribute("Include")!);
        Assert.Empty(listed.Except(used));
    }

    [GeneratedRegex(@"^\d+\.\d+\.\d+(\.\d+)?(-[0-9A-Za-z.]+)?$")]
    private static partial Regex Exact();
}
