using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Tests.Adapters.Meta;

namespace OmoBroadcast.Tests.Adapters.WhatsApp;

public sealed partial class WhatsAppReadingTests
{
    public static TheoryData<string, InboundBody, bool> Kinds =>
        new()
        {
            { """ "type":"text","text":{"body":"\u4f60\u597d"} """, new InboundBody.Message("w1", MessageKind.Text, "你好", null), false },
            {
                """ "type":"text","text":{"body":"a"},"context":{"from":"1","id":"w0"} """,
                new InboundBody.Message("w1", MessageKind.Text, "a", null, new() { Quoted = "w0" }),
                false
            },
            {
                """ "type":"text","text":{"body":"a"},"referral":{"source_type":"ad","source_url":"https://fb.example/1","headline":"Spring","image_url":"https://cdn.example/1","thumbnail_url":"http://x"} """,
                new InboundBody.Message(
                    "w1",
                    MessageKind.Text,
                    "a",
                    null,
                    new() { Referral = new(ReferralSource.Ad, "Spring", "https://fb.example/1", "https://cdn.example/1") }
                ),
                false
            },
            {
                """ "type":"text","text":{"body":"a"},"context":{"forwarded":true,"referred_product":{"catalog_id":"1","product_retailer_id":"sku-1"}} """,
                new InboundBody.Message("w1", MessageKind.Text, "a", null, new() { Referral = new(ReferralSource.Product, "sku-1") }),
                false
            },
            {
                """ "type":"image","image":{"id":"77","mime_type":"image/jpeg","sha256":"x","caption":"look"} """,
                new InboundBody.Message("w1", MessageKind.Image, "look", null, MessageDetails.OfMedia(MessageKind.Image, "77")),
                false
            },
            {
                """ "type":"video","video":{"id":77,"mime_type":"video/mp4"} """,
                new InboundBody.Message("w1", MessageKind.Video, null, null, MessageDetails.OfMedia(MessageKind.Video, "77")),
                false
            },
            {
                """ "type":"audio","audio":{"id":"77","voice":true} """,
                new InboundBody.Message("w1", MessageKind.Audio, null, null, MessageDetails.OfMedia(MessageKind.Audio, "77")),
                false
            },
            {
                """ "type":"document","document":{"id":"77","filename":"a.pdf"} """,
                new InboundBody.Message("w1", MessageKind.File, "a.pdf", null, MessageDetails.OfMedia(MessageKind.File, "77")),
                false
            },
            {
                """ "type":"document","document":{"id":"77","filename":"a.pdf","caption":"see"} """,
                new InboundBody.Message(
                    "w1",
                    MessageKind.File,
                    "see",
                    null,
                    new() { Media = [new(MessageKind.File, "77")], Items = [new("a.pdf")] }
                ),
                false
            },
            {
                """ "type":"sticker","sticker":{"id":"77","animated":true,"mime_type":"image/webp"} """,
                new InboundBody.Message(
                    "w1",
                    MessageKind.Sticker,
                    null,
                    null,
                    MessageDetails.OfMedia(MessageKind.Sticker, "77", "image/webp")
                ),
                false
            },
            {
                """ "type":"image","image":{"id":"77","mime_type":"image/heic"} """,
                new InboundBody.Message("w1", MessageKind.Image, null, null, MessageDetails.OfMedia(MessageKind.Image, "77", "image/heic")),
                false
            },
            { """ "type":"image" """, new InboundBody.Message("w1", MessageKind.Image, null, null), true },
            {
                """ "type":"location","location":{"latitude":25.0,"longitude":121.5,"name":"101","address":"Xinyi"} """,
                new InboundBody.Message("w1", MessageKind.Location, "101", null, new() { Place = new(25, 121.5, null, "Xinyi") }),
                false
            },
            {
                """ "type":"location","location":{"latitude":25.0,"longitude":121.5,"address":"Xinyi"} """,
                new InboundBody.Message("w1", MessageKind.Location, "Xinyi", null, new() { Place = new(25, 121.5, null, null) }),
                false
            },
            {
                """ "type":"location","location":{"latitude":925.0,"longitude":"x"} """,
                new InboundBody.Message("w1", MessageKind.Location, null, null),
                true
            },
            {
                """ "type":"contacts","contacts":[7,{"name":{"formatted_name":"Ann"},"phones":[{"phone":"+886 900","wa_id":"886900"},{"wa_id":"886901"},7],"emails":[{"email":"a@example.com"}]},{"name":{"first_name":"Ben"}},{}] """,
                new InboundBody.Message(
                    "w1",
                    MessageKind.Contacts,
                    "Ann",
                    null,
                    new() { Items = [new("Ann", "+886 900, 886901, a@example.com"), new("Ben")] }
                ),
                false
            },
            { """ "type":"contacts","contacts":[] """, new InboundBody.Message("w1", MessageKind.Contacts, null, null), true },
            {
                """ "type":"interactive","interactive":{"type":"button_reply","button_reply":{"id":"b","title":"Yes"}} """,
                new InboundBody.Message("w1", MessageKind.Button, "Yes", null),
                false
            },
            {
                """ "type":"interactive","interactive":{"type":"list_reply","list_reply":{"id":"b","title":"Two","description":"d"}} """,
                new InboundBody.Message("w1", MessageKind.Button, "Two", null, new() { Items = [new("d")] }),
                false
            },
            {
                """ "type":"interactive","interactive":{"type":"nfm_reply","nfm_reply":{"name":"flow","body":"Sent","response_json":"{}"}} """,
                new InboundBody.Message("w1", MessageKind.Form, "Sent", null),
                true
            },
            {
                """ "type":"interactive","interactive":{"type":"nfm_reply","nfm_reply":{"name":"flow","body":"Sent","response_json":"{\"flow_token\":\"t\",\"size\":\"M\",\"colours\":[\"red\",\"blue\"],\"gift\":true,\"to\":{\"city\":\"Taipei\"},\"n\":2}"}} """,
                new InboundBody.Message(
                    "w1",
                    MessageKind.Form,
                    "Sent",
                    null,
                    new()
                    {
                        Items = [new("size", "M"), new("colours", "red, blue"), new("gift", "✓"), new("city", "Taipei"), new("n", "2")],
                    }
                ),
                false
            },
            {
                """ "type":"interactive","interactive":{"type":"nfm_reply","nfm_reply":{"name":"flow","body":"Sent","response_json":"{"}} """,
                new InboundBody.Message("w1", MessageKind.Form, "Sent", null),
                true
            },
            {
                """ "type":"interactive","interactive":{"type":"call_permission_reply","call_permission_reply":{"response":"accept","is_permanent":false}} """,
                new InboundBody.Message("w1", MessageKind.System, null, null, new() { Event = SystemEvent.CallsAllowed }),
                false
            },
            {
                """ "type":"interactive","interactive":{"type":"call_permission_reply"} """,
                new InboundBody.Message("w1", MessageKind.Unknown, "call_permission_reply", null),
                true
            },
            {
                """ "type":"button","button":{"payload":"p","text":"STOP"} """,
                new InboundBody.Message("w1", MessageKind.Button, "STOP", null),
                false
            },
            {
                """ "type":"reaction","reaction":{"message_id":"w0","emoji":"\ud83d\udc4d"} """,
                new InboundBody.Reaction("w0", "👍"),
                false
            },
            { """ "type":"reaction","reaction":{"message_id":"w0","emoji":""} """, new InboundBody.Reaction("w0", null), false },
            { """ "type":"reaction","reaction":{"message_id":"w0"} """, new InboundBody.Reaction("w0", null), false },
            { """ "type":"reaction","reaction":{} """, new InboundBody.Other("reaction"), true },
            {
                """ "type":"order","order":{"catalog_id":"1","text":"two please","product_items":[]} """,
                new InboundBody.Message("w1", MessageKind.Order, "two please", null),
                true
            },
            {
                """ "type":"order","order":{"catalog_id":"1","product_items":[{"product_retailer_id":"sku-1","quantity":2,"item_price":590,"currency":"TWD"},{"product_retailer_id":"sku-2","quantity":"1"},7]} """,
                new InboundBody.Message(
                    "w1",
                    MessageKind.Order,
                    null,
                    null,
                    new() { Items = [new("sku-1", null, "2 × 590 TWD"), new("sku-2", null, "1")] }
                ),
                false
            },
            {
                """ "type":"edit","edit":{"original_message_id":"w0","message":{"type":"text","text":{"body":"better"}}} """,
                new InboundBody.Edited("w0", "better"),
                false
            },
            { """ "type":"edit","context":{"id":"w0"},"text":{"body":"better"} """, new InboundBody.Edited("w0", "better"), false },
            { """ "type":"edit" """, new InboundBody.Other("edit"), true },
            { """ "type":"revoke","revoke":{"original_message_id":"w0"} """, new InboundBody.Unsent("w0"), false },
            { """ "type":"revoke","revoke":7 """, new InboundBody.Other("revoke"), true },
            { """ "type":"request_welcome" """, new InboundBody.Other("request_welcome"), true },
            {
                """ "type":"unsupported","errors":[{"code":131051,"title":"Unsupported"}],"unsupported":{"type":"poll"} """,
                new InboundBody.Message("w1", MessageKind.Unknown, "poll", null),
                true
            },
            { """ "type":"hologram" """, new InboundBody.Message("w1", MessageKind.Unknown, null, null), true },
            {
                """ "type":"system","system":{"body":"A changed","type":"customer_identity_changed"} """,
                new InboundBody.SystemMessage(SystemEvent.IdentityChanged, null),
                false
            },
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
}
