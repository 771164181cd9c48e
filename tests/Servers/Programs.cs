using System.Runtime.InteropServices;

namespace OmoBroadcast.Tests.Servers;

/// <summary>Where the repository and its built programs are.</summary>
public static class Programs
{
    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The <c>dotnet</c> that runs this very test, which need not be on the PATH.</summary>
    public static string Dotnet { get; } = FindDotnet();

    public static string Webhooks => Built("Webhooks");

    public static string Sandbox => Built("Sandbox");

    /// <summary>A program's assembly, of the same configuration as this one.</summary>
    private static string Built(string project)
    {
        // …/tests/bin/<configuration>/<framework>/
        var framework = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var path = Path.Combine(Root, "src", project, "bin", framework.Parent!.Name, framework.Name, $"OmoBroadcast.{project}.dll");
        return File.Exists(path)
            ? path
            : throw new FileNotFoundException($"{project} has not been built for {framework.Parent.Name}", path);
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "OmoBroadcast.sln")))
                return folder.FullName;
        throw new DirectoryNotFoundException("No OmoBroadcast.sln above the tests");
    }

    private static string FindDotnet()
    {
        // <dotnet>/shared/Microsoft.NETCore.App/<version>/
        var path = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));
        return File.Exists(path) ? path : "dotnet";
    }
}
