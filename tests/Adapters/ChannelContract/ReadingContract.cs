using System.Text;
using CsCheck;
using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Tests.Adapters.ChannelContract;

/// <summary>What every channel's <see cref="IChannel.Read"/> must do.</summary>
public abstract partial class ReadingContract(ContractSubject subject)
{
    private readonly IChannel channel = subject.Create(new Uri("http://127.0.0.1:9"), TimeProvider.System);

    private byte[] OneMessage => subject.Messages(subject.AccountId, [("e1", subject.Recipient(1), "哈囉 👋")]);

    [Theory]
    [InlineData(ContractSubject.FirstSecret)]
    [InlineData(ContractSubject.SecondSecret)]
    public void Either_secret_of_an_account_opens_the_body(string secret)
    {
        var events = Events(subject.Request(OneMessage, secret));
        var message = Assert.IsType<InboundBody.Message>(Assert.Single(events).Body);
        Assert.Equal("哈囉 👋", message.Text);
        Assert.Equal(subject.Account, events[0].Account);
        Assert.Equal(subject.Recipient(1), events[0].UserId);
        Assert.Equal("e1", events[0].Id);
        Assert.Null(events[0].Raw);
    }

    [Fact]
    public void A_missing_signature_is_refused() => Assert.Equal(401, Refused(subject.Post(OneMessage, null)));

    [Fact]
    public void The_secret_of_another_account_opens_nothing()
    {
        Assert.Equal(401, Refused(subject.Request(OneMessage, ContractSubject.OtherSecret)));
        Assert.Equal(
            401,
            Refused(
                subject.Request(subject.Messages(subject.OtherAccountId, [("e1", subject.Recipient(1), "x")]), ContractSubject.SecondSecret)
            )
        );
    }

    // LINE's bodies are of one account and can be turned away; Meta's can hold others' beside ours, and Meta would come again with all.
    [Fact]
    public void Nothing_is_believed_of_an_unknown_account_whatever_signed_it()
    {
        var body = subject.Messages("nobody", [("e1", subject.Recipient(1), "x")]);
        foreach (var secret in new[] { ContractSubject.FirstSecret, ContractSubject.OtherSecret })
            Assert.True(
                channel.Read(subject.Request(body, secret))
                    is WebhookReading.Refused { Status: 404 }
                        or WebhookReading.Events { Items.Count: 0 }
            );
    }

    [Fact]
    public void Who_holds_no_secret_learns_of_no_account()
    {
        foreach (var account in new[] { subject.AccountId, subject.OtherAccountId, "nobody" })
        {
            var body = subject.Messages(account, [("e1", subject.Recipient(1), "x")]);
            Assert.Equal(401, Refused(subject.Request(body, "a guess")));
            Assert.Equal(401, Refused(subject.Post(body, "junk")));
            Assert.Equal(401, Refused(subject.Post(body, null)));
        }
    }

    [Fact]
    public void The_handshake_is_answered_with_its_challenge_for_the_right_word_only()
    {
        if (subject.VerifyToken is not { } word)
        {
            Assert.Equal(405, Refused(ContractSubject.Handshake("subscribe", "any", "1158201444")));
            return;
        }

        Assert.Equal(new WebhookReading.Challenge("1158201444"), channel.Read(ContractSubject.Handshake("subscribe", word, "1158201444")));
        Assert.Equal(new WebhookReading.Challenge("a_Z-9"), channel.Read(ContractSubject.Handshake("subscribe", word, "a_Z-9")));
        foreach (var wrong in new[] { "", word + "x", word[..^1], word.ToUpperInvariant(), word + "," + word, "é" })
            Assert.Equal(403, Refused(ContractSubject.Handshake("subscribe", wrong, "1")));
        foreach (var hostile in new[] { "", "<script>", "1 2", "1\n", "%31", "é", new string('1', 10_000) })
            Assert.Equal(403, Refused(ContractSubject.Handshake("subscribe", word, hostile)));
        Assert.Equal(403, Refused(ContractSubject.Handshake("unsubscribe", word, "1")));
        Assert.Equal(403, Refused(new WebhookRequest("GET", new Dictionary<string, string>(), new Dictionary<string, string>(), default)));
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("HEAD")]
    public void Any_other_method_is_refused(string method) =>
        Assert.Equal(405, Refused(subject.Request(OneMessage) with { Method = method }));

    [Fact]
    public void Any_change_of_the_signature_is_refused()
    {
        var body = OneMessage;
        var right = subject.Sign(body, ContractSubject.SecondSecret);
        var all = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=-_ ,\0é";
        for (var at = 0; at < right.Length; at++)
        {
            Assert.Equal(401, Refused(subject.Post(body, right[..at])));
            Assert.Equal(401, Refused(subject.Post(body, right.Remove(at, 1))));
            Assert.Equal(401, Refused(subject.Post(body, right.Insert(at, " "))));
            foreach (var letter in all)
                if (letter != right[at])
                    Assert.Equal(401, Refused(subject.Post(body, right[..at] + letter + right[(at + 1)..])));
        }

        foreach (var wrong in Beside(right).Where(wrong => wrong != right))
            Assert.Equal(401, Refused(subject.Post(body, wrong)));
    }

