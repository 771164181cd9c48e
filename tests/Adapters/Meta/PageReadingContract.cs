using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Tests.Adapters.Meta;

/// <summary>What Messenger's and Instagram's items are to us.</summary>
public abstract partial class PageReadingContract(PageSubject subject) : MetaReadingContract(subject)
{
    protected const string User = "2400000000000007";
    private static readonly DateTimeOffset Moment = DateTimeOffset.FromUnixTimeMilliseconds(1_789_999_000_000);

    [Fact]
    public void Different_events_of_one_message_have_different_ids()
    {
        string[] members =
        [
            """ "message":{"mid":"m1","text":"a"} """,
            """ "message":{"mid":"m1","is_deleted":true} """,
            """ "message_edit":{"mid":"m1","text":"b","num_edit":1} """,
            """ "message_edit":{"mid":"m1","text":"b","num_edit":2} """,
            """ "postback":{"mid":"m1","payload":"P"} """,
            """ "reaction":{"mid":"m1","action":"react","emoji":"a"} """,
            """ "reaction":{"mid":"m1","action":"unreact"} """,
            """ "read":{"mid":"m1"} """,
            """ "read":{"watermark":1789999000000} """,
            """ "read":{"watermark":1789999000001} """,
            """ "delivery":{"mids":["m1"]} """,
            """ "delivery":{"watermark":1789999000000} """,
            """ "referral":{"ref":"a"} """,
            """ "referral":{"ref":"b"} """,
        ];
        Assert.Equal(members.Length, members.Select(member => One(member).Id).Distinct().Count());
    }

    [Fact]
    public void A_long_message_id_makes_no_long_event_id()
    {
        var mid = new string('Z', 230);
        var item = One($$$$$$""" "message":{"mid":"{{{{{{mid}}}}}}","text":"a"} """);
        Assert.Equal(mid, Assert.IsType<InboundBody.Message>(item.Body).MessageId);
        Assert.InRange(item.Id.Length, 1, 100);
        Assert.NotEqual(item.Id, One($$$$$$""" "message":{"mid":"{{{{{{mid}}}}}}Y","text":"a"} """).Id);
    }

    [Fact]
    public void Who_presses_a_button_of_an_advertisement_pressed_it_and_came_by_it()
    {
        var items = Items(
            "messaging",
            Item(""" "postback":{"title":"Start","payload":"S","referral":{"ref":"r","source":"ADS","ad_id":"7"}} """)
        );
        Assert.Equal(
            [
                new InboundBody.Postback("S", null, "Start"),
                new InboundBody.SystemMessage(SystemEvent.CameBy, null, new(ReferralSource.Ad, "r")),
            ],
            items.Select(item => item.Body)
        );
        Assert.NotEqual(items[0].Id, items[1].Id);
    }

