using System.Text;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Tests.Adapters.ChannelContract;

namespace OmoBroadcast.Tests.Adapters.Line;

public sealed partial class LineReadingTests
{
    [Theory]
    [InlineData("""{"type":"text","id":"1","text":"a\n👋","emojis":[]}""", MessageKind.Text, "a\n👋", false)]
    [InlineData("""{"type":"text","id":"1","text":"half \ud83d then \u00e9"}""", MessageKind.Text, "half \uFFFD then é", false)]
    [InlineData("""{"type":"text","id":"1","text":"a","quoteToken":"q","markAsReadToken":"m"}""", MessageKind.Text, "a", false)]
    [InlineData("""{"type":"text","id":"1","text":"a","quotedMessageId":"9"}""", MessageKind.Text, "a", false, null, "9")]
    [InlineData(
        """{"type":"text","id":"1","text":"(brown)","emojis":[{"index":0,"length":7,"productId":"p","emojiId":"1"}]}""",
        MessageKind.Text,
        "(brown)",
        false
    )]
    [InlineData(
        """{"type":"text","id":"1","text":"好$!","emojis":[{"index":1,"length":1,"productId":"p","emojiId":"1"},{"index":9,"length":9},7]}""",
        MessageKind.Text,
        "好(emoji)!",
        false
    )]
    [InlineData(
        """{"type":"text","id":"1","text":"@All hi","mention":{"mentionees":[{"index":0,"length":4,"type":"all"}]}}""",
        MessageKind.Text,
        "@All hi",
        false
    )]
    [InlineData("""{"type":"text","id":"1","quotedMessageId":"9"}""", MessageKind.Text, null, true, null, "9")]
    [InlineData("""{"type":"image","id":"1","contentProvider":{"type":"line"}}""", MessageKind.Image, null, false, "1")]
    [InlineData(
        """{"type":"image","id":"1","contentProvider":{"type":"line"},"imageSet":{"id":"E0","index":1,"total":2}}""",
        MessageKind.Image,
        null,
        false,
        "1"
    )]
    [InlineData(
        """{"type":"image","id":"1","contentProvider":{"type":"external","originalContentUrl":"https://x"}}""",
        MessageKind.Image,
        null,
        false,
        "https://x"
    )]
    [InlineData("""{"type":"video","id":"1","duration":60000,"contentProvider":{"type":"line"}}""", MessageKind.Video, null, false, "1")]
    [InlineData("""{"type":"audio","id":"1","duration":60000,"contentProvider":{"type":"line"}}""", MessageKind.Audio, null, false, "1")]
    [InlineData("""{"type":"file","id":"1","fileName":"a.pdf","fileSize":2138}""", MessageKind.File, "a.pdf", false, "1")]
    [InlineData(
        """{"type":"sticker","id":"1","packageId":"1","stickerId":"../2","stickerResourceType":"MESSAGE","text":"好"}""",
        MessageKind.Sticker,
        "好",
        false
    )]
    [InlineData(
        """{"type":"sticker","id":"1","packageId":"1","stickerId":"52","keywords":["cony",7,"sally"]}""",
        MessageKind.Sticker,
        "cony, sally",
        false,
        "https://stickershop.line-scdn.net/stickershop/v1/sticker/52/android/sticker.png"
    )]
    [InlineData(
        """{"type":"sticker","id":"1","packageId":"1","stickerId":"52"}""",
        MessageKind.Sticker,
        null,
        false,
        "https://stickershop.line-scdn.net/stickershop/v1/sticker/52/android/sticker.png"
    )]
    [InlineData("""{"type":"hologram","id":"1"}""", MessageKind.Unknown, null, true)]
    [InlineData("""{"id":1}""", MessageKind.Unknown, null, true)]
    public void Each_kind_of_message_is_kept_as_what_it_is(
        string message,
        MessageKind kind,
        string? text,
        bool raw,
        string? media = null,
        string? quoted = null
    )
    {
        var item = One($$""" "type":"message","replyToken":"r","message":{{message}} """);
        Assert.Equal(
            new InboundBody.Message("1", kind, text, "r", quoted is null ? MessageDetails.OfMedia(kind, media) : new() { Quoted = quoted }),
            item.Body
        );
        Assert.Equal(raw, item.Raw is not null);
        Assert.Equal("Uabc", item.UserId);
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1790000000000), item.At);
    }

    [Theory]
    [InlineData("""{"type":"location","id":"1","title":"LY","address":"Tokyo","latitude":35.67,"longitude":139.7}""", "LY", 35.67, "Tokyo")]
    [InlineData("""{"type":"location","id":"1","address":"Tokyo","latitude":35.67,"longitude":139.7}""", "Tokyo", 35.67, null)]
    [InlineData("""{"type":"location","id":"1","latitude":35.67,"longitude":139.7}""", null, 35.67, null)]
    public void A_place_is_where_it_is(string message, string? text, double latitude, string? address) =>
        Assert.Equal(
            new InboundBody.Message("1", MessageKind.Location, text, "r", new() { Place = new(latitude, 139.7, null, address) }),
            One($$""" "type":"message","replyToken":"r","message":{{message}} """).Body
        );

    public static TheoryData<string, InboundBody, bool> Kinds =>
        new()
        {
            { """ "type":"messageEdited","message":{"id":"1","type":"text","text":"b"} """, new InboundBody.Edited("1", "b"), false },
            { """ "type":"unsend","unsend":{"messageId":"7"} """, new InboundBody.Unsent("7"), false },
            { """ "type":"follow","follow":{"isUnblocked":true} """, new InboundBody.Followed(true), false },
            { """ "type":"follow" """, new InboundBody.Followed(false), false },
            { """ "type":"unfollow" """, new InboundBody.Unfollowed(), false },
            { """ "type":"postback","replyToken":"r","postback":{"data":"a=1"} """, new InboundBody.Postback("a=1", "r"), false },
            {
                """ "type":"postback","replyToken":"r","postback":{"data":"a=1","params":{"date":"2026-01-01"}} """,
                new InboundBody.Postback("a=1 2026-01-01", "r"),
                false
            },
            {
                """ "type":"postback","replyToken":"r","postback":{"data":"a=1","displayText":"我要買"} """,
                new InboundBody.Postback("a=1", "r", "我要買"),
                false
            },
            {
                """ "type":"postback","postback":{"data":"a=1","params":{"newRichMenuAliasId":"menu-b","status":"SUCCESS"}} """,
                new InboundBody.SystemMessage(SystemEvent.MenuChanged, "menu-b"),
                false
            },
            { """ "type":"postback" """, new InboundBody.Other("postback"), true },
            { """ "type":"message" """, new InboundBody.Other("message"), true },
            { """ "type":"message","message":[1] """, new InboundBody.Other("message"), true },
            {
                """ "type":"beacon","beacon":{"hwid":"d4","type":"enter"} """,
                new InboundBody.SystemMessage(SystemEvent.Beacon, "d4"),
                false
            },
            {
                """ "type":"accountLink","link":{"result":"ok","nonce":"n"} """,
                new InboundBody.SystemMessage(SystemEvent.AccountLinked, null),
                false
            },
            {
                """ "type":"membership","membership":{"type":"joined","membershipId":3189} """,
                new InboundBody.SystemMessage(SystemEvent.MembershipJoined, null),
                false
            },
            { """ "type":"membership","membership":{"type":"promoted"} """, new InboundBody.Other("membership"), true },
            {
                """ "type":"videoPlayComplete","videoPlayComplete":{"trackingId":"t"} """,
                new InboundBody.SystemMessage(SystemEvent.VideoWatched, "t"),
                false
            },
            { """ "type":"join" """, new InboundBody.Other("join"), true },
            { """ "type":"leave" """, new InboundBody.Other("leave"), true },
            { """ "type":"memberJoined","joined":{"members":[]} """, new InboundBody.Other("memberJoined"), true },
            { """ "type":"memberLeft","left":{"members":[]} """, new InboundBody.Other("memberLeft"), true },
            { """ "type":"module","module":{"type":"attached"} """, new InboundBody.Other("module"), true },
            { """ "type":"activated","chatControl":{"expireAt":1} """, new InboundBody.SystemMessage(SystemEvent.HandedBack, null), false },
            { """ "type":"deactivated" """, new InboundBody.SystemMessage(SystemEvent.HandedOver, null), false },
            { """ "type":"botSuspended" """, new InboundBody.Other("botSuspended"), true },
            { """ "type":"botResumed" """, new InboundBody.Other("botResumed"), true },
            { """ "type":"delivery","delivery":{"data":"hash"} """, new InboundBody.Other("delivery"), true },
            { """ "type":"things","things":{} """, new InboundBody.Other("things"), true },
            { """ "type":"hologram" """, new InboundBody.Other("hologram"), true },
            { """ "type":null """, new InboundBody.Other(""), true },
        };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Each_kind_of_event_is_understood_or_kept_raw(string fields, InboundBody body, bool raw)
    {
        var item = One(fields);
        Assert.Equal(body, item.Body);
        Assert.Equal(raw, item.Raw is not null);
        Assert.False(item.Standby);
    }
}
