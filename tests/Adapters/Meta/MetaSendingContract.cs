using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Tests.Adapters.ChannelContract;

namespace OmoBroadcast.Tests.Adapters.Meta;

/// <summary>What sending must do on each of Meta's channels, beyond what every channel's must.</summary>
public abstract class MetaSendingContract(MetaSubject subject) : SendingContract(subject)
{
    public static TheoryData<int, string, SendOutcome> Everywhere =>
        new()
        {
            { 401, Error(190, 463), new SendOutcome.Refused(RefusalScope.Account, "190/463", "words") },
            { 400, Error(190), new SendOutcome.Refused(RefusalScope.Account, "190", "words") },
            { 400, Error(102), new SendOutcome.Refused(RefusalScope.Account, "102", "words") },
            { 400, Error(104), new SendOutcome.Refused(RefusalScope.Account, "104", "words") },
            { 403, Error(10), new SendOutcome.Refused(RefusalScope.Account, "10", "words") },
            { 403, Error(230), new SendOutcome.Refused(RefusalScope.Account, "230", "words") },
            { 400, Error(368), new SendOutcome.Refused(RefusalScope.Account, "368", "words") },
            { 400, Error(100), new SendOutcome.Refused(RefusalScope.Content, "100", "words") },
            { 400, Error(100, 33), new SendOutcome.Refused(RefusalScope.Account, "100/33", "words") },
            { 400, Error(4), new SendOutcome.Throttled(TimeSpan.FromSeconds(60), ThrottleScope.Pace) },
            { 500, Error(4), new SendOutcome.Throttled(TimeSpan.FromSeconds(60), ThrottleScope.Pace) },
            { 400, Error(341), new SendOutcome.Throttled(TimeSpan.FromHours(1), ThrottleScope.Pace) },
            { 400, Error(424242), new SendOutcome.Refused(RefusalScope.Content, "424242", "words") },
            { 500, Error(424242), new SendOutcome.Unknown("424242 words") },
            {
                400,
                """{"error":{"message":"words","code":424242,"is_transient":true}}""",
                new SendOutcome.Unavailable("words", "424242", 3)
            },
            { 500, """{"error":{"message":"words","code":424242,"is_transient":true}}""", new SendOutcome.Unknown("424242 words") },
            { 500, Error(1), new SendOutcome.Unknown("1 words") },
            { 400, Error(1), new SendOutcome.Unavailable("words", "1", 3) },
            { 503, Error(2), new SendOutcome.Unknown("2 words") },
            {
                400,
                """{"error":{"message":"words","code":"100","error_subcode":"33","error_data":"blank"}}""",
                new SendOutcome.Refused(RefusalScope.Account, "100/33", "words")
            },
            { 408, "{}", new SendOutcome.Unknown("408") },
            { 429, "<html>", new SendOutcome.Throttled(TimeSpan.FromSeconds(60), ThrottleScope.Pace) },
            { 400, "<html>", new SendOutcome.Refused(RefusalScope.Content, "400", "BadRequest") },
            { 400, """{"error":7}""", new SendOutcome.Refused(RefusalScope.Content, "400", "BadRequest") },
            { 200, """{"error":{"code":4}}""", new SendOutcome.Unknown("200 without the message's id") },
            { 200, "{}", new SendOutcome.Unknown("200 without the message's id") },
        };

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task What_every_code_of_the_graph_means(int status, string body, SendOutcome outcome)
    {
        Platform.React = _ => new Reaction.Answer(status, body);
        Assert.Equal(outcome, await SendAsync());
        Assert.Single(Platform.Calls);
    }

    [Fact]
    public async Task The_usage_header_says_when_to_come_again()
    {
        Platform.React = _ => new Reaction.Answer(
            400,
            Error(4),
            (
                "X-Business-Use-Case-Usage",
                """{"1":[{"type":"messenger","call_count":100,"estimated_time_to_regain_access":3},{"type":"x","estimated_time_to_regain_access":"7"}],"2":5}"""
            ),
            ("Retry-After", "1")
        );
        Assert.Equal(
            new SendOutcome.Throttled(TimeSpan.FromMinutes(7), ThrottleScope.Pace) { Usage = new(100, TimeSpan.FromMinutes(7)) },
            await SendAsync()
        );
        foreach (var junk in new[] { "{", "[]", """{"1":[7]}""", """{"1":[{"estimated_time_to_regain_access":-4}]}""" })
        {
            Platform.React = _ => new Reaction.Answer(400, Error(4), ("X-Business-Use-Case-Usage", junk));
            Assert.Equal(new SendOutcome.Throttled(TimeSpan.FromSeconds(60), ThrottleScope.Pace), await SendAsync());
        }

        Platform.React = _ => new Reaction.Answer(
            400,
            Error(4),
            ("X-Business-Use-Case-Usage", """{"1":[{"estimated_time_to_regain_access":99999999999}]}""")
        );
        Assert.Equal(new SendOutcome.Throttled(TimeSpan.FromHours(1), ThrottleScope.Pace), await SendAsync());
    }

