using System.Globalization;
using OmoBroadcast.Domain.Campaigns;

namespace OmoBroadcast.Tests.Domain;

public sealed class SendWindowTests
{
    private const string Quiet = "Mon-Sun 09:00-21:30";

    private static readonly string[] Zones =
    [
        "Asia/Taipei",
        "America/New_York",
        "Europe/Berlin",
        "Australia/Lord_Howe",
        "America/St_Johns",
        "Africa/Casablanca",
    ];

    [Theory]
    [InlineData(Quiet, "", "Asia/Taipei", "2026-12-01T08:59:59+08:00", "2026-12-01T09:00+08:00", "2026-12-01T08:59:59+08:00")]
    [InlineData(Quiet, "", "Asia/Taipei", "2026-12-01T09:00+08:00", "2026-12-01T09:00+08:00", "2026-12-01T21:30+08:00")]
    [InlineData(Quiet, "", "Asia/Taipei", "2026-12-01T21:30+08:00", "2026-12-02T09:00+08:00", "2026-12-01T21:30+08:00")]
    [InlineData(Quiet, "2026-12-02, 2026-12-03", "Asia/Taipei", "2026-12-01T22:00+08:00", "2026-12-04T09:00+08:00", null)]
    [InlineData("Mon-Fri 10:00-12:00,13:00-18:00", "", "Asia/Taipei", "2026-12-04T12:30+08:00", "2026-12-04T13:00+08:00", null)]
    [InlineData("Mon-Fri 10:00-18:00", "", "Asia/Taipei", "2026-12-04T19:00+08:00", "2026-12-07T10:00+08:00", null)]
    // Past midnight, and past the end of the week.
    [InlineData("Sun 20:00-02:00", "", "Asia/Taipei", "2026-12-07T01:59+08:00", "2026-12-07T01:59+08:00", "2026-12-07T02:00+08:00")]
    [InlineData("Fri-Mon 09:00-10:00", "", "Asia/Taipei", "2026-12-01T09:30+08:00", "2026-12-04T09:00+08:00", null)]
    // One past midnight is of the day on which it begins.
    [InlineData("Fri 20:00-01:00", "2026-12-04", "Asia/Taipei", "2026-12-04T21:00+08:00", "2026-12-11T20:00+08:00", null)]
    [InlineData("Fri 20:00-01:00", "2026-12-05", "Asia/Taipei", "2026-12-04T21:00+08:00", null, "2026-12-05T01:00+08:00")]
    // A day that is closed ends at midnight.
    [InlineData("Mon-Sun 00:00-24:00", "2026-12-02", "Asia/Taipei", "2026-12-02T05:00+08:00", "2026-12-03T00:00+08:00", null)]
    [InlineData("Mon-Sun 00:00-24:00", "2026-12-02", "Asia/Taipei", "2026-12-01T05:00+08:00", null, "2026-12-02T00:00+08:00")]
    // An opening that the clock leaves out is at the end of what it leaves out; an hour that it shows twice is twice as long.
    [InlineData("Sun 02:30-05:00", "", "America/New_York", "2026-03-08T00:00-05:00", "2026-03-08T03:00-04:00", null)]
    [InlineData("Sun 01:00-02:00", "", "America/New_York", "2026-11-01T01:30-04:00", null, "2026-11-01T02:00-05:00")]
    [InlineData("Sun 00:00-01:30", "", "America/New_York", "2026-11-01T01:45-04:00", "2026-11-01T01:00-05:00", null)]
    public void It_opens_and_shuts_by_the_clock_on_the_wall(
        string hours,
        string closed,
        string zone,
        string at,
        string? opening,
        string? closing
    )
    {
        var window = SendWindow.Parse(hours, closed, TimeZoneInfo.FindSystemTimeZoneById(zone));
        if (opening is not null)
            Assert.Equal(Moment(opening), window.NextOpening(Moment(at)));
        if (closing is not null)
            Assert.Equal(Moment(closing), window.NextClosing(Moment(at), TimeSpan.FromDays(30)));
    }

