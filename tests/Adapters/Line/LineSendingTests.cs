using Microsoft.Extensions.DependencyInjection;
using OmoBroadcast.Adapters.Line;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Tests.Adapters.ChannelContract;

namespace OmoBroadcast.Tests.Adapters.Line;

public sealed class LineSendingTests() : SendingContract(Subject)
{
    private static readonly LineSubject Subject = new();

    [Fact]
    public async Task One_recipient_is_a_push_with_retry_key_and_token_on_the_first_attempt()
    {
        await SendAsync();
        var call = Assert.Single(Platform.Calls);
        Assert.Equal("POST", call.Method);
        Assert.Equal("/api/v2/bot/message/push", call.Path);
        Assert.Equal("0198c0de-0000-7000-8000-000000000001", call.Headers["X-Line-Retry-Key"]);
        Assert.Equal($"Bearer {ContractSubject.AccessToken}", call.Headers["Authorization"]);
        Assert.Equal("application/json", call.Headers["Content-Type"]);
        Assert.False(call.Headers.ContainsKey("traceparent"));
        Assert.False(call.Headers.ContainsKey("Accept-Encoding"));
        Assert.Equal(
            """{"to":"U00000000000000000000000000000001","messages":[{"type":"text","text":"您好 {x} \"\uD83D\uDC4B\"\n"}]}""",
            call.Text
        );
    }

    [Fact]
    public async Task Several_recipients_are_a_multicast()
    {
        Platform.React = _ => new Reaction.Answer(200, "{}");
        Assert.Equal(new SendOutcome.Accepted(null), await BatchAsync());
        var call = Assert.Single(Platform.Calls);
        Assert.Equal("/api/v2/bot/message/multicast", call.Path);
        Assert.Equal(
            """{"to":["U00000000000000000000000000000001","U00000000000000000000000000000002"],"messages":[{"type":"text","text":"a"},{"type":"text","text":"b"}]}""",
            call.Text
        );
    }

    [Fact]
    public void The_bytes_are_these()
    {
        var body = new LineBody().Compose(
            ["U1\"\\<é"],
            new([new OutboundMessage.Text("a\"b\\c/d\te\u0001 <&>'+ é 中 \uD83D end"), new OutboundMessage.Text("")])
        );
        Assert.Equal(
            """{"to":"U1\u0022\\\u003C\u00E9","messages":[{"type":"text","text":"a\"b\\c/d\te\u0001 <&>'+ é 中 \uFFFD end"},{"type":"text","text":""}]}""",
            System.Text.Encoding.UTF8.GetString(body)
        );
    }

    [Fact]
    public async Task A_picture_and_a_video_go_by_their_addresses_beside_a_text()
    {
        var video = new OutboundMessage.Media(MediaKind.Video, "m2", "b.mp4", "video/mp4", 9_000_000, "p2");
        const string Shop = "https://shop.example/media";
        var outbound = One() with
        {
            Content = new([new OutboundMessage.Text("a"), Picture(5_000_000), video, Picture(1_000_000)]),
            Media =
            [
                null,
                new(new($"{Shop}/m1"), new($"{Shop}/p1"), null),
                new(new($"{Shop}/m2"), new($"{Shop}/p2"), "unused"),
                new(new($"{Shop}/中"), null, null),
            ],
        };
        await Channel.SendAsync(outbound, default);
        var same = outbound with { Content = new([.. outbound.Content.Messages]), Media = [.. outbound.Media] };
        await Subject.Create(Platform.Address, TimeProvider.System).SendAsync(same, default);
        Assert.Equal(
            """{"to":"U00000000000000000000000000000001","messages":[{"type":"text","text":"a"},"""
                + """{"type":"image","originalContentUrl":"https://shop.example/media/m1","previewImageUrl":"https://shop.example/media/p1"},"""
                + """{"type":"video","originalContentUrl":"https://shop.example/media/m2","previewImageUrl":"https://shop.example/media/p2"},"""
                + """{"type":"image","originalContentUrl":"https://shop.example/media/%E4%B8%AD","previewImageUrl":"https://shop.example/media/%E4%B8%AD"}]}""",
            Platform.Calls[0].Text
        );
        Assert.Equal(Platform.Calls[0].Body, Platform.Calls[1].Body);
    }

