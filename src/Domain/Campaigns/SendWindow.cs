using System.Globalization;

namespace OmoBroadcast.Domain.Campaigns;

/// <summary>
/// When a store's campaigns may be sent: hours of each day of the week, without the days on which it is closed, by the clock on the store's
/// wall. In spring an hour that the clock leaves out is not there; in autumn one that it shows twice counts twice.
/// </summary>
public sealed class SendWindow
{
    /// <summary>Hours that leave out none.</summary>
    public const string Always = "Mon-Sun 00:00-24:00";

    /// <summary>How many closed days there may be.</summary>
    public const int MostClosed = 366;

    private const int Day = 24 * 60,
        Week = 7 * Day;

    // There are fewer days in a row on which it does not open.
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(400);

    private static readonly string[] Days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

    // By minute of the week from Monday on: whether it is open then, by a span of that day or by one of the day before.
    private readonly bool[] open = new bool[Week],
        late = new bool[Week];
    private readonly HashSet<DateOnly> closed;
    private readonly TimeZoneInfo zone;

    private SendWindow(string hours, string closed, TimeZoneInfo zone)
    {
        this.zone = zone;
        foreach (var part in Split(hours, ';'))
            Open(part);
        if (!open.Contains(true))
            throw new FormatException("it never opens");
        this.closed = [.. Split(closed, ',').Select(Closed)];
        if (this.closed.Count > MostClosed)
            throw new FormatException($"{this.closed.Count} closed days are more than {MostClosed}");
    }

    /// <param name="hours">As <c>Mon-Fri 10:00-21:00; Sat,Sun 11:00-20:00</c>: days, and from when until when on each of them; several
    /// spans are parted by commas. One that ends before it begins goes past midnight; the end of a day is 24:00.</param>
    /// <param name="closed">Days on which nothing is sent, each as <c>2026-02-17</c>, parted by commas; at most
    /// <see cref="MostClosed"/>.</param>
    /// <exception cref="FormatException">One of them cannot be read so; the message says which part.</exception>
    public static SendWindow Parse(string hours, string closed, TimeZoneInfo zone) => new(hours, closed, zone);

    public bool Allows(DateTimeOffset at) => IsOpen(Local(at));

    /// <summary>The first moment from <paramref name="at"/> on when it is open.</summary>
    public DateTimeOffset NextOpening(DateTimeOffset at) => Next(at, true, Ahead) ?? at + Ahead;

    /// <summary>The first moment from <paramref name="at"/> on when it is shut; null: none <paramref name="within"/> that time.</summary>
    public DateTimeOffset? NextClosing(DateTimeOffset at, TimeSpan within) => Next(at, false, within);

    // From edge to edge by the clock on the wall; where that is set meanwhile, minute by minute.
    private DateTimeOffset? Next(DateTimeOffset from, bool wanted, TimeSpan within)
    {
        for (var at = from; at <= from + within; )
        {
            var local = Local(at);
            if (IsOpen(local) == wanted)
                return at;
            var edge = Edge(local);
            var next = at + (edge - local);
            at = Local(next) == edge ? next : at.AddTicks(TimeSpan.TicksPerMinute - (local.Ticks % TimeSpan.TicksPerMinute));
        }

        return null;
    }

    // A span that goes past midnight is of the day on which it begins.
    private bool IsOpen(DateTime local)
    {
        var (minute, day) = (Minute(local), DateOnly.FromDateTime(local));
        return (open[minute] && !closed.Contains(day)) || (late[minute] && !closed.Contains(day.AddDays(-1)));
    }

    /// <summary>When the week's hours may change next, or the day does.</summary>
    private DateTime Edge(DateTime local)
    {
        var minute = Minute(local);
        var next = minute + 1;
        while (next % Day != 0 && open[next] == open[minute] && late[next] == late[minute])
            next++;
        return local.Date.AddMinutes(next - (minute / Day * Day));
    }

    private DateTime Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, zone).DateTime;

    private static int Minute(DateTime local) => (((int)local.DayOfWeek + 6) % 7 * Day) + (int)local.TimeOfDay.TotalMinutes;

    private void Open(string part)
    {
        if (part.IndexOf(' ', StringComparison.Ordinal) is not (> 0 and var gap))
            throw new FormatException($"'{part}' is no days and hours, such as Mon-Fri 10:00-21:00");
        foreach (var span in Split(part[gap..], ','))
        {
            var (from, until) = Span(span);
            foreach (var day in Split(part[..gap], ',').SelectMany(DaysOf))
                for (var minute = from; minute < (until > from ? until : until + Day); minute++)
                    (minute < Day ? open : late)[((day * Day) + minute) % Week] = true;
        }
    }

    private static IEnumerable<int> DaysOf(string text)
    {
        var ends = text.Split('-', StringSplitOptions.TrimEntries);
        var (first, last) = (DayOf(ends[0], text), DayOf(ends[^1], text));
        if (ends.Length > 2)
            throw new FormatException($"'{text}' is no days of the week, such as Mon-Fri");
        for (var day = first; ; day = (day + 1) % 7)
        {
            yield return day;
            if (day == last)
                yield break;
        }
    }

    private static int DayOf(string day, string text) =>
        Array.FindIndex(Days, one => one.Equals(day, StringComparison.OrdinalIgnoreCase)) is >= 0 and var found
            ? found
            : throw new FormatException($"'{text}' is no day of the week: {string.Join(", ", Days)}");

    private static (int From, int Until) Span(string text)
    {
        var ends = text.Split('-', StringSplitOptions.TrimEntries);
        if (ends.Length != 2)
            throw new FormatException($"'{text}' is no span of hours, such as 10:00-21:00");
        var (from, until) = (Time(ends[0], text), ends[1] == "24:00" ? Day : Time(ends[1], text));
        return from != until ? (from, until) : throw new FormatException($"'{text}' ends where it begins; the whole day is 00:00-24:00");
    }

    private static int Time(string time, string text) =>
        TimeOnly.TryParseExact(time, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var read)
            ? (int)read.ToTimeSpan().TotalMinutes
            : throw new FormatException($"'{text}' is no span of hours, such as 10:00-21:00");

    private static DateOnly Closed(string date) =>
        DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var read)
            ? read
            : throw new FormatException($"'{date}' is no date, such as 2026-02-17");

    private static string[] Split(string text, char by) =>
        text.Split(by, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
