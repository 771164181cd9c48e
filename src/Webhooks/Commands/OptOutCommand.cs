using OmoBroadcast.Desks.Exports;
using OmoBroadcast.Desks.Privacy;
using OmoBroadcast.Desks.Words;
using OmoBroadcast.Domain.Staff;

namespace OmoBroadcast.Webhooks.Commands;

/// <summary>
/// The list of opt-outs from the command line, beside the service or, with embedded engines, instead of it: <c>import-opt-outs FILE
/// [--confirm]</c> and <c>export-opt-outs FILE</c>.
/// </summary>
internal sealed record OptOutCommand(bool Import, string File, bool Confirmed)
{
    private const string Table = "opt-outs";
    private static readonly StaffMember Operator = new("", "", Role.Administrator, "");

    /// <summary>Null when something else is asked for.</summary>
    public static OptOutCommand? Of(IReadOnlyList<string> arguments) =>
        arguments switch
        {
            ["import-opt-outs", var file] => new(true, file, false),
            ["import-opt-outs", var file, "--confirm"] => new(true, file, true),
            ["export-opt-outs", var file] => new(false, file, true),
            _ => null,
        };

    /// <summary>Starts the stores and nothing else, does it, and stops them. What is wrong with the file is an
    /// <see cref="InvalidDataException"/>.</summary>
    public async Task RunAsync(WebApplication app, TextWriter output)
    {
        await using var stores = await StoresAlone.StartAsync(app);
        if (Import)
            await ImportAsync(app.Services, output);
        else
            await ExportAsync(app.Services, output);
    }

    private async Task ImportAsync(IServiceProvider services, TextWriter output)
    {
        var list = services.GetRequiredService<OptOutList>();
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var content = await System.IO.File.ReadAllBytesAsync(File);
        var preview = await list.JudgeAsync(content, TimeZoneInfo.Local, now, CancellationToken.None);
        if (preview.Unreadable is { } refused)
            throw new InvalidDataException(
                $"{File}, line {refused.Line}: {SharedWords.English.Say($"OptOuts_File_{refused.Fault}", refused.Line)}"
            );
        foreach (var fault in preview.Faults)
            await output.WriteLineAsync($"line {fault.Line}: {SharedWords.English[$"OptOuts_Fault_{fault.Kind}"]}");
        await output.WriteLineAsync(
            $"matched {preview.Matched}, unmatched {preview.Unmatched}, already there {preview.There}, not taken {preview.Faults.Count}"
        );
        if (Confirmed)
            await list.ApplyAsync(preview, content, CancellationToken.None);
        await output.WriteLineAsync(Confirmed ? $"imported {preview.New.Count}" : "nothing was changed; add --confirm to import");
    }

    private async Task ExportAsync(IServiceProvider services, TextWriter output)
    {
        var export = services.GetServices<IExport>().Single(one => one.Kind == Table);
        var table = await export.OpenAsync(new(Operator, SharedWords.English, TimeZoneInfo.Local), "", CancellationToken.None);
        await using var stream = System.IO.File.Create(File);
        await TableWriter.WriteAsync(stream, table!, TimeZoneInfo.Local, CancellationToken.None);
        await output.WriteLineAsync($"written to {File}");
    }
}
