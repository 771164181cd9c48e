using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Tests.Adapters.Meta;

namespace OmoBroadcast.Tests.Adapters.WhatsApp;

public sealed class WhatsAppReadingTests() : MetaReadingContract(Subject)
{
    private const string User = "886912345678", Scoped = "TW.1A2b3C4d5E";
    private static readonly WhatsAppSubject Subject = new();

    public static TheoryData<string, InboundBody, bool> Kinds => new()
    {
        { """ "type":"text","text":{"body":"\u4f60\u597d"} """, new InboundBody.Message("w1", MessageKind.Text, "你好", null), false },
        { """ "type":"text","text":{"body":"a"},"context":{"from":"1","id":"w0"} """, new InboundBody.Message("w1", MessageKind.Text, "a", null, new() { Quoted = "w0" }), false },
        { """ "type":"text","text":{"body":"a"},"referral":{"source_type":"ad","source_url":"https://fb.example/1","headline":"Spring","image_url":"https://cdn.example/1","thumbnail_url":"http://x"} """, new InboundBody.Message("w1", MessageKind.Text, "a", null, new() { Referral = new(ReferralSource.Ad, "Spring", "https://fb.example/1", "https://cdn.example/1") }), false },
        { """ "type":"text","text":{"body":"a"},"context":{"forwarded":true,"referred_product":{"catalog_id":"1","product_retailer_id":"sku-1"}} """, new InboundBody.Message("w1", MessageKind.Text, "a", null, new() { Referral = new(ReferralSource.Product, "sku-1") }), false },
        { """ "type":"image","image":{"id":"77","mime_type":"image/jpeg","sha256":"x","caption":"look"} """, new InboundBody.Message("w1", MessageKind.Image, "look", null, MessageDetails.OfMedia(MessageKind.Image, "77")), false },
        { """ "type":"video","video":{"id":77,"mime_type":"video/mp4"} """, new InboundBody.Message("w1", MessageKind.Video, null, null, MessageDetails.OfMedia(MessageKind.Video, "77")), false },
        { """ "type":"audio","audio":{"id":"77","voice":true} """, new InboundBody.Message("w1", MessageKind.Audio, null, null, MessageDetails.OfMedia(MessageKind.Audio, "77")), false },
        { """ "type":"document","document":{"id":"77","filename":"a.pdf"} """, new InboundBody.Message("w1", MessageKind.File, "a.pdf", null, MessageDetails.OfMedia(MessageKind.File, "77")), false },
        { """ "type":"document","document":{"id":"77","filename":"a.pdf","caption":"see"} """, new InboundBody.Message("w1", MessageKind.File, "see", null, new() { Media = [new(MessageKind.File, "77")], Items = [new("a.pdf")] }), false },
        { """ "type":"sticker","sticker":{"id":"77","animated":true,"mime_type":"image/webp"} """, new InboundBody.Message("w1", MessageKind.Sticker, null, null, MessageDetails.OfMedia(MessageKind.Sticker, "77", "image/webp")), false },
        { """ "type":"image","image":{"id":"77","mime_type":"image/heic"} """, new InboundBody.Message("w1", MessageKind.Image, null, null, MessageDetails.OfMedia(MessageKind.Image, "77", "image/heic")), false },
        { """ "type":"image" """, new InboundBody.Message("w1", MessageKind.Image, null, null), true },
        { """ "type":"location","location":{"latitude":25.0,"longitude":121.5,"name":"101","address":"Xinyi"} """, new InboundBody.Message("w1", MessageKind.Location, "101", null, new() { Place = new(25, 121.5, null, "Xinyi") }), false },
        { """ "type":"location","location":{"latitude":25.0,"longitude":121.5,"address":"Xinyi"} """, new InboundBody.Message("w1", MessageKind.Location, "Xinyi", null, new() { Place = new(25, 121.5, null, null) }), false },
        { """ "type":"location","location":{"latitude":925.0,"longitude":"x"} """, new InboundBody.Message("w1", MessageKind.Location, null, null), true },
        { """ "type":"contacts","contacts":[7,{"name":{"formatted_name":"Ann"},"phones":[{"phone":"+886 900","wa_id":"886900"},{"wa_id":"886901"},7],"emails":[{"email":"a@example.com"}]},{"name":{"first_name":"Ben"}},{}] """, new InboundBody.Message("w1", MessageKind.Contacts, "Ann", null, new() { Items = [new("Ann", "+886 900, 886901, a@example.com"), new("Ben")] }), false },
        { """ "type":"contacts","contacts":[] """, new InboundBody.Message("w1", MessageKind.Contacts, null, null), true },
        { """ "type":"interactive","interactive":{"type":"button_reply","button_reply":{"id":"b","title":"Yes"}} """, new InboundBody.Message("w1", MessageKind.Button, "Yes", null), false },
        { """ "type":"interactive","interactive":{"type":"list_reply","list_reply":{"id":"b","title":"Two","description":"d"}} """, new InboundBody.Message("w1", MessageKind.Button, "Two", null, new() { Items = [new("d")] }), false },
        { """ "type":"interactive","interactive":{"type":"nfm_reply","nfm_reply":{"name":"flow","body":"Sent","response_json":"{}"}} """, new InboundBody.Message("w1", MessageKind.Form, "Sent", null), true },
        { """ "type":"interactive","interactive":{"type":"nfm_reply","nfm_reply":{"name":"flow","body":"Sent","response_json":"{\"flow_token\":\"t\",\"size\":\"M\",\"colours\":[\"red\",\"blue\"],\"gift\":true,\"to\":{\"city\":\"Taipei\"},\"n\":2}"}} """, new InboundBody.Message("w1", MessageKind.Form, "Sent", null, new() { Items = [new("size", "M"), new("colours", "red, blue"), new("gift", "✓"), new("city", "Taipei"), new("n", "2")] }), false },
        { """ "type":"interactive","interactive":{"type":"nfm_reply","nfm_reply":{"name":"flow","body":"Sent","response_json":"{"}} """, new InboundBody.Message("w1", MessageKind.Form, "Sent", null), true },
        { """ "type":"interactive","interactive":{"type":"call_permission_reply","call_permission_reply":{"response":"accept","is_permanent":false}} """, new InboundBody.Message("w1", MessageKind.System, null, null, new() { Event = SystemEvent.CallsAllowed }), false },
        { """ "type":"interactive","interactive":{"type":"call_permission_reply"} """, new InboundBody.Message("w1", MessageKind.Unknown, "call_permission_reply", null), true },
        { """ "type":"button","button":{"payload":"p","text":"STOP"} """, new InboundBody.Message("w1", MessageKind.Button, "STOP", null), false },
        { """ "type":"reaction","reaction":{"message_id":"w0","emoji":"\ud83d\udc4d"} """, new InboundBody.Reaction("w0", "👍"), false },
        { """ "type":"reaction","reaction":{"message_id":"w0","emoji":""} """, new InboundBody.Reaction("w0", null), false },
        { """ "type":"reaction","reaction":{"message_id":"w0"} """, new InboundBody.Reaction("w0", null), false },
        { """ "type":"reaction","reaction":{} """, new InboundBody.Other("reaction"), true },
        { """ "type":"order","order":{"catalog_id":"1","text":"two please","product_items":[]} """, new InboundBody.Message("w1", MessageKind.Order, "two please", null), true },
        { """ "type":"order","order":{"catalog_id":"1","product_items":[{"product_retailer_id":"sku-1","quantity":2,"item_price":590,"currency":"TWD"},{"product_retailer_id":"sku-2","quantity":"1"},7]} """, new InboundBody.Message("w1", MessageKind.Order, null, null, new() { Items = [new("sku-1", null, "2 × 590 TWD"), new("sku-2", null, "1")] }), false },
        { """ "type":"edit","edit":{"original_message_id":"w0","message":{"type":"text","text":{"body":"better"}}} """, new InboundBody.Edited("w0", "better"), false },
        { """ "type":"edit","context":{"id":"w0"},"text":{"body":"better"} """, new InboundBody.Edited("w0", "better"), false },
        { """ "type":"edit" """, new InboundBody.Other("edit"), true },
        { """ "type":"revoke","revoke":{"original_message_id":"w0"} """, new InboundBody.Unsent("w0"), false },
        { """ "type":"revoke","revoke":7 """, new InboundBody.Other("revoke"), true },
        { """ "type":"request_welcome" """, new InboundBody.Other("request_welcome"), true },
        { """ "type":"unsupported","errors":[{"code":131051,"title":"Unsupported"}],"unsupported":{"type":"poll"} """, new InboundBody.Message("w1", MessageKind.Unknown, "poll", null), true },
        { """ "type":"hologram" """, new InboundBody.Message("w1", MessageKind.Unknown, null, null), true },
        { """ "type":"system","system":{"body":"A changed","type":"customer_identity_changed"} """, new InboundBody.SystemMessage(SystemEvent.IdentityChanged, null), false },
        { """ "type":"system" """, new InboundBody.Other("system"), true },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Each_kind_of_message_is_understood_or_kept_raw(string members, InboundBody body, bool raw)
    {
        var item = Message($$$$$$"""{"id":"w1","from":"{{{{{{User}}}}}}","timestamp":"1790000000",{{{{{{members}}}}}}}""");
        Assert.Equal(body, item.Body);
        Assert.Equal(raw, item.Raw is not null);
        Assert.Equal(User, item.UserId);
        Assert.Equal("w1", item.Id);
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(MetaSubject.At), item.At);
    }