    [Fact]
    public async Task The_token_travels_in_the_header_only()
    {
        await SendAsync();
        var call = Assert.Single(Platform.Calls);
        Assert.Equal(("POST", $"/api/v25.0/{subject.Node}/messages"), (call.Method, call.Path));
        Assert.Equal($"Bearer {ContractSubject.AccessToken}", call.Headers["Authorization"]);
        Assert.Equal("application/json", call.Headers["Content-Type"]);
        Assert.False(call.Headers.ContainsKey("traceparent"));
        Assert.DoesNotContain(ContractSubject.AccessToken, call.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_version_and_the_proof_are_as_configured()
    {
        var services = subject.Services(Platform.Address, TimeProvider.System, ("ApiVersion", "v26.0"), ("AppSecretProof", "true"));
        await services.GetRequiredService<Roster>()[subject.Channel].SendAsync(One(), default);
        var proof = Convert.ToHexStringLower(
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(ContractSubject.FirstSecret), Encoding.UTF8.GetBytes(ContractSubject.AccessToken))
        );
        Assert.Equal($"/api/v26.0/{subject.Node}/messages?appsecret_proof={proof}", Assert.Single(Platform.Calls).Path);
    }

    [Fact]
    public async Task Each_call_sends_the_one_message_it_is_called_for()
    {
        var outbound = One() with { Content = new([new OutboundMessage.Text("first"), new OutboundMessage.Text("second")]) };
        await Channel.SendAsync(outbound, default);
        await Channel.SendAsync(outbound with { Part = 1 }, default);
        Assert.Contains("first", Platform.Calls[0].Text, StringComparison.Ordinal);
        Assert.DoesNotContain("second", Platform.Calls[0].Text, StringComparison.Ordinal);
        Assert.Contains("second", Platform.Calls[1].Text, StringComparison.Ordinal);
        Assert.IsType<SendOutcome.Refused>(await Channel.SendAsync(outbound with { Part = 2 }, default));
        Assert.Equal(
            RefusalScope.Recipients,
            Assert.IsType<SendOutcome.Refused>(await Channel.SendAsync(outbound with { Recipients = ["1", "2"] }, default)).Scope
        );
        Assert.Equal(2, Platform.Calls.Count);
    }

    [Fact]
    public async Task Media_without_an_address_is_refused_and_not_sent()
    {
        Assert.Equal(
            RefusalScope.Content,
            Assert
                .IsType<SendOutcome.Refused>(await Channel.SendAsync(One() with { Content = new([File(MediaKind.Image)]) }, default))
                .Scope
        );
        Assert.Empty(Platform.Calls);
    }

    [Fact]
    public void Its_limits_are_those_of_a_platform_that_takes_one_message_and_no_retry_key()
    {
        var limits = Channel.Limits;
        Assert.Equal(
            (1, 1, null, TimeSpan.FromHours(24), true),
            (limits.MessagesPerRequest, limits.RecipientsPerRequest, limits.RetryKeyLifetime, limits.Window, limits.Reports)
        );
        Assert.Equal(4 * 1024 * 1024, limits.WebhookBytes);
        Assert.True(limits.IsRecipientId(subject.Recipient(1)));
        foreach (var wrong in new[] { "", "U123", "a b", "12 3", "１２３４５６", "../x", new string('1', 200) })
            Assert.False(limits.IsRecipientId(wrong));
    }

    protected static string Error(int code, int subcode = 0) =>
        $$$$$$"""{"error":{"message":"words","type":"OAuthException","code":{{{{{{code}}}}}},"error_subcode":{{{{{{subcode}}}}}},"fbtrace_id":"A"}}""";

    protected static OutboundMessage.Media File(MediaKind kind) =>
        kind switch
        {
            MediaKind.Image => new(kind, "m1", "a.jpg", "image/jpeg", 1000),
            MediaKind.Video => new(kind, "m2", "b.mp4", "video/mp4", 1000),
            MediaKind.Audio => new(kind, "m3", "c.mp3", "audio/mpeg", 1000),
            _ => new(kind, "m4", "報價 \"1\".pdf", "application/pdf", 1000),
        };

    protected async Task<string> BodyOfAsync(OutboundMessage message, MediaSource? source)
    {
        await Channel.SendAsync(One() with { Content = new([message]), Media = [source] }, default);
        return Platform.Calls[^1].Text;
    }

    protected static MediaSource Uploaded(string id) => new(new("https://shop.example/media/m1"), null, id);

    protected static MediaSource Linked { get; } = new(new("https://shop.example/media/m1"), null, null);
}
