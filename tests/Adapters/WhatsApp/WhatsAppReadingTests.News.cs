using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Tests.Adapters.Meta;

namespace OmoBroadcast.Tests.Adapters.WhatsApp;

public sealed partial class WhatsAppReadingTests
{
    public static TheoryData<string, string, InboundBody> News =>
        new()
        {
            {
                "message_template_status_update",
                """{"event":"APPROVED","message_template_id":1,"message_template_name":"sale","message_template_language":"en-US","reason":"NONE"}""",
                new InboundBody.TemplateChanged(MetaSubject.Waba(0), "sale", "en_US", "APPROVED", null)
            },
            {
                "message_template_status_update",
                """{"event":"PAUSED","message_template_name":"sale","message_template_language":"zh_TW","other_info":{"title":"FIRST_PAUSE","description":"d"}}""",
                new InboundBody.TemplateChanged(MetaSubject.Waba(0), "sale", "zh_TW", "PAUSED", "FIRST_PAUSE")
            },
            {
                "message_template_quality_update",
                """{"previous_quality_score":"GREEN","new_quality_score":"RED","message_template_name":"sale","message_template_language":"en_US"}""",
                new InboundBody.TemplateChanged(MetaSubject.Waba(0), "sale", "en_US", null, "RED")
            },
            {
                "template_category_update",
                """{"message_template_name":"sale","message_template_language":"en_US","new_category":"MARKETING"}""",
                new InboundBody.TemplateChanged(MetaSubject.Waba(0), "sale", "en_US", null, "MARKETING")
            },
            {
                "account_update",
                """{"event":"ACCOUNT_RESTRICTION","restriction_info":[{"restriction_type":"RESTRICTED_BIZ_INITIATED_MESSAGING","expiration":1790000000}]}""",
                new InboundBody.Standing(AccountStanding.Restricted, "ACCOUNT_RESTRICTION", "RESTRICTED_BIZ_INITIATED_MESSAGING")
            },
            {
                "account_update",
                """{"event":"ACCOUNT_RESTRICTION","restriction_info":[{"restriction_type":"RESTRICTED_ADD_PHONE_NUMBER_ACTION"}]}""",
                new InboundBody.Standing(AccountStanding.Warned, "ACCOUNT_RESTRICTION", "RESTRICTED_ADD_PHONE_NUMBER_ACTION")
            },
            {
                "account_update",
                """{"event":"ACCOUNT_VIOLATION","violation_info":{"violation_type":"SPAM"}}""",
                new InboundBody.Standing(AccountStanding.Warned, "ACCOUNT_VIOLATION", "SPAM")
            },
            {
                "account_update",
                """{"event":"ACCOUNT_DELETED"}""",
                new InboundBody.Standing(AccountStanding.Restricted, "ACCOUNT_DELETED", null)
            },
            {
                "account_update",
                """{"event":"DISABLED_UPDATE","ban_info":{"waba_ban_state":"DISABLE","waba_ban_date":"d"}}""",
                new InboundBody.Standing(AccountStanding.Restricted, "DISABLED_UPDATE", "DISABLE")
            },
            {
                "account_update",
                """{"event":"DISABLED_UPDATE","ban_info":{"waba_ban_state":"REINSTATE"}}""",
                new InboundBody.Standing(AccountStanding.Restored, "DISABLED_UPDATE", "REINSTATE")
            },
            { "account_update", """{"event":"PARTNER_ADDED"}""", new InboundBody.Other("account_update") },
            { "account_review_update", """{"decision":"APPROVED"}""", new InboundBody.Other("account_review_update") },
            {
                "account_alerts",
                """{"alert_severity":"CRITICAL","alert_type":"OBA_REJECTED","alert_description":"d"}""",
                new InboundBody.Standing(AccountStanding.Warned, "OBA_REJECTED", "d")
            },
            {
                "phone_number_quality_update",
                """{"event":"FLAGGED","display_phone_number":"886","current_limit":"TIER_1K"}""",
                new InboundBody.Standing(AccountStanding.Warned, "FLAGGED", "886")
            },
            {
                "phone_number_quality_update",
                """{"event":"UPGRADE","display_phone_number":"886"}""",
                new InboundBody.Other("phone_number_quality_update")
            },
            {
                "business_capability_update",
                """{"max_daily_conversations_per_business":"TIER_2K"}""",
                new InboundBody.Other("business_capability_update")
            },
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
        var services = Subject.Services(
            new Uri("http://127.0.0.1:9"),
            TimeProvider.System,
            ("Waba", MetaSubject.Waba(1)),
            ("Secrets:2", ChannelContract.ContractSubject.OtherSecret)
        );
        var channel = ((Roster)services.GetService(typeof(Roster))!)[ChannelId.WhatsApp];
        var body = Body("account_update", """{"event":"ACCOUNT_DELETED"}""")
            .Replace(MetaSubject.Waba(0), MetaSubject.Waba(1), StringComparison.Ordinal);
        var reading = channel.Read(Subject.Request(System.Text.Encoding.UTF8.GetBytes(body), ChannelContract.ContractSubject.OtherSecret));
        Assert.Equal(
            [Subject.AccountId, Subject.OtherAccountId],
            Assert.IsType<WebhookReading.Events>(reading).Items.Select(item => item.Account.Id).Order()
        );
    }

    [Fact]
    public void Another_business_account_is_nobodys() =>
        Assert.Empty(
            Read(Body("account_update", """{"event":"ACCOUNT_DELETED"}""").Replace(MetaSubject.Waba(0), "999", StringComparison.Ordinal))
        );
}