    [Fact]
    public void Names_come_with_contacts_in_any_order()
    {
        var items = Read(WhatsAppSubject.Value(Subject.AccountId,
            $$$$$$"""
            "contacts":[{"profile":{"name":" Ben "},"wa_id":"886900000002","user_id":"TW.b"},{"profile":{"name":"Ann"},"wa_id":"{{{{{{User}}}}}}"},{"profile":{"username":"@cat"},"user_id":"{{{{{{Scoped}}}}}}"},7,{"wa_id":"1"}],
            "messages":[{"id":"a","from":"{{{{{{User}}}}}}","type":"text","text":{"body":"1"}},{"id":"b","from_user_id":"TW.b","type":"text","text":{"body":"2"}},
              {"id":"c","from_user_id":"{{{{{{Scoped}}}}}}","type":"text","text":{"body":"3"}},{"id":"d","from":"1","type":"text","text":{"body":"4"}}]
            """));
        Assert.Equal(["Ann", "Ben", "@cat", null], items.Select(item => item.Name));
        Assert.Equal([User, "TW.b", Scoped, "1"], items.Select(item => item.UserId));
    }

    [Fact]
    public void A_person_without_a_number_is_known_by_the_scoped_id()
    {
        Assert.Equal(Scoped, Message($$$$$$"""{"id":"w1","from_user_id":"{{{{{{Scoped}}}}}}","type":"text","text":{"body":"a"}}""").UserId);
        Assert.Equal(Scoped, Message($$$$$$"""{"id":"w1","from":"{{{{{{Scoped}}}}}}","type":"text","text":{"body":"a"}}""").UserId);
        Assert.Equal(User, Message($$$$$$"""{"id":"w1","from":"{{{{{{User}}}}}}","from_user_id":"{{{{{{Scoped}}}}}}","type":"text","text":{"body":"a"}}""").UserId);
        var alone = Read(WhatsAppSubject.Value(Subject.AccountId, $$$$$$""" "contacts":[{"user_id":"{{{{{{Scoped}}}}}}"}],"messages":[{"id":"w1","type":"text","text":{"body":"a"}}] """));
        Assert.Equal(Scoped, Assert.Single(alone).UserId);
        Assert.True(Subject.Create(new Uri("http://127.0.0.1:9"), TimeProvider.System).Limits.IsRecipientId(Scoped));
    }