    [Theory]
    [InlineData(""" "message":{"mid":"m1","text":"hi"} """)]
    [InlineData(""" "postback":{"mid":"m1","title":"Start"} """)]
    [InlineData(""" "message_edit":{"mid":"m1","text":"b","num_edit":1} """)]
    [InlineData(""" "message":{"mid":"m1","is_deleted":true} """)]
    public void Without_a_person_an_item_is_kept_raw(string member)
    {
        foreach (
            var sender in (string[])
                ["", """ "sender":{"user_ref":"u"}, """, """ "sender":{"id":" "}, """, """ "sender":{"id":"\u0000"}, """]
        )
        {
            var item = Assert.Single(
                Items(
                    "messaging",
                    $$$$$$"""{ {{{{{{sender}}}}}} "recipient":{"id":"{{{{{{subject.AccountId}}}}}}"},"timestamp":1790000000000,{{{{{{member}}}}}} }"""
                )
            );
            Assert.Null(item.UserId);
            Assert.Contains("\"recipient\"", item.Raw, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("""{"mid":" ","text":"a"}""")]
    [InlineData("""{"mid":"\u0001","text":"a"}""")]
    [InlineData("""{"mid":"\u200b","text":"a"}""")]
    public void A_message_id_that_tells_nothing_apart_is_none(string message)
    {
        var item = One($""" "message":{message} """);
        Assert.Equal(new InboundBody.Other("message"), item.Body);
        Assert.NotNull(item.Raw);
    }

    [Fact]
    public void A_delivery_names_messages_and_a_time()
    {
        var receipts = Items("messaging", Item(""" "delivery":{"mids":["m1",7,"m2"],"watermark":1789999000000} """))
            .Select(item => (InboundBody.Receipt)item.Body);
        Assert.Equal(["m1", "m2", null], receipts.Select(receipt => receipt.MessageId));
    }

    [Theory]
    [InlineData(""" "app_id":480021334455,"metadata":"0198c0de00007000800000000000000f.2" """, true, true)]
    [InlineData(""" "metadata":"0198c0de00007000800000000000000f.2" """, true, true)]
    [InlineData(""" "app_id":"480021334455" """, false, true)]
    [InlineData(""" "app_id":263902037430900,"metadata":"theirs" """, false, false)]
    [InlineData(""" "x":1 """, false, false)]
    public void An_echo_is_towards_the_recipient_and_says_whether_it_is_ours(string members, bool named, bool ours)
    {
        var item = Assert.Single(
            Items(
                "messaging",
                $$$$$$"""{"sender":{"id":"{{{{{{subject.AccountId}}}}}}"},"recipient":{"id":"{{{{{{User}}}}}}"},"timestamp":1790000000000,"message":{"mid":"m1","is_echo":true,"text":"a",{{{{{{members}}}}}}}}"""
            )
        );
        Correlation? of = named ? new(Guid.Parse("0198c0de-0000-7000-8000-00000000000f"), 2) : null;
        Assert.Equal(new InboundBody.Echo("m1", of, ours, MessageKind.Text, "a"), item.Body);
        Assert.Equal(User, item.UserId);
        Assert.Null(item.Raw);
    }

    [Fact]
    public void What_the_account_sends_is_an_echo_even_if_it_is_not_called_one()
    {
        var item = Assert.Single(
            Items(
                "messaging",
                $$$$$$"""{"sender":{"id":"{{{{{{subject.AccountId}}}}}}"},"recipient":{"id":"{{{{{{User}}}}}}"},"message":{"mid":"m1","attachments":[{"type":"image"},{"type":"image"}]}}"""
            )
        );
        Assert.Equal(new InboundBody.Echo("m1", null, false, MessageKind.Image, null), item.Body);
        Assert.NotNull(item.Raw);
    }

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public void An_account_that_talks_to_itself_has_no_customer(string echo)
    {
        var item = Assert.Single(
            Items(
                "messaging",
                $$$$$$"""{"sender":{"id":"{{{{{{subject.AccountId}}}}}}"},"recipient":{"id":"{{{{{{subject.AccountId}}}}}}"},"message":{"mid":"m1","text":"a","is_self":true,"is_echo":{{{{{{echo}}}}}}}}"""
            )
        );
        Assert.Equal(new InboundBody.Other("self"), item.Body);
        Assert.Null(item.UserId);
    }

    [Fact]
    public void Standby_is_told()
    {
        var item = Assert.Single(Items("standby", Item(""" "message":{"mid":"m1","text":"a"} """)));
        Assert.True(item.Standby);
        Assert.IsType<InboundBody.Message>(item.Body);
    }

    [Fact]
    public void An_edit_that_edits_nothing_is_nothing()
    {
        Assert.Empty(Items("messaging", """{"timestamp":1790000000000,"message_edit":{"mid":"m1","num_edit":0}}"""));
        Assert.Empty(Items("messaging", Item(""" "message_edit":{"mid":"m1","num_edit":"0"} """)));
        Assert.IsType<InboundBody.Edited>(
            Assert.Single(Items("messaging", Item(""" "message_edit":{"mid":"m1","num_edit":0,"text":"a"} """))).Body
        );
    }

    [Theory]
    [InlineData("policy_enforcement", "block", AccountStanding.Restricted)]
    [InlineData("policy-enforcement", "warning", AccountStanding.Warned)]
    [InlineData("policy_enforcement", "unblock", AccountStanding.Restored)]
    public void Policy_is_how_the_platform_stands_to_the_account(string member, string action, AccountStanding now)
    {
        var item = Assert.Single(
            Items(
                "messaging",
                $$$$$$"""{"recipient":{"id":"{{{{{{subject.AccountId}}}}}}"},"timestamp":1790000000,"{{{{{{member}}}}}}":{"action":"{{{{{{action}}}}}}","reason":"spam"}}"""
            )
        );
        Assert.Equal(new InboundBody.Standing(now, action, "spam"), item.Body);
        Assert.Null(item.UserId);
    }

    [Fact]
    public void Policy_of_a_new_kind_and_app_roles_are_kept()
    {
        Assert.Equal(new InboundBody.Other("policy_enforcement"), One(""" "policy_enforcement":{"action":"frown"} """).Body);
        Assert.Equal(
            new InboundBody.Other("app_roles"),
            Assert.Single(Items("messaging", """{"recipient":{"id":"1"},"app_roles":{"123":["primary_receiver"]}}""")).Body
        );
    }

    [Fact]
    public void Comments_and_other_changes_are_kept()
    {
        var items = Items(
            "changes",
            """{"field":"comments","value":{"from":{"id":"1"},"id":"2","text":"nice"}},{"field":"leadgen","value":7},{"field":"mentions"},9"""
        );
        Assert.Equal(
            ["comments", "leadgen", "mentions", "unreadable"],
            items.Select(item => Assert.IsType<InboundBody.Other>(item.Body).Type)
        );
        Assert.All(items, item => Assert.Null(item.UserId));
        Assert.All(items, item => Assert.NotNull(item.Raw));
    }

    [Fact]
    public void An_item_may_come_as_a_change_and_a_change_as_the_entry_itself()
    {
        var item = Assert.Single(
            Items(
                "changes",
                $$$$$$"""{"field":"messages","value":{{{{{{Item(""" "message":{"mid":"random_mid","text":"random_text"} """)}}}}}}}"""
            )
        );
        Assert.Equal(new InboundBody.Message("random_mid", MessageKind.Text, "random_text", null), item.Body);
        Assert.Equal(User, item.UserId);
        var entry = Read(
            Envelope("").Replace("\"messaging\":[]", """ "field":"live_comments","value":{"id":"2"} """, StringComparison.Ordinal)
        );
        Assert.Equal(new InboundBody.Other("live_comments"), Assert.Single(entry).Body);
    }

    [Fact]
    public void The_dashboards_test_button_is_nobodys() =>
        Assert.Empty(
            Read(
                Envelope(
                        """{"sender":{"id":"12334"},"recipient":{"id":"23245"},"timestamp":"1527459824","message":{"mid":"random_mid","text":"random_text"}}"""
                    )
                    .Replace(subject.AccountId, "0", StringComparison.Ordinal)
            )
        );

    [Theory]
    [InlineData("1790000000")]
    [InlineData("\"1790000000\"")]
    [InlineData("1790000000000")]
    [InlineData("\"1790000000000\"")]
    public void Times_are_seconds_or_milliseconds_numbers_or_strings(string stamp) =>
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(MetaSubject.At), Stamped(stamp).At);

    [Theory]
    [InlineData("233445667")]
    [InlineData("null")]
    [InlineData("\"soon\"")]
    [InlineData("-5")]
    [InlineData("99999999999999999999")]
    [InlineData("1e5000")]
    public void A_time_that_is_none_is_the_entrys(string stamp) =>
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1_790_000_000_999), Stamped(stamp).At);

    [Fact]
    public void A_person_may_be_a_number_and_may_be_missing()
    {
        Assert.Equal(
            "12345678901234567",
            Assert.Single(Items("messaging", """{"sender":{"id":12345678901234567},"message":{"mid":"m1","text":"a"}}""")).UserId
        );
        Assert.Null(Assert.Single(Items("messaging", """{"sender":{"user_ref":"u"},"optin":{"ref":"r"}}""")).UserId);
        Assert.Null(Assert.Single(Items("messaging", """{"sender":{"id":"a\u0000b"},"message":{"mid":"m1","text":"a"}}""")).UserId);
    }

    protected InboundEvent One(string member) => Assert.Single(Items("messaging", Item(member)));

    protected string Item(string member) =>
        $$$$$$"""{"sender":{"id":"{{{{{{User}}}}}}"},"recipient":{"id":"{{{{{{subject.AccountId}}}}}}"},"timestamp":1790000000000,{{{{{{member}}}}}}}""";

    protected IReadOnlyList<InboundEvent> Items(string list, string items) =>
        Read(Envelope(items).Replace("\"messaging\":", $"\"{list}\":", StringComparison.Ordinal));

    private string Envelope(string items) => subject.Envelope(subject.AccountId, [items]);

    private InboundEvent Stamped(string stamp) =>
        Assert.Single(
            Items(
                "messaging",
                $$$$$$"""{"sender":{"id":"{{{{{{User}}}}}}"},"timestamp":{{{{{{stamp}}}}}},"message":{"mid":"m1","text":"a"}}"""
            )
        );
}