    [Fact]
    public async Task The_same_content_from_another_address_is_written_anew()
    {
        var outbound = One() with { Content = new([Picture(10)]) };
        foreach (var id in new[] { "m1", "m2" })
            await Channel.SendAsync(outbound with { Media = [new(new($"https://shop.example/media/{id}"), null, null)] }, default);
        Assert.Contains("/media/m1", Platform.Calls[0].Text, StringComparison.Ordinal);
        Assert.Contains("/media/m2", Platform.Calls[1].Text, StringComparison.Ordinal);
    }

    public static TheoryData<OutboundMessage.Media, MediaSource?> NotForLine =>
        new()
        {
            { Picture(10), null },
            { Picture(10), new(new("http://shop.example/media/m1"), null, null) },
            { Picture(1_000_001), new(new("https://shop.example/media/m1"), null, null) },
            { new(MediaKind.Video, "m", "b.mp4", "video/mp4", 10), new(new("https://shop.example/media/m1"), null, null) },
            { new(MediaKind.File, "m", "b.pdf", "application/pdf", 10), new(new("https://shop.example/media/m1"), null, null) },
            { new(MediaKind.Audio, "m", "b.m4a", "audio/mp4", 10), new(new("https://shop.example/media/m1"), null, null) },
            { Picture(10), new(new("https://shop.example/" + new string('x', 2000)), null, null) },
        };

    [Theory]
    [MemberData(nameof(NotForLine))]
    public async Task What_LINE_cannot_carry_is_refused_for_its_content_and_not_sent(OutboundMessage.Media media, MediaSource? source)
    {
        Assert.Equal(
            RefusalScope.Content,
            Assert
                .IsType<SendOutcome.Refused>(await Channel.SendAsync(One() with { Content = new([media]), Media = [source] }, default))
                .Scope
        );
        Assert.Empty(Platform.Calls);
    }

    [Fact]
    public async Task Our_own_key_coming_back_is_acceptance()
    {
        Platform.React = _ => new Reaction.Answer(
            409,
            """{"message":"The retry key is already accepted","sentMessages":[{"id":"1"}]}""",
            ("x-line-accepted-request-id", "first"),
            ("x-line-request-id", "second")
        );
        Assert.Equal(new SendOutcome.Accepted("first"), await SendAsync());
        Platform.React = _ => new Reaction.Answer(409, """{"message":"The retry key is already accepted"}""");
        Assert.Equal(new SendOutcome.Accepted(null), await SendAsync());
        Platform.React = _ => new Reaction.Answer(409, "<html>");
        Assert.IsType<SendOutcome.Unknown>(await SendAsync());
    }

    [Fact]
    public async Task The_monthly_limit_is_told_apart_from_the_pace()
    {
        Platform.React = _ => new Reaction.Answer(429, """{"message":"You have reached your monthly limit."}""");
        Assert.Equal(new SendOutcome.Throttled(TimeSpan.FromMinutes(10), ThrottleScope.Quota), await SendAsync());
        Platform.React = _ => new Reaction.Answer(429, "<html>");
        Assert.Equal(new SendOutcome.Throttled(TimeSpan.FromSeconds(1), ThrottleScope.Pace), await SendAsync());
    }

    [Theory]
    [InlineData("Failed to send messages")]
    [InlineData("The property, 'to', in the request body is invalid (line: -, column: -)")]
    [InlineData("The property, to, in the request body is invalid")]
    public async Task A_push_refused_for_its_recipient_is_unreachable(string message)
    {
        Platform.React = _ => new Reaction.Answer(400, $$"""{"message":"{{message}}"}""");
        Assert.Equal(new SendOutcome.Unreachable("400", message), await SendAsync());
    }

