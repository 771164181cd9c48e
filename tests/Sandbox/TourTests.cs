using OmoBroadcast.Sandbox.Tour;

namespace OmoBroadcast.Tests.Sandbox;

public sealed class TourTests
{
    [Fact]
    public async Task The_tour_ends_well_when_report_and_platform_agree()
    {
        await using var platform = await Platform.StartAsync();
        await using var service = await SmallService.StartAsync(platform);
        Assert.Equal(0, await WalkAsync(platform, service));
        Assert.Equal(0, await WalkAsync(platform, service));
    }

    [Fact]
    public async Task The_tour_ends_badly_when_somebody_got_it_twice()
    {
        await using var platform = await Platform.StartAsync();
        await using var service = await SmallService.StartAsync(platform, sendsTwice: true);
        Assert.Equal(1, await WalkAsync(platform, service));
    }

    [Fact]
    public async Task The_tour_ends_badly_when_the_report_says_more_than_the_platform_received()
    {
        await using var platform = await Platform.StartAsync();
        await using var service = await SmallService.StartAsync(platform, boasts: true);
        Assert.Equal(1, await WalkAsync(platform, service));
    }

    [Fact]
    public async Task The_tour_ends_badly_when_messages_came_in_another_order()
    {
        await using var platform = await Platform.StartAsync();
        await using var service = await SmallService.StartAsync(platform, shuffles: true);
        Assert.Equal(1, await WalkAsync(platform, service));
    }

    [Fact]
    public async Task The_tour_ends_badly_when_the_picture_is_not_the_one_that_was_attached()
    {
        await using var platform = await Platform.StartAsync();
        await using var service = await SmallService.StartAsync(platform, repaints: true);
        Assert.Equal(1, await WalkAsync(platform, service));
    }

    [Fact]
    public async Task The_tour_ends_badly_when_one_greeting_of_all_has_the_right_name()
    {
        await using var platform = await Platform.StartAsync();
        await using var service = await SmallService.StartAsync(platform, mistakes: true);
        Assert.Equal(1, await WalkAsync(platform, service));
    }

    [Fact]
    public async Task The_tour_ends_badly_when_somebody_was_skipped_who_was_not_gone()
    {
        await using var platform = await Platform.StartAsync();
        await using var service = await SmallService.StartAsync(platform, forgets: true);
        Assert.Equal(1, await WalkAsync(platform, service));
    }

    private static async Task<int> WalkAsync(Platform platform, SmallService service)
    {
        // This service knows no waiting.
        await platform.WeatherAsync(new { }, new { limits = false });
        return await GuidedTour.RunAsync([
            "--service",
            service.Address,
            "--sandbox",
            platform.Host.BaseAddress.ToString(),
            "--customers",
            "60",
            "--exit",
        ]);
    }
}
