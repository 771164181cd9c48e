using System.Text;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Tests.Adapters.Meta;

namespace OmoBroadcast.Tests.Adapters.WhatsApp;

/// <summary>Who people are from now on, who has their conversations, and what they do besides writing.</summary>
public sealed class WhatsAppPeopleTests
{
    private const string User = "886912345678",
        Scoped = "TW.1A2b3C4d5E";
    private static readonly WhatsAppSubject Subject = new();
    private static readonly IChannel Channel = Subject.Create(new Uri("http://127.0.0.1:9"), TimeProvider.System);

    private const string Now = "886987654321",
        NewScoped = "TW.new1";

    /// <summary>By member beside the message, by member of the system object, or in words only; with the new number, without it; by scoped
    /// ids only.</summary>
    public static TheoryData<string, string, string[]> Changes =>
        new()
        {
            { $$""" "from":"{{User}}" """, $$""" "body":"changed","type":"user_changed_number","wa_id":"{{Now}}" """, [Now, User] },
            { $$""" "from":"{{User}}" """, $$""" "body":"changed","type":"customer_changed_number","wa_id":"{{Now}}" """, [Now, User] },
            {
                $$""" "from":"{{User}}" """,
                $$""" "body":"changed","type":"customer_changed_number","new_wa_id":"{{Now}}","customer":"{{User}}" """,
                [Now, User]
            },
            {
                $$""" "from":"{{User}}" """,
                $$""" "body":"changed","type":"user_changed_number","wa_id":"{{User}}","new_wa_id":"{{Now}}" """,
                [Now, User]
            },
            { $$""" "from":"{{Now}}" """, $$""" "type":"user_changed_number","wa_id":"{{Now}}","customer":"{{User}}" """, [Now, User] },
            {
                $$""" "from":"{{User}}","from_user_id":"{{Scoped}}" """,
                $$""" "type":"user_changed_number","wa_id":"{{Now}}","user_id":"{{NewScoped}}","previous_user_id":"{{Scoped}}" """,
                [Now, Scoped, User, NewScoped]
            },
            {
                $$""" "from":"{{User}}" """,
                $$""" "body":"User Ann changed from {{User}} to {{Now}}","type":"user_changed_number" """,
                [Now, User]
            },
            {
                "",
                $$""" "body":"User Ann changed from +{{User}} to +{{Now}}.","type":"user_changed_number","wa_id":"{{Now}}" """,
                [Now, User]
            },
            {
                "",
                $$""" "body":"User Ann changed from {{Scoped}} to {{NewScoped}}","type":"user_changed_user_id","wa_id":"{{Now}}","user_id":"{{NewScoped}}" """,
                [Now, Scoped, NewScoped]
            },
            {
                "",
                $$""" "body":"User Ann changed from {{Scoped}} to {{NewScoped}}","type":"user_changed_user_id","wa_id":"{{Now}}" """,
                [Now, Scoped, NewScoped]
            },
            { "", $$""" "body":"User Ann changed from {{Scoped}} to {{NewScoped}}","type":"user_changed_user_id" """, [NewScoped, Scoped] },
            {
                "",
                $$""" "body":"User x changed from TW.victim to TW.y changed from {{Scoped}} to {{NewScoped}}","type":"user_changed_user_id" """,
                [NewScoped, Scoped]
            },
            {
                "",
                $$""" "body":"changed","type":"user_changed_user_id","user_id":"{{NewScoped}}","previous_user_id":"TW.old1" """,
                [NewScoped, "TW.old1"]
            },
            {
                $$""" "from_user_id":"{{Scoped}}" """,
                $$""" "type":"user_changed_user_id","user_id":"{{NewScoped}}" """,
                [NewScoped, Scoped]
            },
            {
                $$""" "from":"{{User}}","from_user_id":"{{Scoped}}" """,
                $$""" "type":"user_changed_user_id","user_id":"{{NewScoped}}" """,
                [User, Scoped, NewScoped]
            },
        };