    [Fact]
    public void One_that_is_always_open_never_shuts() =>
        Assert.Null(
            SendWindow.Parse("Mon-Sun 00:00-24:00", "", TimeZoneInfo.Utc).NextClosing(DateTimeOffset.UnixEpoch, TimeSpan.FromDays(400))
        );

    [Theory]
    [InlineData("", "", "it never opens")]
    [InlineData("Mon", "", "'Mon' is no days and hours, such as Mon-Fri 10:00-21:00")]
    [InlineData("Mo 10:00-11:00", "", "'Mo' is no day of the week: Mon, Tue, Wed, Thu, Fri, Sat, Sun")]
    [InlineData("Mon-Wed-Fri 10:00-11:00", "", "'Mon-Wed-Fri' is no days of the week, such as Mon-Fri")]
    [InlineData("Mon 10-11", "", "'10-11' is no span of hours, such as 10:00-21:00")]
    [InlineData("Mon 10:00", "", "'10:00' is no span of hours, such as 10:00-21:00")]
    [InlineData("Mon 25:00-26:00", "", "'25:00-26:00' is no span of hours, such as 10:00-21:00")]
    [InlineData("Mon 10:00-10:00", "", "'10:00-10:00' ends where it begins; the whole day is 00:00-24:00")]
    [InlineData(Quiet, "17.2.2026", "'17.2.2026' is no date, such as 2026-02-17")]
    public void What_cannot_be_read_is_named(string hours, string closed, string fault) =>
        Assert.Equal(fault, Assert.Throws<FormatException>(() => SendWindow.Parse(hours, closed, TimeZoneInfo.Utc)).Message);

    [Fact]
    public void More_closed_days_than_a_year_has_are_refused() =>
        Assert.Equal(
            "367 closed days are more than 366",
            Assert
                .Throws<FormatException>(() =>
                    SendWindow.Parse(
                        Quiet,
                        string.Join(',', Enumerable.Range(0, 367).Select(day => $"{new DateOnly(2026, 1, 1).AddDays(day):yyyy-MM-dd}")),
                        TimeZoneInfo.Utc
                    )
                )
                .Message
        );

    /// <summary>Beside looking at every minute, around the moments at which clocks are set.</summary>
    [Fact]
    public void It_finds_what_looking_at_every_minute_finds()
    {
        var random = new Random(20261201);
        foreach (var zone in Zones.Select(TimeZoneInfo.FindSystemTimeZoneById))
        foreach (var month in (int[])[3, 4, 10, 11])
        {
            var from = new DateTimeOffset(2026, month, 1, 0, 0, 0, TimeSpan.Zero);
            var hours = string.Join("; ", Enumerable.Range(0, 3).Select(_ => Span(random)));
            var window = SendWindow.Parse(hours, $"{from.AddDays(random.Next(14)):yyyy-MM-dd}", zone);
            for (var times = 0; times < 30; times++)
            {
                var at = from.AddMinutes(random.Next(10 * 24 * 60));
                Assert.True(Minutes(at).First(window.Allows) == window.NextOpening(at), $"{zone.Id} {hours} {at:O}");
                Assert.True(
                    Minutes(at).FirstOrDefault(one => !window.Allows(one)) == window.NextClosing(at, TimeSpan.FromDays(40)),
                    $"{zone.Id} {hours} {at:O}"
                );
            }
        }
    }

    private static string Span(Random random)
    {
        string[] days = ["Mon-Wed", "Thu", "Fri,Sat", "Sat-Mon", "Sun", "Tue-Sun"];
        return $"{days[random.Next(days.Length)]} {random.Next(12):00}:{random.Next(60):00}-{random.Next(24):00}:{random.Next(60):00}";
    }

    private static IEnumerable<DateTimeOffset> Minutes(DateTimeOffset from) =>
        Enumerable.Range(0, 40 * 24 * 60).Select(minute => from.AddMinutes(minute));

    private static DateTimeOffset Moment(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