    [Fact]
    public async Task A_push_refused_for_its_messages_is_refused_for_its_content()
    {
        Platform.React = _ => new Reaction.Answer(
            400,
            """{"message":"The request body has 1 error(s)","details":[{"message":"May not be empty","property":"messages[0].text"}]}"""
        );
        Assert.Equal(
            new SendOutcome.Refused(RefusalScope.Content, "400", "The request body has 1 error(s); messages[0].text: May not be empty"),
            await SendAsync()
        );
        Assert.Equal(RefusalScope.Content, Assert.IsType<SendOutcome.Refused>(await BatchAsync()).Scope);
    }

    [Theory]
    [InlineData(400, """{"message":"The property, to[1], in the request body is invalid"}""", RefusalScope.Recipients)]
    [InlineData(400, """{"message":"Failed to send messages"}""", RefusalScope.Recipients)]
    [InlineData(400, "<html>", RefusalScope.Recipients)]
    [InlineData(400, """{"message":"The request body could not be parsed as JSON (line: 1, column: 2)"}""", RefusalScope.Content)]
    [InlineData(413, "{}", RefusalScope.Content)]
    [InlineData(415, "", RefusalScope.Content)]
    [InlineData(404, """{"message":"Not found"}""", RefusalScope.Content)]
    public async Task A_batch_is_refused_for_its_recipients_unless_the_answer_says_otherwise(int status, string body, RefusalScope scope)
    {
        Platform.React = _ => new Reaction.Answer(status, body);
        Assert.Equal(scope, Assert.IsType<SendOutcome.Refused>(await BatchAsync()).Scope);
    }

    [Theory]
    [InlineData("{\"message\":5,\"details\":{}}")]
    [InlineData("{\"message\":null,\"details\":[null,1,{\"property\":null}]}")]
    [InlineData("{\"message\":\"\\ud800\"}")]
    [InlineData("[[[[")]
    [InlineData("\0")]
    public async Task An_error_that_cannot_be_read_is_still_a_refusal(string body)
    {
        Platform.React = _ => new Reaction.Answer(400, body);
        Assert.IsType<SendOutcome.Refused>(await SendAsync());
    }

    [Fact]
    public async Task A_profile_is_a_name_and_a_language()
    {
        var profiles = Profiles;
        var customer = new CustomerKey(Subject.Account, Subject.Recipient(7));
        Platform.React = _ => new Reaction.Answer(200, """{"displayName":" 小明 ","userId":"U","language":"zh-Hant"}""");
        Assert.Equal(new Profile("小明", "zh-Hant"), await profiles.FindAsync(customer, default));
        Assert.Equal($"/api/v2/bot/profile/{customer.UserId}", Platform.Calls[0].Path);
        Assert.False(Platform.Calls[0].Headers.ContainsKey("X-Line-Retry-Key"));

        Assert.Null(await profiles.FindAsync(customer with { UserId = "../../x" }, default));
    }

    [Fact]
    public async Task Where_no_profile_is_to_be_had_there_is_none()
    {
        var customer = new CustomerKey(Subject.Account, Subject.Recipient(7));
        foreach (
            var reaction in new Reaction[]
            {
                new Reaction.Answer(404, "{}"),
                new Reaction.Answer(200, "<html>"),
                new Reaction.Answer(200, "{}"),
                new Reaction.Reset(),
                new Reaction.Answer(500, ""),
            }
        )
        {
            Platform.React = _ => reaction;
            Assert.Null(await Profiles.FindAsync(customer, default));
        }
    }

    private IProfiles Profiles =>
        Subject.Services(Platform.Address, TimeProvider.System).GetServices<IProfiles>().Single(one => one.Id == ChannelId.Line);

    private static OutboundMessage.Media Picture(long size) => new(MediaKind.Image, "m1", "a.jpg", "image/jpeg", size);

    private Task<SendOutcome> BatchAsync() =>
        Channel.SendAsync(
            One() with
            {
                Recipients = [Subject.Recipient(1), Subject.Recipient(2)],
                Content = new([new OutboundMessage.Text("a"), new OutboundMessage.Text("b")]),
            },
            default
        );
}
