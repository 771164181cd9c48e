namespace OmoBroadcast.Tests.Sandbox;

public sealed class FetchingTests
{
    [Fact]
    public async Task A_picture_on_LINE_is_looked_at_with_its_preview_and_only_under_a_certificate_that_is_trusted()
    {
        await using var platform = await Platform.StartAsync(customers: 2);
        await using var service = await SmallService.StartAsync(platform);
        await PushPictureToAllAsync(platform, service);
        var fetched = (await platform.GetAsync("ledger/fetched"))["fetched"]!.AsArray();
        Assert.Equal(
            new[] { $"{service.Media}/a.png", $"{service.Media}/small.png" }.Order(),
            fetched.Select(f => (string)f!["url"]!).Order()
        );
        Assert.All(fetched, f => Assert.True((bool)f!["good"]!));
        Assert.Equal($"{service.Media}/small.png", (string)(await platform.GetAsync("ledger/messages"))["messages"]![0]!["preview"]!);

        // Another sandbox has not been told.
        await using var stranger = await Platform.StartAsync(customers: 1);
        await PushPictureToAllAsync(stranger, service);
        Assert.All((await stranger.GetAsync("ledger/fetched"))["fetched"]!.AsArray(), f => Assert.False((bool)f!["good"]!));
    }

    private static async Task PushPictureToAllAsync(Platform platform, SmallService service)
    {
        var picture = new
        {
            type = "image",
            originalContentUrl = $"{service.Media}/a.png",
            previewImageUrl = $"{service.Media}/small.png",
        };
        foreach (var to in await platform.CustomersAsync())
        {
            var said = await platform.SendAsync("push", new { to, messages = new[] { picture } }, Guid.NewGuid().ToString());
            Assert.Equal(200, said.Status);
        }
    }

    [Fact]
    public async Task Messages_are_read_from_a_moment_on()
    {
        await using var platform = await Platform.StartAsync(customers: 1);
        var to = (await platform.CustomersAsync())[0];
        await platform.PushAsync(to, "earlier");
        var at = (long)(await platform.GetAsync("ledger/messages"))["at"]!;
        await platform.PushAsync(to, "later");
        Assert.Equal("later", (string)(await platform.GetAsync($"ledger/messages?since={at}"))["messages"]!.AsArray().Single()!["text"]!);
    }
}
