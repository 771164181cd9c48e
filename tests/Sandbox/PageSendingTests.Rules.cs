using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;

namespace OmoBroadcast.Tests.Sandbox;

public sealed partial class PageSendingTests
{
    [Theory]
    [InlineData("messenger", 1_999, 200)]
    [InlineData("messenger", 2_000, 400)]
    [InlineData("instagram", 333, 200)]
    [InlineData("instagram", 334, 400)]
    public async Task Texts_end_at_2000_characters_on_messenger_and_at_1000_bytes_on_instagram(string channel, int length, int status)
    {
        await using var meta = await Graph.StartAsync(channel);
        var said = await meta.TextAsync(await meta.CustomerAsync(), new string('字', length));
        Assert.Equal(status, said.Status);
        if (status == 400)
            Assert.Equal(100, said.Error.Item1);
    }

    public static TheoryData<string, string> Wrong =>
        new()
        {
            { "messenger", """{"message":{"text":"x"}}""" },
            { "messenger", """{"recipient":{"id":"PSID","user_ref":"1"},"message":{"text":"x"}}""" },
            { "messenger", """{"recipient":{"id":"not-digits"},"message":{"text":"x"}}""" },
            { "messenger", """{"recipient":{"id":"PSID"}}""" },
            { "messenger", """{"recipient":{"id":"PSID"},"message":{}}""" },
            { "messenger", """{"recipient":{"id":"PSID"},"message":{"text":""}}""" },
            {
                "messenger",
                """{"recipient":{"id":"PSID"},"message":{"text":"x","attachment":{"type":"image","payload":{"url":"https://a.example/a.png"}}}}"""
            },
            {
                "messenger",
                """{"recipient":{"id":"PSID"},"message":{"attachment":{"type":"hologram","payload":{"url":"https://a.example/a.png"}}}}"""
            },
            { "messenger", """{"recipient":{"id":"PSID"},"message":{"attachment":{"type":"image","payload":{}}}}""" },
            {
                "messenger",
                """{"recipient":{"id":"PSID"},"message":{"attachments":[{"type":"video","payload":{"url":"https://a.example/a.mp4"}}]}}"""
            },
            { "messenger", """{"recipient":{"id":"PSID"},"messaging_type":"SHOUT","message":{"text":"x"}}""" },
            { "messenger", """{"recipient":{"id":"PSID"},"messaging_type":"MESSAGE_TAG","message":{"text":"x"}}""" },
            { "messenger", """{"recipient":{"id":"PSID"},"messaging_type":"MESSAGE_TAG","tag":"ACCOUNT_UPDATE","message":{"text":"x"}}""" },
            { "messenger", """{"recipient":{"id":"PSID"},"sender_action":"typing_on","message":{"text":"x"}}""" },
            {
                "messenger",
                """{"recipient":{"id":"PSID"},"message":{"text":"x","quick_replies":[{"title":"a title far too long for it"}]}}"""
            },
            { "messenger", "not json" },
            {
                "instagram",
                """{"recipient":{"id":"PSID"},"message":{"attachment":{"type":"location","payload":{"url":"https://a.example/a.png"}}}}"""
            },
        };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task A_body_that_breaks_a_rule_is_refused_with_100_and_noted(string channel, string body)
    {
        await using var meta = await Graph.StartAsync(channel);
        using var content = new StringContent(
            body.Replace("PSID", await meta.CustomerAsync(), StringComparison.Ordinal),
            System.Text.Encoding.UTF8,
            "application/json"
        );
        var said = await meta.CallAsync(HttpMethod.Post, $"v25.0/{meta.Id}/messages", content);
        Assert.Equal((400, 100), (said.Status, said.Error.Item1));
        Assert.Equal(1, await meta.ViolationsAsync("body.invalid"));
        Assert.Equal(0, (int)(await meta.SumAsync())["accepted"]!);
    }

    [Fact]
    public async Task Metadata_has_a_limit()
    {
        await using var meta = await Graph.StartAsync("messenger");
        var to = await meta.CustomerAsync();
        Assert.Equal(200, (await meta.TextAsync(to, metadata: new string('x', 999))).Status);
        Assert.Equal(100, (await meta.TextAsync(to, metadata: new string('x', 1_000))).Error.Item1);
    }

    [Theory]
    [InlineData("messenger", 2018278)]
    [InlineData("instagram", 2534022)]
    public async Task After_24_hours_the_window_is_closed_until_they_write_again(string channel, int subcode)
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        await using var meta = await Graph.StartAsync(channel, time: time);
        var to = await meta.CustomerAsync();
        time.Advance(TimeSpan.FromHours(24));
        Assert.Equal(200, (await meta.TextAsync(to)).Status);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((10, subcode), (await meta.TextAsync(to)).Error);
        Assert.Equal(
            200,
            (
                await meta.SendAsync(
                    new
                    {
                        recipient = new { id = to },
                        messaging_type = "MESSAGE_TAG",
                        tag = "HUMAN_AGENT",
                        message = new { text = "a person" },
                    }
                )
            ).Status
        );
        await meta.HearAsync();
        await meta.SayAsync(new { index = 0, text = "還在嗎" });
        Assert.Equal(200, (await meta.TextAsync(to)).Status);
    }
}
