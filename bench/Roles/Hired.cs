using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Bench.Roles;

/// <summary>The measuring side of a child process that plays a role.</summary>
internal sealed class Hired : IAsyncDisposable
{
    private readonly string name;
    private readonly Process process;
    private readonly Queue<string> errors = new();
    private bool gone;

    private Hired(string name, Process process) => (this.name, this.process) = (name, process);

    public int Id => process.Id;

    /// <summary>Starts this very program in a role, with the runtime settings (garbage collector and so on) of the service's
    /// host.</summary>
    public static async Task<Hired> StartAsync(
        string role,
        IReadOnlyList<string> arguments,
        IReadOnlyDictionary<string, string> settings,
        CancellationToken cancellationToken
    )
    {
        var start = new ProcessStartInfo(Programs.Dotnet)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (
            var argument in (string[])
                [
                    "exec",
                    "--runtimeconfig",
                    Path.ChangeExtension(Programs.Webhooks, ".runtimeconfig.json"),
                    typeof(Hired).Assembly.Location,
                    "role",
                    role,
                    .. arguments,
                ]
        )
            start.ArgumentList.Add(argument);
        foreach (var inherited in start.Environment.Keys.Where(key => key.StartsWith("Omo__", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(inherited);
        foreach (var (key, value) in settings)
            start.Environment[key] = value;
        var hired = new Hired(role, Process.Start(start)!);
        hired.process.ErrorDataReceived += (_, line) => hired.Keep(line.Data);
        hired.process.BeginErrorReadLine();
        try
        {
            await hired.HearAsync(cancellationToken);
            return hired;
        }
        catch
        {
            await hired.DisposeAsync();
            throw;
        }
    }

    /// <summary>Has something done and waits for it.</summary>
    public async Task AskAsync(string what, object? how, CancellationToken cancellationToken) =>
        _ = await TellAsync(what, how, cancellationToken);

    /// <summary>Has something done and reads what came of it. Throws when the role could not.</summary>
    public async Task<T> AskAsync<T>(string what, object? how, CancellationToken cancellationToken) =>
        (await TellAsync(what, how, cancellationToken)).Deserialize<T>(Player.Json)!;

    /// <summary>Ends it in order, or by force after a while. May be called again.</summary>
    public async ValueTask DisposeAsync()
    {
        if (gone)
            return;
        gone = true;
        if (!process.HasExited)
        {
            process.StandardInput.Close();
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(15));
            await process.WaitForExitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!process.HasExited)
                process.Kill();
        }

        process.Dispose();
    }

    private async Task<JsonElement> TellAsync(string what, object? how, CancellationToken cancellationToken)
    {
        await process.StandardInput.WriteLineAsync(
            JsonSerializer.Serialize(new { what, how = how ?? new { } }, Player.Json).AsMemory(),
            cancellationToken
        );
        await process.StandardInput.FlushAsync(cancellationToken);
        return await HearAsync(cancellationToken);
    }

    private async Task<JsonElement> HearAsync(CancellationToken cancellationToken)
    {
        var line = await process.StandardOutput.ReadLineAsync(cancellationToken) ?? throw Trouble("ended");
        var answer = JsonSerializer.Deserialize<JsonElement>(line);
        if (answer.TryGetProperty("error", out var error))
            throw Trouble(error.GetString()!);
        return answer.TryGetProperty("value", out var value) ? value : default;
    }

    private InvalidOperationException Trouble(string what)
    {
        lock (errors)
            return new InvalidOperationException(
                string.Create(CultureInfo.InvariantCulture, $"{name} ({process.Id}): {what}\n{string.Join('\n', errors)}")
            );
    }

    private void Keep(string? line)
    {
        if (line is null)
            return;
        lock (errors)
        {
            if (errors.Count == 100)
                errors.Dequeue();
            errors.Enqueue(line);
        }
    }
}
