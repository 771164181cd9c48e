using System.Text;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Tests.Adapters.ChannelContract;

namespace OmoBroadcast.Tests.Adapters.Line;

public sealed partial class LineReadingTests() : ReadingContract(Subject)
{
    private static readonly LineSubject Subject = new();

    [Theory]
    [InlineData(
        "8c570fa6dd201bb328f1c1eac23a96d8",
        "{\"destination\":\"U8e742f61d673b39c7fff3cecb7536ef0\",\"events\":[]}",
        "GhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDLs="
    )]
    [InlineData("SECRET", "{}", "3q8QXTAGaey18yL8FWTqdVlbMr6hcuNvM4tefa0o9nA=")]
    [InlineData("channel_secret", "bodybodybodybody", "/gg9a+LvFevTH1sd7XCQycD7tsWclCsInj7MhBHxN7k=")]
    [InlineData("test_secret", "{\"hello\":\"world\"}", "t7Hn4ZDHqs6e+wdvI5TyQIvzie0DmMUmuXEBqyyE/tM=")]
    public void Published_signatures_fit(string secret, string body, string signature) =>
        Assert.True(
            OmoBroadcast.Adapters.Line.LineSignature.Fits(signature, [Encoding.UTF8.GetBytes(secret)], Encoding.UTF8.GetBytes(body))
        );

    [Fact]
    public void The_verification_call_has_no_events() =>
        Assert.Empty(
            Events(
                Subject.Post(
                    "{\"destination\":\"U8e742f61d673b39c7fff3cecb7536ef0\",\"events\":[]}"u8.ToArray(),
                    "GhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDLs="
                )
            )
        );

    [Fact]
    public void Without_a_destination_the_account_is_the_one_whose_secret_fits()
    {
        var body =
            "{\"events\":[{\"type\":\"follow\",\"timestamp\":1790000000000,\"source\":{\"type\":\"user\",\"userId\":\"Uabc\"},\"webhookEventId\":\"x\"}]}"u8.ToArray();
        Assert.Equal(Subject.AccountId, Assert.Single(Events(Subject.Request(body))).Account.Id);
        Assert.Equal(Subject.OtherAccountId, Assert.Single(Events(Subject.Request(body, ContractSubject.OtherSecret))).Account.Id);
        Assert.Equal(401, Refused(Subject.Request(body, "nobody's")));
    }

    [Fact]
    public void The_destination_may_come_last()
    {
        var body = Encoding.UTF8.GetBytes($"{{\"events\":[],\"destination\":\"{Subject.OtherAccountId}\"}}");
        Assert.Empty(Events(Subject.Request(body, ContractSubject.OtherSecret)));
        Assert.Equal(401, Refused(Subject.Request(body)));
    }

    [Theory]
    [InlineData("\"\"")]
    [InlineData("\" \"")]
    [InlineData("\"\\u0000\"")]
    [InlineData("\"\\u200b\\ufeff\"")]
    [InlineData("\"\\uffff\"")]
    public void An_id_that_tells_nothing_apart_is_none(string id)
    {
        var events = Read(
            $$"""[{"type":"follow","webhookEventId":{{id}},"timestamp":1790000000000,"source":{"type":"user","userId":"Uabc"} },{"type":"follow","webhookEventId":{{id}},"timestamp":1790000000001,"source":{"type":"user","userId":{{id}}} }]"""
        );
        Assert.Equal(2, events.Select(item => item.Id).Distinct().Count());
        Assert.All(events, item => Assert.StartsWith("sha256-", item.Id, StringComparison.Ordinal));
        Assert.Equal(["Uabc", null], events.Select(item => item.UserId));
        Assert.NotNull(events[1].Raw);
    }

    [Fact]
    public void Standby_is_told_and_its_token_is_not_taken()
    {
        var item = One(""" "type":"message","mode":"standby","replyToken":"r","message":{"id":"1","type":"text","text":"a"} """);
        Assert.True(item.Standby);
        Assert.Equal(new InboundBody.Message("1", MessageKind.Text, "a", null), item.Body);
    }

    [Theory]
    [InlineData("""{"type":"group","groupId":"C1","userId":"Uabc"}""")]
    [InlineData("""{"type":"room","roomId":"R1"}""")]
    [InlineData("""{"type":"user"}""")]
    [InlineData("""{"type":"planet","userId":"Uabc"}""")]
    [InlineData("null")]
    public void Without_a_person_in_a_chat_of_their_own_there_is_no_customer(string source)
    {
        var item = Assert.Single(
            Read(
                $$"""[{"type":"message","timestamp":1790000000000,"webhookEventId":"e","source":{{source}},"message":{"id":"1","type":"text","text":"a"} }]"""
            )
        );
        Assert.Null(item.UserId);
        Assert.NotNull(item.Raw);
        Assert.IsType<InboundBody.Message>(item.Body);
    }

