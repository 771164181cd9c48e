using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Tests.Adapters.Meta;

namespace OmoBroadcast.Tests.Adapters.WhatsApp;

public sealed partial class WhatsAppReadingTests() : MetaReadingContract(Subject)
{
    private const string User = "886912345678",
        Scoped = "TW.1A2b3C4d5E";
    private static readonly WhatsAppSubject Subject = new();

    [Fact]
    public void Names_come_with_contacts_in_any_order()
    {
        var items = Read(
            WhatsAppSubject.Value(
                Subject.AccountId,
                $$$$$$"""
                "contacts":[{"profile":{"name":" Ben "},"wa_id":"886900000002","user_id":"TW.b"},{"profile":{"name":"Ann"},"wa_id":"{{{{{{User}}}}}}"},{"profile":{"username":"@cat"},"user_id":"{{{{{{Scoped}}}}}}"},7,{"wa_id":"1"}],
                "messages":[{"id":"a","from":"{{{{{{User}}}}}}","type":"text","text":{"body":"1"}},{"id":"b","from_user_id":"TW.b","type":"text","text":{"body":"2"}},
                  {"id":"c","from_user_id":"{{{{{{Scoped}}}}}}","type":"text","text":{"body":"3"}},{"id":"d","from":"1","type":"text","text":{"body":"4"}}]
                """
            )
        );
        Assert.Equal(["Ann", "Ben", "@cat", null], items.Select(item => item.Name));
        Assert.Equal([User, "TW.b", Scoped, "1"], items.Select(item => item.UserId));
    }

    [Fact]
    public void A_person_without_a_number_is_known_by_the_scoped_id()
    {
        Assert.Equal(Scoped, Message($$$$$$"""{"id":"w1","from_user_id":"{{{{{{Scoped}}}}}}","type":"text","text":{"body":"a"}}""").UserId);
        Assert.Equal(Scoped, Message($$$$$$"""{"id":"w1","from":"{{{{{{Scoped}}}}}}","type":"text","text":{"body":"a"}}""").UserId);
        Assert.Equal(
            User,
            Message(
                $$$$$$"""{"id":"w1","from":"{{{{{{User}}}}}}","from_user_id":"{{{{{{Scoped}}}}}}","type":"text","text":{"body":"a"}}"""
            ).UserId
        );
        var alone = Read(
            WhatsAppSubject.Value(
                Subject.AccountId,
                $$$$$$""" "contacts":[{"user_id":"{{{{{{Scoped}}}}}}"}],"messages":[{"id":"w1","type":"text","text":{"body":"a"}}] """
            )
        );
        Assert.Equal(Scoped, Assert.Single(alone).UserId);
        Assert.True(Subject.Create(new Uri("http://127.0.0.1:9"), TimeProvider.System).Limits.IsRecipientId(Scoped));
    }

    [Fact]
    public void The_id_that_lasts_is_told_beside_the_number_and_alone()
    {
        Assert.Equal(
            Scoped,
            Message(
                $$$$$$"""{"id":"w1","from":"{{{{{{User}}}}}}","from_user_id":"{{{{{{Scoped}}}}}}","type":"text","text":{"body":"a"}}"""
            ).Alias
        );
        Assert.Equal(Scoped, Message($$$$$$"""{"id":"w1","from_user_id":"{{{{{{Scoped}}}}}}","type":"text","text":{"body":"a"}}""").Alias);
        Assert.Equal(
            Scoped,
            Message(
                $$$$$$"""{"id":"w1","from":"{{{{{{Scoped}}}}}}","from_user_id":"{{{{{{Scoped}}}}}}","type":"text","text":{"body":"a"}}"""
            ).Alias
        );
        Assert.Null(
            Message($$$$$$"""{"id":"w1","from":"{{{{{{User}}}}}}","from_user_id":"foo_bar","type":"text","text":{"body":"a"}}""").Alias
        );
        Assert.Null(Message($$$$$$"""{"id":"w1","from":"{{{{{{User}}}}}}","type":"text","text":{"body":"a"}}""").Alias);
        Assert.Equal(Scoped, Status($$$$$$"""{"id":"w1","status":"sent","recipient_user_id":"{{{{{{Scoped}}}}}}"}""").Alias);
    }

    [Fact]
    public void A_group_has_no_customer()
    {
        var item = Message($$$$$$"""{"id":"w1","from":"{{{{{{User}}}}}}","group_id":"g","type":"text","text":{"body":"a"}}""");
        Assert.Null(item.UserId);
        Assert.NotNull(item.Raw);
    }

