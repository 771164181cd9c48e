using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace OmoBroadcast.Tests.Servers;

/// <summary>
/// A process that a test started: its own to kill, freeze and wake, by its id and no other. What it printed last is kept for the failure
/// message.
/// </summary>
public sealed class Child : IAsyncDisposable
{
    private const int LinesKept = 100;

    private readonly Process process;
    private readonly Queue<string> lines = new();

    private Child(string name, Process process) => (Name, this.process) = (name, process);

    public string Name { get; }

    public int Id => process.Id;

    public bool HasExited => process.HasExited;

    /// <summary>The last lines of its output and errors.</summary>
    public string Output
    {
        get
        {
            lock (lines)
                return $"--- {Name} ({Id.ToString(CultureInfo.InvariantCulture)}{(HasExited ? $", ended with {ExitCode.ToString(CultureInfo.InvariantCulture)}" : "")}) ---\n{string.Join('\n', lines)}";
        }
    }

    /// <summary>Starts one of this repository's programs, or any other, with exactly these settings beside the machine's own
    /// environment.</summary>
    public static Child Start(string name, string file, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> settings)
    {
        var start = new ProcessStartInfo(file)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var inherited in start.Environment.Keys.Where(key => key.StartsWith("Omo__", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(inherited);
        foreach (var (key, value) in settings)
            start.Environment[key] = value;
        var process = new Process { StartInfo = start };
        var child = new Child(name, process);
        process.OutputDataReceived += (_, line) => child.Keep(line.Data);
        process.ErrorDataReceived += (_, line) => child.Keep(line.Data);
        process.Start();
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return child;
    }

    /// <summary>kill -9: no handler of it runs.</summary>
    public Task KillAsync() => EndAsync(Signal.Kill, TimeSpan.FromSeconds(10));

    /// <summary>kill -TERM, and waits for it to go by itself. Throws when it has not after <paramref name="within"/>.</summary>
    public Task TerminateAsync(TimeSpan within) => EndAsync(Signal.Terminate, within);

    /// <summary>Freezes it: nothing of it runs, its connections stay open.</summary>
    public void Pause() => Send(Signal.Stop);

    public void Continue() => Send(Signal.Continue);

    public int ExitCode => process.ExitCode;

    public async Task WaitForExitAsync(TimeSpan within)
    {
        using var limit = new CancellationTokenSource(within);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException late)
        {
            throw new TimeoutException($"{Name} was still there after {within}.\n{Output}", late);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            await KillAsync();
        process.Dispose();
    }

    private async Task EndAsync(Signal signal, TimeSpan within)
    {
        Send(signal);
        await WaitForExitAsync(within);
    }

    private void Send(Signal signal)
    {
        if (!process.HasExited && NativeKill(process.Id, (int)signal) != 0 && !process.HasExited)
            throw new InvalidOperationException($"Signal {signal} did not reach {Name}: error {Marshal.GetLastPInvokeError()}");
    }

    private void Keep(string? line)
    {
        if (line is null)
            return;
        lock (lines)
        {
            if (lines.Count == LinesKept)
                lines.Dequeue();
            lines.Enqueue(line);
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int NativeKill(int process, int signal);

    private enum Signal
    {
        Kill = 9,
        Terminate = 15,
        Continue = 18,
        Stop = 19,
    }
}
