using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Tests.Adapters.Meta;

public abstract partial class PageReadingContract
{
    public static TheoryData<string, InboundBody, bool> Kinds =>
        new()
        {
            {
                """ "message":{"mid":"m1","text":"a\n\ud83d\udc4b"} """,
                new InboundBody.Message("m1", MessageKind.Text, "a\n👋", null),
                false
            },
            {
                """ "message":{"mid":"m1","text":"Yes","quick_reply":{"payload":"Y"}} """,
                new InboundBody.Message("m1", MessageKind.Text, "Yes", null),
                true
            },
            {
                """ "message":{"mid":"m1","text":"a","reply_to":{"mid":"m0"}} """,
                new InboundBody.Message("m1", MessageKind.Text, "a", null, new() { Quoted = "m0" }),
                false
            },
            {
                """ "message":{"mid":"m1","text":"a","reply_to":{"story":{"id":"1","url":"https://cdn.example/s"}}} """,
                new InboundBody.Message(
                    "m1",
                    MessageKind.Text,
                    "a",
                    null,
                    new() { Referral = new(ReferralSource.Story, null, "https://cdn.example/s", "https://cdn.example/s") }
                ),
                false
            },
            {
                """ "message":{"mid":"m1","text":"a","referral":{"product":{"id":"sku"}}} """,
                new InboundBody.Message("m1", MessageKind.Text, "a", null, new() { Referral = new(ReferralSource.Product, "sku") }),
                false
            },
            {
                """ "message":{"mid":"m1","text":"a","referral":{"source":"ADS","ad_id":"1","ref":"r","ads_context_data":{"ad_title":"Spring","photo_url":"https://cdn.example/p"}}} """,
                new InboundBody.Message(
                    "m1",
                    MessageKind.Text,
                    "a",
                    null,
                    new() { Referral = new(ReferralSource.Ad, "Spring", null, "https://cdn.example/p") }
                ),
                false
            },
            {
                """ "message":{"mid":"m1","text":"see","attachments":[{"type":"image","payload":{"url":"https://cdn.example/a"}},{"type":"video","payload":{"url":"https://cdn.example/b"}},{"type":"file","title":"c.pdf","payload":{"url":"https://cdn.example/c"}}]} """,
                new InboundBody.Message(
                    "m1",
                    MessageKind.Image,
                    "see",
                    null,
                    new()
                    {
                        Media =
                        [
                            new(MessageKind.Image, "https://cdn.example/a"),
                            new(MessageKind.Video, "https://cdn.example/b"),
                            new(MessageKind.File, "https://cdn.example/c"),
                        ],
                        Items = [new("c.pdf")],
                    }
                ),
                false
            },
            {
                """ "message":{"mid":"m1","attachments":[{"type":"template","payload":{"product":{"elements":[{"id":"1","title":"Hat","subtitle":"NT$590"},{"id":"2"}]}}}]} """,
                new InboundBody.Message("m1", MessageKind.Share, null, null, new() { Items = [new("Hat", "NT$590")] }),
                false
            },
            {
                """ "message":{"mid":"m1","attachments":[{"type":"image","payload":{"url":"https:\/\/cdn.example\/a"}}]} """,
                new InboundBody.Message(
                    "m1",
                    MessageKind.Image,
                    null,
                    null,
                    MessageDetails.OfMedia(MessageKind.Image, "https://cdn.example/a")
                ),
                false
            },
            {
                """ "message":{"mid":"m1","attachments":[{"type":"image","payload":{"url":"https://cdn.example/a"}},{"type":"image","payload":{"url":"https://cdn.example/b"}}]} """,
                new InboundBody.Message(
                    "m1",
                    MessageKind.Image,
                    null,
                    null,
                    new() { Media = [new(MessageKind.Image, "https://cdn.example/a"), new(MessageKind.Image, "https://cdn.example/b")] }
                ),
                false
            },
            {
                """ "message":{"mid":"m1","attachments":[{"type":"image","payload":{"url":"https://cdn.example/a","sticker_id":369239263222822}},{"type":"sticker","payload":{"url":"https://cdn.example/a"}}]} """,
                new InboundBody.Message(
                    "m1",
                    MessageKind.Sticker,
                    null,
                    null,
                    MessageDetails.OfMedia(MessageKind.Sticker, "https://cdn.example/a")
                ),
                false
            },
            {
                """ "message":{"mid":"m1","attachments":[{"type":"video","payload":{"url":"https://cdn.example/v"}}]} """,
                new InboundBody.Message(
                    "m1",
                    MessageKind.Video,
                    null,
                    null,
                    MessageDetails.OfMedia(MessageKind.Video, "https://cdn.example/v")
                ),
                false
            },
            {
                """ "message":{"mid":"m1","attachments":[{"type":"audio","payload":{"url":"http://cdn.example/v"}}]} """,
                new InboundBody.Message("m1", MessageKind.Audio, null, null),
                true
            },
            {
                """ "message":{"mid":"m1","attachments":[{"type":"file","title":"a.pdf","payload":{"url":"https://cdn.example/f"}}]} """,
                new InboundBody.Message(
                    "m1",
                    MessageKind.File,
                    "a.pdf",
                    null,
                    MessageDetails.OfMedia(MessageKind.File, "https://cdn.example/f")
                ),
                false
            },
            {
                """ "message":{"mid":"m1","attachments":[{"type":"location","title":"Taipei 101","payload":{"coordinates":{"lat":25.03,"long":121.56}}}]} """,
                new InboundBody.Message("m1", MessageKind.Location, "Taipei 101", null, new() { Place = new(25.03, 121.56, null, null) }),
                false
            },
            {
                """ "message":{"mid":"m1","text":"look","attachments":[{"type":"fallback","title":"A page","url":"https://a.example/"}]} """,
                new InboundBody.Message(
                    "m1",
                    MessageKind.Text,
                    "look",
                    null,
                    new() { Referral = new(ReferralSource.Link, "A page", "https://a.example/") }
                ),
                false
            },
            {
                """ "message":{"mid":"m1","attachments":[{"type":"share","payload":{"url":"https://cdn.example/s"}},{"type":"ig_post","payload":{"ig_post_media_id":"1","title":"t","url":"https://cdn.example/s"}}]} """,
                new InboundBody.Message(
                    "m1",
                    MessageKind.Share,
                    null,
                    null,
                    new() { Referral = new(ReferralSource.Post, "t", "https://cdn.example/s") }
                ),
                false
            },
            {
                """ "message":{"mid":"m1","attachments":[{"type":"ig_reel","payload":{"reel_video_id":"1","title":"t","url":"https://cdn.example/r"}}]} """,
                new InboundBody.Message(
                    "m1",
                    MessageKind.Video,
                    null,
                    null,
                    new() { Media = [new(MessageKind.Video, "https://cdn.example/r")], Referral = new(ReferralSource.Post, "t") }
                ),
                false
            },
            {
                """ "message":{"mid":"m1","attachments":[{"type":"story_mention","payload":{"url":"https://cdn.example/r"}}]} """,
                new InboundBody.Message(
                    "m1",
                    MessageKind.Share,
                    null,
                    null,
                    new() { Referral = new(ReferralSource.Story, null, "https://cdn.example/r", "https://cdn.example/r") }
                ),
                false
            },
            {
                """ "message":{"mid":"m1","attachments":[{"type":"like_heart"}]} """,
                new InboundBody.Message("m1", MessageKind.Sticker, "❤", null),
                false
            },
            {
                """ "message":{"mid":"m1","attachments":[{"type":"template","payload":{"generic":[]}}]} """,
                new InboundBody.Message("m1", MessageKind.Unknown, null, null),
                true
            },
            { """ "message":{"mid":"m1","attachments":[7,null]} """, new InboundBody.Message("m1", MessageKind.Unknown, null, null), true },
            { """ "message":{"mid":"m1","is_unsupported":true} """, new InboundBody.Message("m1", MessageKind.Unknown, null, null), true },
            { """ "message":{"mid":"m1"} """, new InboundBody.Message("m1", MessageKind.Unknown, null, null), true },
            { """ "message":{"mid":"m1","is_deleted":true} """, new InboundBody.Unsent("m1"), false },
            { """ "message":{"text":"no id"} """, new InboundBody.Other("message"), true },
            {
                """ "delivery":{"watermark":1789999000000} """,
                new InboundBody.Receipt(ReceiptKind.Delivered, null, null, Moment, null),
                false
            },
            {
                """ "delivery":{"mids":null,"watermark":"1789999000000"} """,
                new InboundBody.Receipt(ReceiptKind.Delivered, null, null, Moment, null),
                false
            },
            { """ "delivery":{"mids":["m9"]} """, new InboundBody.Receipt(ReceiptKind.Delivered, "m9", null, null, null), false },
            { """ "delivery":{} """, new InboundBody.Other("delivery"), true },
            { """ "read":{"watermark":1789999000} """, new InboundBody.Receipt(ReceiptKind.Read, null, null, Moment, null), false },
            { """ "read":{"mid":"m9"} """, new InboundBody.Receipt(ReceiptKind.Read, "m9", null, null, null), false },
            {
                """ "reaction":{"mid":"m9","action":"react","reaction":"love","emoji":"\u2764"} """,
                new InboundBody.Reaction("m9", "❤"),
                false
            },
            { """ "reaction":{"mid":"m9","action":"react","reaction":"angry"} """, new InboundBody.Reaction("m9", "angry"), false },
            { """ "reaction":{"mid":"m9","action":"unreact"} """, new InboundBody.Reaction("m9", null), false },
            { """ "reaction":{"action":"react"} """, new InboundBody.Other("reaction"), true },
            { """ "message_edit":{"mid":"m9","text":"better","num_edit":"1"} """, new InboundBody.Edited("m9", "better"), false },
            { """ "message_edit":{"mid":"m9","num_edit":3} """, new InboundBody.Other("message_edit"), true },
            { """ "postback":{"mid":"p1","title":"Start","payload":"START"} """, new InboundBody.Postback("START", null, "Start"), false },
            { """ "postback":{"title":"Start"} """, new InboundBody.Postback("Start", null, "Start"), false },
            {
                """ "referral":{"ref":"r","source":"SHORTLINK","type":"OPEN_THREAD"} """,
                new InboundBody.SystemMessage(SystemEvent.CameBy, null, new(ReferralSource.Link, "r")),
                false
            },
            { """ "optin":{"ref":"r","user_ref":"u"} """, new InboundBody.Other("optin"), true },
            {
                """ "optin":{"type":"notification_messages","notification_messages_status":"STOP NOTIFICATIONS"} """,
                new InboundBody.Preference(true),
                true
            },
            {
                """ "optin":{"type":"notification_messages","notification_messages_status":"RESUME_NOTIFICATIONS"} """,
                new InboundBody.Preference(false),
                true
            },
            {
                """ "pass_thread_control":{"previous_owner_app_id":null,"new_owner_app_id":"1","metadata":""} """,
                new InboundBody.SystemMessage(SystemEvent.HandedOver, null),
                false
            },
            {
                """ "pass_thread_control":{"previous_owner_app_id":"1","new_owner_app_id":480021334455} """,
                new InboundBody.SystemMessage(SystemEvent.HandedBack, null),
                false
            },
            { """ "pass_thread_control":{"metadata":""} """, new InboundBody.SystemMessage(SystemEvent.HandedBack, null), false },
            {
                """ "take_thread_control":{"previous_owner_app_id":1,"metadata":""} """,
                new InboundBody.SystemMessage(SystemEvent.HandedOver, null),
                false
            },
            { """ "request_thread_control":{"requested_owner_app_id":1} """, new InboundBody.Other("request_thread_control"), true },
            { """ "account_linking":{"status":"linked"} """, new InboundBody.SystemMessage(SystemEvent.AccountLinked, null), false },
            { """ "response_feedback":{"feedback":"Good bot","mid":"m"} """, new InboundBody.Other("response_feedback"), true },
            { """ "hologram":{} """, new InboundBody.Other("hologram"), true },
            { """ "message":null """, new InboundBody.Other("message"), true },
        };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Each_kind_of_item_is_understood_or_kept_raw(string member, InboundBody body, bool raw)
    {
        var item = One(member);
        Assert.Equal(body, item.Body);
        Assert.Equal(raw, item.Raw is not null);
        Assert.Equal(User, item.UserId);
        Assert.False(item.Standby);
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(MetaSubject.At), item.At);
        Assert.Equal(item.Id, One(member).Id);
    }
}