    [Theory]
    [InlineData("sent", ReceiptKind.Sent, """{"billable":true,"pricing_model":"PMP","category":"SERVICE","type":"regular"}""", "regular")]
    [InlineData(
        "delivered",
        ReceiptKind.Delivered,
        """{"billable":false,"pricing_model":"PMP","category":"service","type":"free_customer_service"}""",
        "free_customer_service"
    )]
    [InlineData("read", ReceiptKind.Read, """{"billable":true,"category":"service"}""", "regular")]
    [InlineData("sent", ReceiptKind.Sent, """{"billable":true}""", null)]
    [InlineData("sent", ReceiptKind.Sent, "7", null)]
    [InlineData("played", ReceiptKind.Read)]
    public void A_status_says_how_far_a_message_has_come_and_gives_our_name_back(
        string word,
        ReceiptKind kind,
        string pricing = "null",
        string? price = null
    )
    {
        var item = Status(
            $$$$$$"""{"id":"w1","status":"{{{{{{word}}}}}}","timestamp":"1790000000","recipient_id":"{{{{{{User}}}}}}","biz_opaque_callback_data":"0198c0de00007000800000000000000f.0","pricing":{{{{{{pricing}}}}}}}"""
        );
        Assert.Equal(
            new InboundBody.Receipt(kind, "w1", new(Guid.Parse("0198c0de-0000-7000-8000-00000000000f"), 0), null, null)
            {
                Pricing = price is null ? null : new("service", price),
            },
            item.Body
        );
        Assert.Equal(User, item.UserId);
        Assert.Equal($"w1|{word}|", item.Id);
        Assert.Null(item.Raw);
    }

    public static TheoryData<string, SendOutcome> Failures =>
        new()
        {
            {
                """[{"code":131047,"title":"Re-engagement message","message":"Re-engagement message","error_data":{"details":"More than 24 hours"}}]""",
                new SendOutcome.Unreachable("131047", "Re-engagement message: More than 24 hours")
            },
            { """[{"code":131050,"title":"Stopped"}]""", new SendOutcome.Unreachable("131050", "Stopped", SuppressionKind.Unsubscribed) },
            { """[{"code":"131042","title":"Payment"}]""", new SendOutcome.Refused(RefusalScope.Account, "131042", "Payment") },
            { """[{"code":131053,"title":"Media"}]""", new SendOutcome.Refused(RefusalScope.Content, "131053", "Media") },
            { """[{"code":131056,"title":"Pair"}]""", new SendOutcome.Throttled(TimeSpan.FromSeconds(6), ThrottleScope.Recipient) },
            { """[{"code":130429,"title":"Fast"}]""", new SendOutcome.Throttled(TimeSpan.FromSeconds(1), ThrottleScope.Pace) },
            { """[{"code":131000,"title":"Something"}]""", new SendOutcome.Unreachable("131000", "Something") },
            { """[{"code":987654,"title":"New"}]""", new SendOutcome.Refused(RefusalScope.Content, "987654", "New") },
            { """[7,{"title":"x"},{"code":131026,"title":"Undeliverable"}]""", new SendOutcome.Unreachable("131026", "Undeliverable") },
            { "[]", new SendOutcome.Refused(RefusalScope.Content, "failed", "") },
            { "null", new SendOutcome.Refused(RefusalScope.Content, "failed", "") },
        };

    [Theory]
    [MemberData(nameof(Failures))]
    public void A_failure_means_what_the_same_code_means_in_an_answer(string errors, SendOutcome fault)
    {
        var item = Status(
            $$$$$$"""{"id":"w1","status":"failed","timestamp":"1790000000","recipient_user_id":"{{{{{{Scoped}}}}}}","errors":{{{{{{errors}}}}}}}"""
        );
        Assert.Equal(new InboundBody.Receipt(ReceiptKind.Failed, "w1", null, null, fault), item.Body);
        Assert.Equal(Scoped, item.UserId);
        Assert.NotNull(item.Raw);
    }

    [Fact]
    public void An_unknown_status_is_kept_and_a_groups_status_is_nobodys()
    {
        var strange = Status($$$$$$"""{"id":"w1","status":"in_orbit","recipient_id":"{{{{{{User}}}}}}"}""");
        Assert.Equal(new InboundBody.Other("status in_orbit"), strange.Body);
        var group = Status("""{"id":"w1","status":"read","recipient_id":"g","recipient_type":"group","recipient_participant_id":"p1"}""");
        Assert.Null(group.UserId);
        Assert.Equal("w1|read|p1", group.Id);
    }