    [Fact]
    public void An_event_without_id_gets_one_that_a_redelivery_shares()
    {
        const string Rest = """ "type":"follow","timestamp":1790000000000,"source":{"type":"user","userId":"Uabc"} """;
        var first = Assert.Single(Read($$"""[{ "deliveryContext":{"isRedelivery":false}, {{Rest}} }]"""));
        var again = Assert.Single(Read($$"""[{ {{Rest}} , "deliveryContext":{"isRedelivery":true} }]"""));
        var other = Assert.Single(Read($$"""[{ {{Rest.Replace("Uabc", "Uabd", StringComparison.Ordinal)}} }]"""));
        Assert.Equal(first.Id, again.Id);
        Assert.NotEqual(first.Id, other.Id);
    }

    [Fact]
    public void A_bad_event_among_good_ones_is_kept_raw_and_drops_nobody()
    {
        var good = """{"type":"follow","timestamp":1790000000000,"webhookEventId":"g","source":{"type":"user","userId":"Uabc"}}""";
        var events = Read($"""[{good},42,"x",null,[],{good}]""");
        Assert.Equal(6, events.Count);
        Assert.All(events.Skip(1).Take(4), item => Assert.Equal(new InboundBody.Other("unreadable"), item.Body));
        Assert.All(events, item => Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1790000000000), item.At));
        Assert.Equal("42", events[1].Raw);
    }

    [Theory]
    [InlineData("1e5000")]
    [InlineData("-1")]
    [InlineData("99999999999999999999")]
    [InlineData("9223372036854775807")]
    [InlineData("1.5")]
    [InlineData("\"soon\"")]
    [InlineData("null")]
    public void A_time_that_is_none_is_read_from_the_event_id(string timestamp)
    {
        var item = Assert.Single(Read($$"""[{"type":"follow","timestamp":{{timestamp}},"webhookEventId":"01FZ74A0TDDPYRVKNK77XKC3ZR"}]"""));
        Assert.Equal(2022, item.At.Year);
    }

    [Fact]
    public void A_time_may_be_a_string()
    {
        var item = Assert.Single(Read("""[{"type":"follow","timestamp":"1790000000000","webhookEventId":"01FZ74A0TDDPYRVKNK77XKC3ZR"}]"""));
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1790000000000), item.At);
    }

    [Fact]
    public void Of_a_key_given_twice_the_last_counts_and_nothing_breaks()
    {
        var item = Assert.Single(
            Read(
                """[{"type":"follow","type":"unfollow","source":{"type":"user","userId":"Uabc"},"timestamp":1790000000000,"webhookEventId":"a","webhookEventId":"b"}]"""
            )
        );
        Assert.Equal(new InboundBody.Unfollowed(), item.Body);
        Assert.Equal("b", item.Id);
    }

    [Fact]
    public void The_consoles_old_test_events_are_nobodys()
    {
        var item = One(
            $$""" "type":"message","replyToken":"{{new string('0', 32)}}","message":{"id":"100001","type":"text","text":"Hello, world"} """
        );
        Assert.Null(item.UserId);
        Assert.NotNull(item.Raw);
    }

    [Fact]
    public void More_events_than_can_be_real_are_too_many() =>
        Assert.Equal(
            413,
            Refused(Subject.Request(Encoding.UTF8.GetBytes($"{{\"events\":[{string.Join(',', Enumerable.Repeat("{}", 100_000))}]}}")))
        );

    [Fact]
    public void A_body_without_events_is_junk() => Assert.Equal(400, Refused(Subject.Request("{}"u8.ToArray())));

    [Fact]
    public void Bytes_that_are_no_text_are_kept_as_well_as_can_be()
    {
        byte[] body = [.. """{"events":[{"type":"message","message":{"id":"1","type":"text","text":" """u8, 0xff, 0xc0, .. "\"}}]}"u8];
        var item = Assert.Single(Events(Subject.Request(body)));
        Assert.Equal(MessageKind.Text, Assert.IsType<InboundBody.Message>(item.Body).Kind);
    }

    private static string Body(string events) => $$"""{"destination":"{{Subject.AccountId}}","events":{{events}}}""";

    private IReadOnlyList<InboundEvent> Read(string events) => Events(Subject.Request(Encoding.UTF8.GetBytes(Body(events))));

    private InboundEvent One(string fields) =>
        Assert.Single(
            Read($$"""[{"timestamp":1790000000000,"source":{"type":"user","userId":"Uabc"},"webhookEventId":"e1",{{fields}} }]""")
        );
}
