using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Tests.Teams;

public sealed class MomentsTests
{
    private static readonly TimeZoneInfo Taipei = TimeZoneInfo.FindSystemTimeZoneById("Asia/Taipei");
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Fact]
    public void A_time_is_meant_in_the_person_s_own_zone() =>
        Assert.Equal(new DateTimeOffset(2026, 11, 23, 2, 30, 0, TimeSpan.Zero), Moments.Read("2026-11-23", "10:30", Taipei));

    [Fact]
    public void An_hour_that_spring_leaves_out_is_no_time() => Assert.Null(Moments.Read("2027-03-28", "02:30", Berlin));

    [Fact]
    public void Of_an_hour_that_autumn_repeats_the_first_is_meant() =>
        Assert.Equal(
            new DateTimeOffset(2026, 10, 25, 0, 30, 0, TimeSpan.Zero),
            Moments.Read("2026-10-25", "02:30", Berlin)!.Value.ToUniversalTime()
        );

    [Theory]
    [InlineData(null, "10:00")]
    [InlineData("2026-11-23", null)]
    [InlineData("23.11.2026", "10:00")]
    [InlineData("2026-11-23", "25:00")]
    [InlineData("9999-12-31", "23:59")]
    public void What_is_no_time_is_none(string? date, string? time) => Assert.Null(Moments.Read(date, time, Taipei));
}
