using System.Text;
using OmoBroadcast.Teams.Activities;
using OmoBroadcast.Teams.Inbound;

namespace OmoBroadcast.Tests.Teams;

public sealed class ActivityReaderTests
{
    [Fact]
    public void A_message_is_read_with_everything_we_use()
    {
        var activity = Read(
            """
            {"type":"message","id":"1485983408511","timestamp":"2026-11-22T10:00:00Z","localTimezone":"Asia/Taipei","serviceUrl":"https://smba.trafficmanager.net/amer/t/",
             "channelId":"msteams","from":{"id":"29:1abc","name":"王","aadObjectId":"p-1"},"recipient":{"id":"28:bot","name":"Omo"},
             "conversation":{"id":"a:1","conversationType":"personal","tenantId":"t-1"},"text":"群發","locale":"zh-TW","futureField":[1,{"a":2}]}
            """
        );
        var all = new Activity
        {
            Type = "message",
            Id = "1485983408511",
            ServiceUrl = "https://smba.trafficmanager.net/amer/t/",
            ChannelId = "msteams",
            FromId = "29:1abc",
            PersonId = "p-1",
            BotId = "28:bot",
            ConversationId = "a:1",
            IsPersonal = true,
            TenantId = "t-1",
            Locale = "zh-TW",
            TimeZone = "Asia/Taipei",
            Text = "群發",
        };
        Assert.Equal(all, activity);
    }

    [Theory]
    [InlineData("<at>Omo</at> 群發", "群發")]
    [InlineData("<at>Omo</at>\u00A0群發 ", "群發")]
    [InlineData("群發<at>Omo</at>", "群發")]
    public void The_mention_of_ourselves_is_taken_out_by_its_entity(string text, string expected) =>
        Assert.Equal(
            expected,
            Read(
                $$"""
                {"type":"message","recipient":{"id":"28:bot"},"text":"{{text}}","entities":[
                 {"type":"mention","mentioned":{"id":"28:bot","name":"Something Else"},"text":"<at>Omo</at>"},
                 {"type":"mention","mentioned":{"id":"29:other","name":"Omo"},"text":"<at>Other</at>"}]}
                """
            )!.Text
        );

    [Fact]
    public void Fields_of_an_unexpected_kind_are_missing_fields() =>
        Assert.Equal(
            new Activity { Type = "message", IsPersonal = true },
            Read(
                """
                {"type":"message","id":17,"from":"x","recipient":[],"conversation":{"id":{},"isGroup":"?"},"channelData":null,"entities":{"a":1},"text":["x"],"value":"x"}
                """
            )
        );

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("\"message\"")]
    [InlineData("{}")]
    [InlineData("""{"type":""}""")]
    [InlineData("""{"type":"a","x":"\ud800","\ud800":1}""")]
    public void What_is_no_activity_is_none(string json) => Assert.Null(Read(json));

    [Fact]
    public void Lone_surrogates_and_deep_nesting_throw_nothing()
    {
        Assert.Null(Read("""{"type":"message","text":"\ud800"}""")!.Text);
        Assert.Null(Read("""{"type":"message","value":""" + new string('[', 100_000)));
        Assert.Null(ActivityReader.Read(new byte[] { 0x7b, 0x22, 0xff, 0xfe }));
    }

    [Fact]
    public void Pictures_and_files_are_read_and_the_text_s_own_html_is_not()
    {
        var activity = Read(
            """
            {"type":"message","text":"x","entities":[{"type":"clientInfo","platform":"Android"}],"attachments":[
             {"contentType":"text/html","content":"<p>x</p>"},
             {"contentType":"image/*","contentUrl":"https://smba.trafficmanager.net/a"},
             {"contentType":"application/vnd.microsoft.teams.file.download.info","name":"a.pdf","contentUrl":"https://x.sharepoint.com/a","content":{"downloadUrl":"https://x.sharepoint.com/d"}},
             {"contentType":"application/vnd.microsoft.teams.file.download.info","content":"x"},{"contentType":"image/png"},{"contentType":7},null,"x"]}
            """
        )!;
        Assert.Equal(
            [new Attachment("https://smba.trafficmanager.net/a", null, true), new Attachment("https://x.sharepoint.com/d", "a.pdf", false)],
            activity.Attachments
        );
        Assert.True(activity.OnPhone);
        var kept = System.Text.Json.JsonSerializer.Deserialize<Activity>(System.Text.Json.JsonSerializer.Serialize(activity))!;
        Assert.Equal(activity.Attachments, kept.Attachments);
    }

    [Theory]
    [InlineData("Windows", false)]
    [InlineData("macOS", false)]
    [InlineData("Web", false)]
    [InlineData("android", true)]
    [InlineData("iOS", true)]
    public void Phones_are_told_from_desktops(string platform, bool phone) =>
        Assert.Equal(
            phone,
            Read($$"""{"type":"message","entities":[{"type":"mention"},{"type":"clientInfo","platform":"{{platform}}"}]}""")!.OnPhone
        );

    [Fact]
    public void A_button_is_a_verb_and_data_as_strings()
    {
        var action = Read(
            """
            {"type":"invoke","name":"adaptiveCard/action","replyToId":"m1","value":{"action":{"type":"Action.Execute","verb":"broadcast.send",
             "data":{"campaign":42,"version":3,"text1":"嗨","on":true,"off":false,"nested":{"a":1},"none":null}},"trigger":"manual"}}
            """
        )!.Action!;
        Assert.Equal("broadcast.send", action.Verb);
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["campaign"] = "42",
                ["version"] = "3",
                ["text1"] = "嗨",
                ["on"] = "true",
                ["off"] = "false",
            },
            action.Data
        );
    }

    [Fact]
    public void A_submitted_card_is_a_button_too()
    {
        var action = Read("""{"type":"message","value":{"verb":"mine.open","skip":"10"}}""")!.Action!;
        Assert.Equal(("mine.open", "10"), (action.Verb, action.Data["skip"]));
    }

    [Theory]
    [InlineData("""{"type":"installationUpdate","action":"add"}""", true)]
    [InlineData("""{"type":"installationUpdate","action":"remove"}""", false)]
    [InlineData("""{"type":"conversationUpdate","recipient":{"id":"28:b"},"membersAdded":[{"id":"29:x"},{"id":"28:b"}]}""", true)]
    [InlineData("""{"type":"conversationUpdate","recipient":{"id":"28:b"},"membersAdded":[{"id":"29:x"}]}""", false)]
    [InlineData("""{"type":"conversationUpdate"}""", false)]
    public void Being_added_is_told_from_others_being_added(string json, bool adds) => Assert.Equal(adds, Read(json)!.AddsUs);

    [Theory]
    [InlineData("""{"id":"a:1","conversationType":"personal"}""", true)]
    [InlineData("""{"id":"a:1"}""", true)]
    [InlineData("""{"id":"19:x@thread.v2","conversationType":"groupChat","isGroup":true}""", false)]
    [InlineData("""{"id":"19:x@thread.v2","isGroup":true}""", false)]
    [InlineData("""{"id":"19:x@thread.tacv2","conversationType":"channel"}""", false)]
    public void Only_a_chat_with_one_person_is_personal(string conversation, bool personal) =>
        Assert.Equal(personal, Read($$"""{"type":"message","conversation":{{conversation}}}""")!.IsPersonal);

    private static Activity? Read(string json) => ActivityReader.Read(Encoding.UTF8.GetBytes(json));
}
