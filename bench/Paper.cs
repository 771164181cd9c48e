using System.Globalization;
using OmoBroadcast.Bench.Measuring;
using Spectre.Console;

namespace OmoBroadcast.Bench;

/// <summary>What the bench prints.</summary>
internal sealed class Paper
{
    private readonly Table table;

    private Paper(Table table) => this.table = table;

    public static Paper Table(string title, params string[] columns)
    {
        var table = new Table { Title = new TableTitle(Markup.Escape(title)), Border = TableBorder.Rounded };
        foreach (var column in columns)
            table.AddColumn(new TableColumn(Markup.Escape(column)));
        return new(table);
    }

    public static void Say(string words) => AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[grey]{words}[/]");

    public void Row(params string[] cells)
    {
        table.AddRow([.. cells.Select(Markup.Escape)]);
        // A table is only shown when complete; this shows that something happens.
        Say(string.Join("  ", cells));
    }

    public void Print() => AnsiConsole.Write(table);

    /// <summary>Everything that was promised, in one table.</summary>
    public static void Verdict(IReadOnlyList<Goal> goals, bool quick)
    {
        var table = new Table
        {
            Title = new TableTitle(quick ? "Quick: shows that it runs, measures nothing" : "What was promised"),
            Border = TableBorder.Rounded,
        };
        foreach (var column in (string[])["goal", "wanted", "found", ""])
            table.AddColumn(column);
        foreach (var goal in goals)
            table.AddRow(
                Markup.Escape(goal.What),
                Markup.Escape(goal.Wanted),
                Markup.Escape(goal.Found),
                goal.Dirty ? "[yellow]not to be believed[/]"
                    : goal.Holds ? "[green]holds[/]"
                    : "[red]does not hold[/]"
            );
        AnsiConsole.Write(table);
    }

    /// <summary>Time to attach a profiler, where asked for.</summary>
    public static async Task PauseAsync(BenchOptions options, int process, CancellationToken cancellationToken)
    {
        if (options.Pause == 0)
            return;
        Say($"process {process}: measuring in {options.Pause} s");
        await Task.Delay(TimeSpan.FromSeconds(options.Pause), TimeProvider.System, cancellationToken);
    }
}