    [Theory]
    [MemberData(nameof(Changes))]
    public void Who_changes_the_number_or_the_scoped_id_is_the_same_person(string beside, string system, string[] nowAndFormers)
    {
        beside = beside.Length == 0 ? "" : beside + ",";
        var items = Read(
            WhatsAppSubject.Value(
                Subject.AccountId,
                $$$$$$""" "messages":[{"id":"w1",{{{{{{beside}}}}}}"type":"system","timestamp":"1790000000","system":{{{{{{{system}}}}}}}}] """
            )
        );
        Assert.All(items, item => Assert.Equal(nowAndFormers[0], item.UserId));
        Assert.Equal(nowAndFormers[1..], items.Select(item => item.Body).OfType<InboundBody.Renamed>().Select(renamed => renamed.Former));
        Assert.Equal(new InboundBody.SystemMessage(SystemEvent.NumberChanged, null), items[^1].Body);
        Assert.Equal(items.Count, items.Select(item => item.Id).Distinct().Count());
        Assert.NotNull(items[0].Raw);
    }

    [Theory]
    [InlineData(""" "body":"User Ann changed from here to there","type":"user_changed_user_id" """)]
    [InlineData(""" "body":7,"type":"user_changed_number" """)]
    public void A_change_that_names_nobody_is_kept(string system) =>
        Assert.IsType<InboundBody.Other>(Message($$$$$$"""{"id":"w1","type":"system","system":{{{{{{{system}}}}}}}}""").Body);

    [Fact]
    public void A_changed_scoped_id_may_come_in_a_field_of_its_own()
    {
        var update = Assert.Single(
            Change(
                "user_id_update",
                $$$$$$"""{"metadata":{"phone_number_id":"{{{{{{Subject.AccountId}}}}}}"},"user_id_update":[{"detail":"d","user_id":{"previous":"{{{{{{Scoped}}}}}}","current":"TW.new1"},"timestamp":1790000000}]}"""
            )
        );
        Assert.Equal((new InboundBody.Renamed(Scoped), "TW.new1"), (update.Body, update.UserId));
    }

    [Fact]
    public void What_is_told_in_standby_is_read_as_what_it_is_and_marked()
    {
        var items = Change(
            "standby",
            $$$$$$"""
            {"messaging_product":"whatsapp","metadata":{"phone_number_id":"{{{{{{Subject.AccountId}}}}}}"},"contacts":[{"profile":{"name":"Ann"},"wa_id":"{{{{{{User}}}}}}"}],"standby":{
              "messages":[{"id":"w1","from":"{{{{{{User}}}}}}","timestamp":"1790000000","type":"text","text":{"body":"STOP"}},7],
              "message_echoes":[{"id":"w2","from":"886221234567","to":"{{{{{{User}}}}}}","timestamp":"1790000000","type":"text","text":{"body":"Hi, I am a machine"}}],
              "statuses":[{"id":"w2","status":"failed","recipient_id":"{{{{{{User}}}}}}","errors":[{"code":131050,"title":"Stopped"}]}]}}
            """
        );
        Assert.Equal(4, items.Count);
        Assert.Equal(
            (new InboundBody.Message("w1", MessageKind.Text, "STOP", null), User, "Ann", true),
            (items[0].Body, items[0].UserId, items[0].Name, items[0].Standby)
        );
        var stopped = items.Select(item => item.Body).OfType<InboundBody.Receipt>().Single();
        Assert.Equal(SuppressionKind.Unsubscribed, Assert.IsType<SendOutcome.Unreachable>(stopped.Fault).Suppress);
        Assert.Contains(items, item => item is { Standby: true, Body: InboundBody.Echo { MessageId: "w2" } });
    }

    [Theory]
    [InlineData("control_taken", SystemEvent.HandedOver)]
    [InlineData("control_passed", SystemEvent.HandedBack)]
    public void Who_has_the_conversation_is_told_to_whom_it_concerns(string type, SystemEvent happened)
    {
        var item = Assert.Single(
            Change(
                "messaging_handovers",
                $$$$$$"""
                {"messaging_product":"whatsapp","recipient":{"phone_number_id":"{{{{{{Subject.AccountId}}}}}}","display_phone_number":"886"},"sender":{"phone_number":"+{{{{{{User}}}}}}","user_id":"{{{{{{Scoped}}}}}}"},
                 "timestamp":"1790000000","type":"{{{{{{type}}}}}}","{{{{{{type}}}}}}":{"previous_owner_role":"ai_agent"}}
                """
            )
        );
        Assert.Equal(
            (new InboundBody.SystemMessage(happened, null), User, Scoped, DateTimeOffset.FromUnixTimeMilliseconds(MetaSubject.At)),
            (item.Body, item.UserId, item.Alias, item.At)
        );
    }