    private static string[] Beside(string right) =>
        [
            "",
            right + "=",
            right + " ",
            " " + right,
            right + "," + right,
            right.Trim('='),
            right + right,
            right.ToUpperInvariant(),
            new('A', 10_000),
        ];

    [Fact]
    public void A_change_of_one_byte_of_the_body_is_refused()
    {
        var body = OneMessage;
        var signature = subject.Sign(body, ContractSubject.SecondSecret);
        for (var at = 0; at < body.Length; at++)
        {
            var changed = (byte[])body.Clone();
            changed[at] ^= 1;
            Assert.Equal(401, Refused(subject.Post(changed, signature)));
        }
    }

    [Fact]
    public void Header_names_have_no_case()
    {
        var body = OneMessage;
        foreach (var name in new[] { subject.SignatureHeader.ToUpperInvariant(), subject.SignatureHeader.ToLowerInvariant() })
        {
            var headers = new Dictionary<string, string> { [name] = subject.Sign(body, ContractSubject.FirstSecret) };
            Assert.Single(Events(new WebhookRequest("POST", headers, new Dictionary<string, string>(), body)));
        }
    }

    [Fact]
    public void A_batch_keeps_its_order()
    {
        var events = Events(
            subject.Request(
                subject.Messages(subject.AccountId, [.. Enumerable.Range(0, 100).Select(n => ($"e{n}", subject.Recipient(n), $"t{n}"))])
            )
        );
        Assert.Equal(Enumerable.Range(0, 100).Select(n => $"e{n}"), events.Select(item => item.Id));
        Assert.Equal(Enumerable.Range(0, 100).Select(subject.Recipient), events.Select(item => item.UserId));
    }

    [Fact]
    public void What_comes_again_in_another_batch_has_the_same_ids()
    {
        var first = Events(
            subject.Request(subject.Messages(subject.AccountId, [("e1", subject.Recipient(1), "a"), ("e2", subject.Recipient(2), "b")]))
        );
        var again = Events(
            subject.Request(subject.Messages(subject.AccountId, [("e1", subject.Recipient(1), "a")]), ContractSubject.FirstSecret)
        );
        Assert.Equal(first[0].Id, Assert.Single(again).Id);
        Assert.Equal(first[0].At, again[0].At);
        Assert.NotEqual(first[0].Id, first[1].Id);
    }

    [Fact]
    public void What_stands_twice_in_a_batch_has_one_id_and_of_two_accounts_each_has_its_own_account()
    {
        var twice = Events(
            subject.Request(subject.Messages(subject.AccountId, [("e1", subject.Recipient(1), "a"), ("e1", subject.Recipient(1), "a")]))
        );
        Assert.Single(twice.Select(item => item.Id).Distinct());
        var other = Events(
            subject.Request(subject.Messages(subject.OtherAccountId, [("e1", subject.Recipient(1), "a")]), ContractSubject.OtherSecret)
        );
        Assert.Equal((subject.OtherAccountId, "e1"), (Assert.Single(other).Account.Id, other[0].Id));
    }

    [Fact]
    public void A_thousand_unknown_kinds_are_kept_raw()
    {
        var events = Events(subject.Request(subject.Strange(subject.AccountId, 1000)));
        Assert.True(events.Count >= 1000);
        Assert.True(events.Count(item => item.Raw is { Length: > 0 }) >= 1000);
        Assert.Equal(events.Count, events.Select(item => item.Id).Distinct().Count());
    }

    [Fact]
    public void The_same_bytes_give_the_same_reading()
    {
        var body = subject.Strange(subject.AccountId, 10);
        Assert.Equal(Events(subject.Request(body)), Events(subject.Request(body)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("42")]
    [InlineData("not json")]
    [InlineData("{\"a\":1")]
    [InlineData("{\"a\":\"\\ud800\",\"a\":2}")]
    public void Signed_junk_is_refused_as_junk(string junk) => Assert.Equal(400, Refused(subject.Request(Encoding.UTF8.GetBytes(junk))));

    [Fact]
    public void Signed_depth_without_end_is_refused_as_junk()
    {
        Assert.Equal(400, Refused(subject.Request(Encoding.UTF8.GetBytes(new string('[', 500_000)))));
        Assert.Equal(
            400,
            Refused(subject.Request(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", 100)) + "1" + new string('}', 100))))
        );
    }

    protected IReadOnlyList<InboundEvent> Events(WebhookRequest request) =>
        Assert.IsType<WebhookReading.Events>(channel.Read(request)).Items;

    protected int Refused(WebhookRequest request) => Assert.IsType<WebhookReading.Refused>(channel.Read(request)).Status;
}
