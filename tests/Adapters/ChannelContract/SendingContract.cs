using System.Net;
using System.Net.Sockets;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Tests.Adapters.ChannelContract;

/// <summary>What every channel's <see cref="IChannel.SendAsync"/> must make of what a platform and the net between can do.</summary>
public abstract class SendingContract(ContractSubject subject) : SendingBench(subject)
{
    private const int Usual = -1,
        Most = -2;

    [Fact]
    public async Task A_good_answer_is_accepted_with_the_platforms_id()
    {
        Assert.Equal(new SendOutcome.Accepted(Contract.Good.PlatformId) { Usage = Contract.GoodUsage }, await SendAsync());
        Assert.Single(Platform.Calls);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>ok</html>")]
    [InlineData("{\"a\":")]
    [InlineData("[]")]
    [InlineData("{} {}")]
    public async Task A_good_status_with_junk_is_unknown(string junk)
    {
        Platform.React = _ => new Reaction.Answer(200, junk);
        Assert.IsType<SendOutcome.Unknown>(await SendAsync());
    }

    [Theory]
    [InlineData(200)]
    [InlineData(500)]
    public async Task An_answer_without_end_is_unknown_and_not_waited_for(int status)
    {
        // No deadline passes: the clock stands still.
        Platform.React = _ => new Reaction.Endless(status);
        Assert.IsType<SendOutcome.Unknown>(await SendAsync());
        Platform.React = _ => new Reaction.Answer(200, Contract.Good.Body, Contract.Good.Headers);
        Assert.IsType<SendOutcome.Accepted>(await SendAsync());
    }

    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(405)]
    [InlineData(410)]
    [InlineData(413)]
    [InlineData(415)]
    [InlineData(422)]
    [InlineData(451)]
    public async Task Any_other_refusal_is_of_the_content_whatever_it_says_and_not_repeated(int status)
    {
        foreach (var body in new[] { "", "<html>no</html>", "{}", "[]", "{\"message\":7,\"error\":7}" })
        {
            var before = Platform.Calls.Count;
            Platform.React = _ => new Reaction.Answer(status, body);
            Assert.Equal(RefusalScope.Content, Assert.IsType<SendOutcome.Refused>(await SendAsync()).Scope);
            Assert.Equal(before + 1, Platform.Calls.Count);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>slow down</html>")]
    [InlineData("{}")]
    public async Task Too_many_requests_without_a_word_to_read_is_too_fast(string body)
    {
        Platform.React = _ => new Reaction.Answer(429, body, ("Retry-After", "7"));
        Assert.Equal(new SendOutcome.Throttled(TimeSpan.FromSeconds(7), ThrottleScope.Pace), await SendAsync());
    }

    [Fact]
    public async Task The_platforms_address_may_end_in_a_slash_and_may_have_a_path_or_none()
    {
        await SendAsync();
        var root = Platform.Address.GetLeftPart(UriPartial.Authority);
        foreach (
            var (address, path) in new[]
            {
                (Platform.Address + "/", "/api"),
                (root, ""),
                (root + "/", ""),
                (root + "/a/b", "/a/b"),
                (root + "/a/b/", "/a/b"),
            }
        )
        {
            Assert.IsType<SendOutcome.Accepted>(await Contract.Create(new Uri(address), Time).SendAsync(One(), default));
            Assert.Equal(path + Platform.Calls[0].Path["/api".Length..], Platform.Calls[^1].Path);
        }
    }

    [Fact]
    public async Task Calls_say_who_makes_them_and_ask_for_no_inflated_answer()
    {
        await SendAsync();
        var headers = Assert.Single(Platform.Calls).Headers;
        Assert.Equal("OmoBroadcast", headers["User-Agent"]);
        Assert.Equal("application/json", headers["Content-Type"]);
        Assert.False(
            headers.ContainsKey("Accept-Encoding")
                || headers.ContainsKey("Cookie")
                || headers.ContainsKey("traceparent")
                || headers.ContainsKey("Expect")
                || headers.ContainsKey("Transfer-Encoding")
        );
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    [InlineData(302)]
    public async Task A_server_error_or_a_redirect_is_unknown_and_neither_repeated_nor_followed(int status)
    {
        Platform.React = _ => new Reaction.Answer(status, "{}", ("Location", Platform.Address + "/elsewhere"));
        Assert.IsType<SendOutcome.Unknown>(await SendAsync());
        Assert.Single(Platform.Calls);
    }

    [Fact]
    public async Task A_reset_after_the_request_was_read_is_unknown_and_not_repeated()
    {
        Platform.React = _ => new Reaction.Reset();
        Assert.IsType<SendOutcome.Unknown>(await SendAsync());
        Assert.Single(Platform.Calls);
    }

    [Fact]
    public async Task A_reset_on_a_connection_used_before_is_unknown_and_not_repeated()
    {
        Assert.IsType<SendOutcome.Accepted>(await SendAsync());
        Platform.React = _ => new Reaction.Reset();
        Assert.IsType<SendOutcome.Unknown>(await SendAsync());
        Assert.Equal(2, Platform.Calls.Count);
    }

    [Fact]
    public async Task A_reset_before_the_request_was_read_is_never_taken_for_an_answer()
    {
        Platform.ResetUnread = true;
        Assert.True(await SendAsync() is SendOutcome.Unknown or SendOutcome.Unavailable);
        Assert.Empty(Platform.Calls);
    }

    [Fact]
    public async Task An_answer_that_breaks_off_is_unknown()
    {
        Platform.React = _ => new Reaction.Answer(200, Contract.Good.Body) { Missing = 10 };
        Assert.IsType<SendOutcome.Unknown>(await SendAsync());
    }

    [Fact]
    public async Task A_connection_closed_between_two_requests_costs_nothing()
    {
        Platform.React = _ => new Reaction.Answer(200, Contract.Good.Body) { Close = true };
        var accepted = 0;
        for (var i = 0; i < 20; i++)
        {
            var outcome = await SendAsync();
            Assert.True(outcome is SendOutcome.Accepted or SendOutcome.Unknown);
            if (outcome is SendOutcome.Accepted)
                accepted++;
        }

        // What was read was answered; what was not read was not sent again by any layer.
        Assert.InRange(accepted, 1, 20);
        Assert.Equal(accepted, Platform.Calls.Count);
    }

    [Fact]
    public async Task Silence_is_unknown_once_the_deadline_has_passed()
    {
        Platform.React = _ => new Reaction.Silence();
        var sending = SendAsync();
        await Platform.NextCallAsync();
        Time.Advance(TimeSpan.FromSeconds(9));
        Assert.False(sending.IsCompleted);
        Time.Advance(TimeSpan.FromSeconds(2));
        Assert.IsType<SendOutcome.Unknown>(await sending);
    }

    [Fact]
    public async Task Nobody_listening_is_unavailable()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        taken.Stop();
        var lonely = Contract.Create(new Uri($"http://127.0.0.1:{port}"), Time);
        Assert.IsType<SendOutcome.Unavailable>(await lonely.SendAsync(One(), default));
    }

    [Fact]
    public async Task A_name_that_does_not_resolve_is_unavailable()
    {
        var lost = Contract.Create(new Uri("http://no-such-host.invalid"), TimeProvider.System);
        Assert.IsType<SendOutcome.Unavailable>(await lost.SendAsync(One(), default));
    }

    [Fact]
    public async Task A_failed_handshake_is_unavailable()
    {
        Platform.React = _ => new Reaction.Reset();
        var insecure = Contract.Create(new UriBuilder(Platform.Address) { Scheme = "https" }.Uri, Time);
        Platform.ResetUnread = true;
        Assert.IsType<SendOutcome.Unavailable>(await insecure.SendAsync(One(), default));
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task A_token_refused_refuses_the_account(int status)
    {
        Platform.React = _ => new Reaction.Answer(
            status,
            "{\"message\":\"Authentication failed due to the following reason: invalid token\"}"
        );
        Assert.Equal(RefusalScope.Account, Assert.IsType<SendOutcome.Refused>(await SendAsync()).Scope);
    }

    [Theory]
    [InlineData(null, Usual)]
    [InlineData("7", 7)]
    [InlineData("-5", Usual)]
    [InlineData("0", Usual)]
    [InlineData("soon", Usual)]
    [InlineData("315360000", Most)]
    [InlineData("99999999999999999999", Usual)]
    [InlineData("Sun, 22 Nov 2026 00:00:30 GMT", 30)]
    [InlineData("Sun, 22 Nov 2020 00:00:30 GMT", Usual)]
    [InlineData("Sun, 22 Nov 2099 00:00:30 GMT", Most)]
    public async Task Being_too_fast_waits_as_asked_within_reason(string? header, int seconds)
    {
        var told = Contract.TooFast;
        Platform.React = _ => new Reaction.Answer(told.Status, told.Body, header is null ? [] : [("Retry-After", header)]);
        var wait = seconds switch
        {
            Usual => told.Usual,
            Most => told.Most,
            _ => TimeSpan.FromSeconds(seconds),
        };
        Assert.Equal(new SendOutcome.Throttled(wait, ThrottleScope.Pace), await SendAsync());
    }

    [Fact]
    public async Task Cancelled_before_it_began_it_throws_and_sends_nothing()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Channel.SendAsync(One(), new CancellationToken(true)));
        Assert.Empty(Platform.Calls);
    }

    [Fact]
    public async Task Cancelled_after_it_began_it_is_unknown()
    {
        Platform.React = _ => new Reaction.Silence();
        using var stop = new CancellationTokenSource();
        var sending = Channel.SendAsync(One(), stop.Token);
        await Platform.NextCallAsync();
        await stop.CancelAsync();
        Assert.IsType<SendOutcome.Unknown>(await sending);
    }

    [Fact]
    public async Task The_same_request_is_the_same_bytes_each_time()
    {
        var outbound = One();
        await Channel.SendAsync(outbound, default);
        await Contract.Create(Platform.Address, Time).SendAsync(outbound with { Content = Words("您好 {x} \"👋\"\n") }, default);
        Assert.Equal(Platform.Calls[0].Body, Platform.Calls[1].Body);
        Assert.Equal(Platform.Calls[0].Path, Platform.Calls[1].Path);
    }

    [Fact]
    public async Task An_account_that_is_not_configured_is_refused_and_not_thrown_about() =>
        Assert.IsType<SendOutcome.Refused>(await Channel.SendAsync(One() with { Account = new(Contract.Channel, "nobody") }, default));
}
