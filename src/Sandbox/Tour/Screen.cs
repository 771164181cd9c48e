using System.Globalization;
using OmoBroadcast.Sandbox.Teams;
using Spectre.Console;

namespace OmoBroadcast.Sandbox.Tour;

/// <summary>What the terminal shows.</summary>
internal static class Screen
{
    private const int MostLines = 24;

    public static void Step(string title) => AnsiConsole.Write(new Rule(Markup.Escape(title)).LeftJustified());

    public static void Say(FormattableString line) => AnsiConsole.WriteLine($"  {line.ToString(CultureInfo.InvariantCulture)}");

    public static void Verdict(bool good, string text) => AnsiConsole.MarkupLine($"[{(good ? "green" : "red")}]{Markup.Escape(text)}[/]");

    /// <summary>Not wrapped, so that it can be copied.</summary>
    public static void Code(string line) => AnsiConsole.Profile.Out.Writer.WriteLine($"    {line}");

    public static void Card(string header, Salesperson seller)
    {
        var lines = CardReading.Lines(seller.Card);
        var more =
            lines.Count > MostLines ? string.Create(CultureInfo.InvariantCulture, $"\n… ({lines.Count - MostLines} more lines)") : "";
        AnsiConsole.Write(
            new Panel(Markup.Escape(string.Join('\n', lines.Take(MostLines)) + more)).Header(Markup.Escape(header)).RoundedBorder().Expand()
        );
    }

    /// <summary>A table, one line for each platform.</summary>
    public static void Channels(IReadOnlyList<ChannelRow> rows)
    {
        var table = new Table().RoundedBorder().AddColumns("", "people", "late", "blocked", "no more", "unheard", "received", "calls");
        foreach (var row in rows)
        {
            int[] numbers = [row.Customers, row.Outside, row.Unfollowed, row.Unsubscribed, row.Blocked, row.Received, row.Calls];
            table.AddRow([row.Channel, .. numbers.Select(n => n.ToString(CultureInfo.InvariantCulture))]);
        }

        AnsiConsole.Write(table);
    }

    /// <summary>A bar that follows the broadcast; lines where there is no terminal to draw on.</summary>
    public static Task<Standing> FollowAsync(Func<Action<Standing>, Task<Standing>> watch) =>
        AnsiConsole.Profile.Capabilities.Interactive ? DrawAsync(watch) : watch(now => Say($"{Describe(now)}"));

    private static Task<Standing> DrawAsync(Func<Action<Standing>, Task<Standing>> watch) =>
        AnsiConsole
            .Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(context =>
            {
                var bar = context.AddTask("sending");
                return watch(now =>
                {
                    bar.MaxValue = Math.Max(1, now.Chosen);
                    bar.Value = now.Settled;
                    bar.Description = Describe(now);
                });
            });

    private static string Describe(Standing now) =>
        string.Create(CultureInfo.InvariantCulture, $"{now.State}: {now.Accepted} accepted, {now.Skipped} skipped, {now.Waiting} waiting");
}
