using Microsoft.Extensions.DependencyInjection;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Tests.Adapters.ChannelContract;

namespace OmoBroadcast.Tests.Adapters.WhatsApp;

public sealed class WhatsAppReceivedTests
{
    private readonly WhatsAppSubject subject = new();

    [Fact]
    public async Task A_media_id_is_asked_for_an_address_and_the_address_for_the_bytes()
    {
        await using var platform = new ScriptedPlatform();
        platform.React = call =>
            call.Path.Contains("/file/", StringComparison.Ordinal)
                ? new Reaction.Answer(200, "bytes")
                : new Reaction.Answer(200, Told(new Uri(platform.Address, "/file/1")));
        await using var content = (await OpenAsync(platform, "1234567890"))!;
        using var reader = new StreamReader(content.Content);
        Assert.Equal("bytes", await reader.ReadToEndAsync());
        Assert.Equal(2, platform.Calls.Count);
        Assert.Contains($"/1234567890?phone_number_id={subject.Account.Id}", platform.Calls[0].Path, StringComparison.Ordinal);
        Assert.All(platform.Calls, call => Assert.StartsWith("Bearer ", call.Headers["Authorization"], StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_address_that_has_ended_is_asked_for_once_more_and_not_for_ever()
    {
        await using var platform = new ScriptedPlatform();
        var asked = 0;
        platform.React = call =>
            call.Path.Contains("/file/2", StringComparison.Ordinal) ? new Reaction.Answer(200, "bytes")
            : call.Path.Contains("/file/", StringComparison.Ordinal) ? new Reaction.Answer(404, "{}")
            : new Reaction.Answer(200, Told(new Uri(platform.Address, $"/file/{++asked}")));
        await using (var content = await OpenAsync(platform, "1"))
            Assert.NotNull(content);
        asked = 10;
        Assert.Null(await OpenAsync(platform, "1"));
        Assert.Equal(12, asked);
    }

    [Theory]
    [InlineData("https://lookaside.fbsbx.com.evil.example/x")]
    [InlineData("https://evilfbsbx.com/x")]
    [InlineData("http://lookaside.fbsbx.com/x")]
    [InlineData("https://lookaside.fbsbx.com:8443/x")]
    [InlineData("https://me@lookaside.fbsbx.com/x")]
    [InlineData("https://127.0.0.1/x")]
    [InlineData("file:///etc/passwd")]
    [InlineData("not an address")]
    public async Task Our_token_goes_to_no_address_but_the_platforms_own(string address)
    {
        await using var platform = new ScriptedPlatform();
        platform.React = _ => new Reaction.Answer(200, $$"""{"url":"{{address}}"}""");
        Assert.Null(await OpenAsync(platform, "1"));
        Assert.Single(platform.Calls);
    }

    [Theory]
    [InlineData("")]
    [InlineData("../me")]
    [InlineData("1?x=1")]
    [InlineData("1/2")]
    public async Task What_is_no_media_id_is_not_asked_for(string media)
    {
        await using var platform = new ScriptedPlatform();
        Assert.Null(await OpenAsync(platform, media));
        Assert.Empty(platform.Calls);
    }

    public static TheoryData<Reaction> Faults =>
        [
            new Reaction.Answer(400, "{}"),
            new Reaction.Answer(200, "<html>"),
            new Reaction.Answer(200, "[]"),
            new Reaction.Answer(200, """{"url":7}"""),
            new Reaction.Reset(),
        ];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_fault_is_nothing_to_see(Reaction reaction)
    {
        await using var platform = new ScriptedPlatform { React = _ => reaction };
        Assert.Null(await OpenAsync(platform, "1"));
    }

    private static string Told(Uri address) =>
        $$"""{"url":"{{address}}","mime_type":"image/jpeg","id":"1","messaging_product":"whatsapp"}""";

    private Task<ReceivedContent?> OpenAsync(ScriptedPlatform platform, string media) =>
        subject
            .Services(platform.Address, TimeProvider.System)
            .GetServices<IReceived>()
            .Single(source => source.Id == ChannelId.WhatsApp)
            .OpenAsync(subject.Account, media, false, default);
}