    [Fact]
    public void The_id_that_lasts_is_told_beside_the_number_and_alone()
    {
        Assert.Equal(Scoped, Message($$$$$$"""{"id":"w1","from":"{{{{{{User}}}}}}","from_user_id":"{{{{{{Scoped}}}}}}","type":"text","text":{"body":"a"}}""").Alias);
        Assert.Equal(Scoped, Message($$$$$$"""{"id":"w1","from_user_id":"{{{{{{Scoped}}}}}}","type":"text","text":{"body":"a"}}""").Alias);
        Assert.Equal(Scoped, Message($$$$$$"""{"id":"w1","from":"{{{{{{Scoped}}}}}}","from_user_id":"{{{{{{Scoped}}}}}}","type":"text","text":{"body":"a"}}""").Alias);
        Assert.Null(Message($$$$$$"""{"id":"w1","from":"{{{{{{User}}}}}}","from_user_id":"foo_bar","type":"text","text":{"body":"a"}}""").Alias);
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
    [InlineData("delivered", ReceiptKind.Delivered, """{"billable":false,"pricing_model":"PMP","category":"service","type":"free_customer_service"}""", "free_customer_service")]
    [InlineData("read", ReceiptKind.Read, """{"billable":true,"category":"service"}""", "regular")]
    [InlineData("sent", ReceiptKind.Sent, """{"billable":true}""", null)]
    [InlineData("sent", ReceiptKind.Sent, "7", null)]
    [InlineData("played", ReceiptKind.Read)]
    public void A_status_says_how_far_a_message_has_come_and_gives_our_name_back(string word, ReceiptKind kind, string pricing = "null", string? price = null)
    {
        var item = Status($$$$$$"""{"id":"w1","status":"{{{{{{word}}}}}}","timestamp":"1790000000","recipient_id":"{{{{{{User}}}}}}","biz_opaque_callback_data":"0198c0de00007000800000000000000f.0","pricing":{{{{{{pricing}}}}}}}""");
        Assert.Equal(new InboundBody.Receipt(kind, "w1", new(Guid.Parse("0198c0de-0000-7000-8000-00000000000f"), 0), null, null) { Pricing = price is null ? null : new("service", price) }, item.Body);
        Assert.Equal(User, item.UserId);
        Assert.Equal($"w1|{word}|", item.Id);
        Assert.Null(item.Raw);
    }

    public static TheoryData<string, SendOutcome> Failures => new()
    {
        { """[{"code":131047,"title":"Re-engagement message","message":"Re-engagement message","error_data":{"details":"More than 24 hours"}}]""", new SendOutcome.Unreachable("131047", "Re-engagement message: More than 24 hours") },
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
        var item = Status($$$$$$"""{"id":"w1","status":"failed","timestamp":"1790000000","recipient_user_id":"{{{{{{Scoped}}}}}}","errors":{{{{{{errors}}}}}}}""");
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
        var items = Read(WhatsAppSubject.Value(Subject.AccountId,
            """ "statuses":[{"id":"w1","status":"sent"},null],"errors":[{"code":131052,"title":"Unreadable"}],"messages":[{"id":"w2","from":"886900000001","type":"text","text":{"body":"a"}}] """));
        Assert.Equal([typeof(InboundBody.Message), typeof(InboundBody.Receipt), typeof(InboundBody.Other), typeof(InboundBody.Other)], items.Select(item => item.Body.GetType()));
        Assert.Equal(["unreadable", "errors"], items.Select(item => item.Body).OfType<InboundBody.Other>().Select(other => other.Type));
    }

    [Fact]
    public void An_error_of_the_number_itself_is_how_the_platform_stands_to_it()
    {
        var item = Assert.Single(Read(WhatsAppSubject.Value(Subject.AccountId, """ "errors":[{"code":131031,"title":"Locked","error_data":{"details":"Business account is locked"}}] """)));
        Assert.Equal((new InboundBody.Standing(AccountStanding.Warned, "131031", "Locked: Business account is locked"), null), (item.Body, item.UserId));
        Assert.NotNull(item.Raw);
    }

    [Theory]
    [InlineData("stop", true)]
    [InlineData("resume", false)]
    public void What_people_told_WhatsApp_about_marketing_is_their_preference(string value, bool stop)
    {
        var item = Assert.Single(Change("user_preferences",
            $$$$$$"""{"messaging_product":"whatsapp","metadata":{"phone_number_id":"{{{{{{Subject.AccountId}}}}}}"},"user_preferences":[{"wa_id":"{{{{{{User}}}}}}","detail":"d","category":"marketing_messages","value":"{{{{{{value}}}}}}","timestamp":1790000000}]}"""));
        Assert.Equal((new InboundBody.Preference(stop), User), (item.Body, item.UserId));
    }

    [Fact]
    public void A_message_from_the_businesss_own_phone_is_an_echo_of_a_person()
    {
        var item = Assert.Single(Change("smb_message_echoes",
            $$$$$$"""{"metadata":{"phone_number_id":"{{{{{{Subject.AccountId}}}}}}"},"message_echoes":[{"from":"886221234567","to":"{{{{{{User}}}}}}","id":"w9","timestamp":"1790000000","type":"text","text":{"body":"hi"}}]}"""));
        Assert.Equal((new InboundBody.Echo("w9", null, false, MessageKind.Text, "hi"), User), (item.Body, item.UserId));
    }

    public static TheoryData<string, string, InboundBody> News => new()
    {
        { "message_template_status_update", """{"event":"APPROVED","message_template_id":1,"message_template_name":"sale","message_template_language":"en-US","reason":"NONE"}""", new InboundBody.TemplateChanged(MetaSubject.Waba(0), "sale", "en_US", "APPROVED", null) },
        { "message_template_status_update", """{"event":"PAUSED","message_template_name":"sale","message_template_language":"zh_TW","other_info":{"title":"FIRST_PAUSE","description":"d"}}""", new InboundBody.TemplateChanged(MetaSubject.Waba(0), "sale", "zh_TW", "PAUSED", "FIRST_PAUSE") },
        { "message_template_quality_update", """{"previous_quality_score":"GREEN","new_quality_score":"RED","message_template_name":"sale","message_template_language":"en_US"}""", new InboundBody.TemplateChanged(MetaSubject.Waba(0), "sale", "en_US", null, "RED") },
        { "template_category_update", """{"message_template_name":"sale","message_template_language":"en_US","new_category":"MARKETING"}""", new InboundBody.TemplateChanged(MetaSubject.Waba(0), "sale", "en_US", null, "MARKETING") },
        { "account_update", """{"event":"ACCOUNT_RESTRICTION","restriction_info":[{"restriction_type":"RESTRICTED_BIZ_INITIATED_MESSAGING","expiration":1790000000}]}""", new InboundBody.Standing(AccountStanding.Restricted, "ACCOUNT_RESTRICTION", "RESTRICTED_BIZ_INITIATED_MESSAGING") },
        { "account_update", """{"event":"ACCOUNT_RESTRICTION","restriction_info":[{"restriction_type":"RESTRICTED_ADD_PHONE_NUMBER_ACTION"}]}""", new InboundBody.Standing(AccountStanding.Warned, "ACCOUNT_RESTRICTION", "RESTRICTED_ADD_PHONE_NUMBER_ACTION") },
        { "account_update", """{"event":"ACCOUNT_VIOLATION","violation_info":{"violation_type":"SPAM"}}""", new InboundBody.Standing(AccountStanding.Warned, "ACCOUNT_VIOLATION", "SPAM") },
        { "account_update", """{"event":"ACCOUNT_DELETED"}""", new InboundBody.Standing(AccountStanding.Restricted, "ACCOUNT_DELETED", null) },
        { "account_update", """{"event":"DISABLED_UPDATE","ban_info":{"waba_ban_state":"DISABLE","waba_ban_date":"d"}}""", new InboundBody.Standing(AccountStanding.Restricted, "DISABLED_UPDATE", "DISABLE") },
        { "account_update", """{"event":"DISABLED_UPDATE","ban_info":{"waba_ban_state":"REINSTATE"}}""", new InboundBody.Standing(AccountStanding.Restored, "DISABLED_UPDATE", "REINSTATE") },
        { "account_update", """{"event":"PARTNER_ADDED"}""", new InboundBody.Other("account_update") },
        { "account_review_update", """{"decision":"APPROVED"}""", new InboundBody.Other("account_review_update") },
        { "account_alerts", """{"alert_severity":"CRITICAL","alert_type":"OBA_REJECTED","alert_description":"d"}""", new InboundBody.Standing(AccountStanding.Warned, "OBA_REJECTED", "d") },
        { "phone_number_quality_update", """{"event":"FLAGGED","display_phone_number":"886","current_limit":"TIER_1K"}""", new InboundBody.Standing(AccountStanding.Warned, "FLAGGED", "886") },
        { "phone_number_quality_update", """{"event":"UPGRADE","display_phone_number":"886"}""", new InboundBody.Other("phone_number_quality_update") },
        { "business_capability_update", """{"max_daily_conversations_per_business":"TIER_2K"}""", new InboundBody.Other("business_capability_update") },
        { "history", """{"history":[{"phase":1}]}""", new InboundBody.Other("history") },
        { "user_preferences", """{"user_preferences":7}""", new InboundBody.Other("user_preferences") },
        { "messages", "7", new InboundBody.Other("messages") },
    };

    [Theory]
    [MemberData(nameof(News))]
    public void News_of_the_business_account_reach_each_of_its_numbers(string field, string value, InboundBody body)
    {
        var item = Assert.Single(Change(field, value));
        Assert.Equal(body, item.Body);
        Assert.Equal(Subject.Account, item.Account);
        Assert.Null(item.UserId);
        Assert.NotNull(item.Raw);
        Assert.Equal(item.Id, Assert.Single(Change(field, value)).Id);
    }

    [Fact]
    public void Two_numbers_of_one_business_account_are_both_told()
    {
        var services = Subject.Services(new Uri("http://127.0.0.1:9"), TimeProvider.System, ("Waba", MetaSubject.Waba(1)), ("Secrets:2", ChannelContract.ContractSubject.OtherSecret));
        var channel = ((Roster)services.GetService(typeof(Roster))!)[ChannelId.WhatsApp];
        var body = Body("account_update", """{"event":"ACCOUNT_DELETED"}""").Replace(MetaSubject.Waba(0), MetaSubject.Waba(1), StringComparison.Ordinal);
        var reading = channel.Read(Subject.Request(System.Text.Encoding.UTF8.GetBytes(body), ChannelContract.ContractSubject.OtherSecret));
        Assert.Equal([Subject.AccountId, Subject.OtherAccountId], Assert.IsType<WebhookReading.Events>(reading).Items.Select(item => item.Account.Id).Order());
    }

    [Fact]
    public void Another_business_account_is_nobodys() => Assert.Empty(Read(Body("account_update", """{"event":"ACCOUNT_DELETED"}""").Replace(MetaSubject.Waba(0), "999", StringComparison.Ordinal)));

    [Fact]
    public void The_dashboards_test_button_is_nobodys() => Assert.Empty(Read(
        """{"object":"whatsapp_business_account","entry":[{"id":"0","changes":[{"field":"messages","value":{"messaging_product":"whatsapp","metadata":{"display_phone_number":"16505551111","phone_number_id":"123456123"},"contacts":[{"profile":{"name":"test user name"},"wa_id":"16315551181"}],"messages":[{"from":"16315551181","id":"ABGGFlA5Fpa","timestamp":"1504902988","type":"text","text":{"body":"this is a text message"}}]}}]}]}"""));

    private InboundEvent Message(string message) => Assert.Single(Read(WhatsAppSubject.Value(Subject.AccountId, $"\"messages\":[{message}]")));

    private InboundEvent Status(string status) => Assert.Single(Read(WhatsAppSubject.Value(Subject.AccountId, $"\"statuses\":[{status}]")));

    private IReadOnlyList<InboundEvent> Change(string field, string value) => Read(Body(field, value));

    private static string Body(string field, string value) =>
        $$$$$$"""{"object":"whatsapp_business_account","entry":[{"id":"{{{{{{MetaSubject.Waba(0)}}}}}}","time":1790000000,"changes":[{"field":"{{{{{{field}}}}}}","value":{{{{{{value}}}}}}}]}]}""";
}