    [Fact]
    public void Messages_statuses_and_errors_may_stand_together()
    {
        var items = Read(
            WhatsAppSubject.Value(
                Subject.AccountId,
                """ "statuses":[{"id":"w1","status":"sent"},null],"errors":[{"code":131052,"title":"Unreadable"}],"messages":[{"id":"w2","from":"886900000001","type":"text","text":{"body":"a"}}] """
            )
        );
        Assert.Equal(
            [typeof(InboundBody.Message), typeof(InboundBody.Receipt), typeof(InboundBody.Other), typeof(InboundBody.Other)],
            items.Select(item => item.Body.GetType())
        );
        Assert.Equal(["unreadable", "errors"], items.Select(item => item.Body).OfType<InboundBody.Other>().Select(other => other.Type));
    }

    [Fact]
    public void An_error_of_the_number_itself_is_how_the_platform_stands_to_it()
    {
        var item = Assert.Single(
            Read(
                WhatsAppSubject.Value(
                    Subject.AccountId,
                    """ "errors":[{"code":131031,"title":"Locked","error_data":{"details":"Business account is locked"}}] """
                )
            )
        );
        Assert.Equal(
            (new InboundBody.Standing(AccountStanding.Warned, "131031", "Locked: Business account is locked"), null),
            (item.Body, item.UserId)
        );
        Assert.NotNull(item.Raw);
    }

    [Theory]
    [InlineData("stop", true)]
    [InlineData("resume", false)]
    public void What_people_told_WhatsApp_about_marketing_is_their_preference(string value, bool stop)
    {
        var item = Assert.Single(
            Change(
                "user_preferences",
                $$$$$$"""{"messaging_product":"whatsapp","metadata":{"phone_number_id":"{{{{{{Subject.AccountId}}}}}}"},"user_preferences":[{"wa_id":"{{{{{{User}}}}}}","detail":"d","category":"marketing_messages","value":"{{{{{{value}}}}}}","timestamp":1790000000}]}"""
            )
        );
        Assert.Equal((new InboundBody.Preference(stop), User), (item.Body, item.UserId));
    }

    [Fact]
    public void A_message_from_the_businesss_own_phone_is_an_echo_of_a_person()
    {
        var item = Assert.Single(
            Change(
                "smb_message_echoes",
                $$$$$$"""{"metadata":{"phone_number_id":"{{{{{{Subject.AccountId}}}}}}"},"message_echoes":[{"from":"886221234567","to":"{{{{{{User}}}}}}","id":"w9","timestamp":"1790000000","type":"text","text":{"body":"hi"}}]}"""
            )
        );
        Assert.Equal((new InboundBody.Echo("w9", null, false, MessageKind.Text, "hi"), User), (item.Body, item.UserId));
    }

    [Fact]
    public void The_dashboards_test_button_is_nobodys() =>
        Assert.Empty(
            Read(
                """{"object":"whatsapp_business_account","entry":[{"id":"0","changes":[{"field":"messages","value":{"messaging_product":"whatsapp","metadata":{"display_phone_number":"16505551111","phone_number_id":"123456123"},"contacts":[{"profile":{"name":"test user name"},"wa_id":"16315551181"}],"messages":[{"from":"16315551181","id":"ABGGFlA5Fpa","timestamp":"1504902988","type":"text","text":{"body":"this is a text message"}}]}}]}]}"""
            )
        );

    private InboundEvent Message(string message) =>
        Assert.Single(Read(WhatsAppSubject.Value(Subject.AccountId, $"\"messages\":[{message}]")));

    private InboundEvent Status(string status) => Assert.Single(Read(WhatsAppSubject.Value(Subject.AccountId, $"\"statuses\":[{status}]")));

    private IReadOnlyList<InboundEvent> Change(string field, string value) => Read(Body(field, value));

    private static string Body(string field, string value) =>
        $$$$$$"""{"object":"whatsapp_business_account","entry":[{"id":"{{{{{{MetaSubject.Waba(0)}}}}}}","time":1790000000,"changes":[{"field":"{{{{{{field}}}}}}","value":{{{{{{value}}}}}}}]}]}""";
}
