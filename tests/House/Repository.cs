using System.Diagnostics;
using System.Xml.Linq;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.House;

/// <summary>The files of this repository, as a reader of the checkout sees them.</summary>
internal static class Repository
{
    private static readonly string[] Skipped = ["bin", "obj", ".git", "data", "artifacts", "node_modules", "TestResults", "devTools"];

    public static string Root => Programs.Root;

    /// <summary>Every file but build output, by its path from the root with forward slashes.</summary>
    public static IReadOnlyList<string> Files { get; } = [.. Tracked() ?? Walk(new DirectoryInfo(Root))];

    public static IEnumerable<string> Sources => Files.Where(file => file.EndsWith(".cs", StringComparison.Ordinal));

    public static string Read(string file) => File.ReadAllText(Path.Combine(Root, file));

    public static XDocument Project(string file) => XDocument.Parse(Read(file));

    // In a checkout: what git would carry, new files included. In an unpacked archive: whatever lies there.
    private static List<string>? Tracked()
    {
        if (!Path.Exists(Path.Combine(Root, ".git")))
            return null;
        try
        {
            using var git = Process.Start(
                new ProcessStartInfo("git", ["-C", Root, "ls-files", "--cached", "--others", "--exclude-standard", "-z"])
                {
                    UseShellExecute = false,
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                }
            );
            var names = git!.StandardOutput.ReadToEnd();
            git.WaitForExit();
            return git.ExitCode != 0
                ? null
                :
                [
                    .. names
                        .Split('\0', StringSplitOptions.RemoveEmptyEntries)
                        .Where(name => File.Exists(Path.Combine(Root, name)))
                        .Distinct(),
                ];
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static IEnumerable<string> Walk(DirectoryInfo folder) =>
        folder
            .EnumerateFiles()
            .Select(file => Path.GetRelativePath(Root, file.FullName).Replace('\\', '/'))
            .Concat(folder.EnumerateDirectories().Where(child => !Skipped.Contains(child.Name)).SelectMany(Walk));
}