    [Fact]
    public void A_person_who_calls_is_a_customer_and_how_it_ended_is_told()
    {
        InboundEvent Call(string members) =>
            Assert.Single(
                Change(
                    "calls",
                    $$$$$$"""{"messaging_product":"whatsapp","metadata":{"phone_number_id":"{{{{{{Subject.AccountId}}}}}}"},"contacts":[{"profile":{"name":"Ann"},"wa_id":"{{{{{{User}}}}}}"}],"calls":[{"id":"wacid.1","timestamp":"1790000000",{{{{{{members}}}}}}}]}"""
                )
            );
        var begun = Call(
            $$""" "from":"{{User}}","to":"886221234567","event":"connect","direction":"USER_INITIATED","session":{"sdp":"x"} """
        );
        Assert.Equal(
            (new InboundBody.Message("wacid.1", MessageKind.Call, null, null), User, "Ann"),
            (begun.Body, begun.UserId, begun.Name)
        );
        var ended = Call(
            $$""" "from":"{{User}}","to":"886221234567","event":"terminate","direction":"USER_INITIATED","status":"COMPLETED","duration":125 """
        );
        Assert.Equal((new InboundBody.SystemMessage(SystemEvent.CallEnded, "0:02:05"), User), (ended.Body, ended.UserId));
        var missed = Call(
            $$""" "to":"{{User}}","from":"886221234567","event":"terminate","direction":"BUSINESS_INITIATED","status":["FAILED"] """
        );
        Assert.Equal((new InboundBody.SystemMessage(SystemEvent.CallMissed, null), User), (missed.Body, missed.UserId));
        Assert.NotEqual(begun.Id, ended.Id);
    }

    [Fact]
    public void How_a_payment_stands_is_no_word_of_how_a_message_does()
    {
        var item = Status(
            $$""" {"id":"w1","status":"failed","type":"payment","recipient_id":"{{User}}","payment":{"reference_id":"order-7","amount":{"value":21000,"offset":100},"currency":"INR"},"timestamp":"1790000000"} """
        );
        Assert.Equal((new InboundBody.SystemMessage(SystemEvent.Payment, "failed · order-7 · 210 INR"), User), (item.Body, item.UserId));
    }

    [Theory]
    [InlineData(" ")]
    [InlineData("\u0000\u0001")]
    [InlineData("\u200b")]
    public void An_id_that_tells_nobody_apart_is_none(string id)
    {
        var quoted = System.Text.Json.JsonSerializer.Serialize(id);
        Assert.IsType<InboundBody.Other>(
            Message($$$$$$"""{"id":{{{{{{quoted}}}}}},"from":"{{{{{{User}}}}}}","type":"text","text":{"body":"a"}}""").Body
        );
        Assert.Null(Message($$$$$$"""{"id":"w1","from":{{{{{{quoted}}}}}},"type":"text","text":{"body":"a"}}""").UserId);
    }

    private static IReadOnlyList<InboundEvent> Read(string body) =>
        Assert.IsType<WebhookReading.Events>(Channel.Read(Subject.Request(Encoding.UTF8.GetBytes(body)))).Items;

    private static InboundEvent Message(string message) =>
        Assert.Single(Read(WhatsAppSubject.Value(Subject.AccountId, $"\"messages\":[{message}]")));

    private static InboundEvent Status(string status) =>
        Assert.Single(Read(WhatsAppSubject.Value(Subject.AccountId, $"\"statuses\":[{status}]")));

    private static IReadOnlyList<InboundEvent> Change(string field, string value) =>
        Read(
            $$$$$$"""{"object":"whatsapp_business_account","entry":[{"id":"{{{{{{MetaSubject.Waba(0)}}}}}}","time":1790000000,"changes":[{"field":"{{{{{{field}}}}}}","value":{{{{{{value}}}}}}}]}]}"""
        );
}
