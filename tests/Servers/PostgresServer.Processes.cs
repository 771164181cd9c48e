using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Npgsql;

namespace OmoBroadcast.Tests.Servers;

public sealed partial class PostgresServer
{
    private async Task<bool> AnswersAsync(Process process)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!process.HasExited && await beat.WaitForNextTickAsync(patience.Token))
        {
            try
            {
                await using var connection = new NpgsqlConnection(ConnectionString("postgres") + ";Pooling=false;Timeout=2");
                await connection.OpenAsync(patience.Token);
                return true;
            }
            catch (NpgsqlException) { }
        }
        return false;
    }

    private async Task ReadLogAsync(StreamReader log)
    {
        while (await log.ReadLineAsync() is { } line)
            Logged?.Invoke(line);
    }

    private static List<int> ChildrenOf(int parent)
    {
        var children = new List<int>();
        foreach (var entry in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(entry), CultureInfo.InvariantCulture, out var id))
                continue;
            try
            {
                var stat = File.ReadAllText(Path.Combine(entry, "stat"));
                var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
                if (int.Parse(fields[1], System.Globalization.CultureInfo.InvariantCulture) == parent)
                    children.Add(id);
            }
            catch (IOException)
            {
                // It has ended meanwhile.
            }
        }
        return children;
    }

    private static TimeSpan CpuTimeOf(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return process.TotalProcessorTime;
        }
        catch (Exception ended) when (ended is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return TimeSpan.Zero;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string Find(string program)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Concat(
                Directory.Exists("/usr/lib/postgresql")
                    ? Directory
                        .GetDirectories("/usr/lib/postgresql")
                        .OrderDescending(StringComparer.Ordinal)
                        .Select(version => Path.Combine(version, "bin"))
                    : []
            );
        return folders.Select(candidate => Path.Combine(candidate, program)).FirstOrDefault(File.Exists)
            ?? throw new MissingPrerequisiteException($"{program} was not found: PostgreSQL 15 or later is needed");
    }

    private static ProcessStartInfo Command(string program, IEnumerable<string> arguments, bool asPostgres)
    {
        // It refuses to run as root.
        IEnumerable<string> words =
            asPostgres && IsRoot
                ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", program, .. arguments]
                : [program, .. arguments];
        var start = new ProcessStartInfo(words.First())
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var word in words.Skip(1))
            start.ArgumentList.Add(word);
        return start;
    }

    private static async Task RunAsync(string program, IEnumerable<string> arguments, bool asPostgres = false)
    {
        using var process = Process.Start(Command(program, arguments, asPostgres))
            ?? throw new InvalidOperationException($"{program} did not start");
        var errors = process.StandardError.ReadToEndAsync();
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program}: {await errors}");
    }

    private static void Signal(int process, int signal) => _ = Kill(process, signal);

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
