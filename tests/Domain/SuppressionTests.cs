using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Tests.Domain;

public sealed class SuppressionTests
{
    private static readonly AccountKey Account = new(ChannelId.Line, "U0");

    [Theory]
    [InlineData("取消訂閱", true)]
    [InlineData(" 退訂。", true)]
    [InlineData("stop", true)]
    [InlineData("ＳＴＯＰ", true)]
    [InlineData("Stop!", true)]
    [InlineData("Unsubscribe", true)]
    [InlineData("STOP\u200B", true)]
    [InlineData("\u200ESTOP", true)]
    [InlineData("StOp\uFE0F", true)]
    [InlineData("\"STOP\"", true)]
    [InlineData("“STOP”", true)]
    [InlineData("「STOP」", true)]
    [InlineData("取消訂閱～", true)]
    [InlineData("取消訂閱、", true)]
    [InlineData("（取消訂閱）", true)]
    [InlineData("【退訂】", true)]
    [InlineData("取消\n訂閱", true)]
    [InlineData("取消訂閱\ufffe", true)]
    [InlineData("Stop 🙏", true)]
    [InlineData("🛑STOP🛑", true)]
    [InlineData("𝐒𝐓𝐎𝐏", true)]
    [InlineData("ⓈⓉⓄⓅ", true)]
    [InlineData("S\u0336T\u0336O\u0336P\u0336", true)]
    [InlineData("S.T.O.P.", true)]
    [InlineData("UNSUBSCRIBE?", true)]
    [InlineData("STOP ALL", true)]
    [InlineData("stopall", true)]
    [InlineData("Please stop.", true)]
    [InlineData("I want to unsubscribe", true)]
    [InlineData("opt-out", true)]
    [InlineData("stop sending me messages please", true)]
    [InlineData("我要退訂", true)]
    [InlineData("我要退订", true)]
    [InlineData("請取消訂閱", true)]
    [InlineData("请取消订阅，谢谢！", true)]
    [InlineData("麻煩幫我取消訂閱 謝謝🙏", true)]
    [InlineData("我想取消訂閱電子報", true)]
    [InlineData("請不要再傳訊息給我了", true)]
    [InlineData("別再發廣告", true)]
    [InlineData("不想再收到訊息", true)]
    [InlineData("配信停止", true)]
    [InlineData("配信停止をお願いします。", true)]
    [InlineData("配信を停止してください", true)]
    [InlineData("ﾒｯｾｰｼﾞ配信停止", true)]
    [InlineData("もう送らないでください", true)]
    [InlineData("我要重新訂閱", false)]
    [InlineData("「订阅」", false)]
    [InlineData("START!", false)]
    [InlineData("配信再開", false)]
    [InlineData("STOP!!! 這件我要", null)]
    [InlineData("stop it's mine", null)]
    [InlineData("請問怎麼取消訂閱", null)]
    [InlineData("不要取消訂閱", null)]
    [InlineData("我不要退訂", null)]
    [InlineData("don't stop", null)]
    [InlineData("取消", null)]
    [InlineData("我要取消訂單", null)]
    [InlineData("請不要再寄發票給我", null)]
    [InlineData("cancel", null)]
    [InlineData("🛑", null)]
    [InlineData("starting", null)]
    [InlineData("訂閱", false)]
    [InlineData("start", false)]
    [InlineData("please stop by tomorrow", null)]
    [InlineData("我想取消訂閱電子報嗎", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    [InlineData("\ud83e", null)]
    public void Only_a_message_that_is_the_word_stops_or_resumes(string? text, bool? expected) =>
        Assert.Equal(expected, SuppressionWords.Default.Read(text));

    [Theory]
    [InlineData("please stop by tomorrow", true)]
    [InlineData("STOP!!! 這件我要", true)]
    [InlineData("請問怎麼退訂？一直收到", true)]
    [InlineData("我想取消訂閱電子報嗎", true)]
    [InlineData("配信停止はどうすればいいですか", true)]
    [InlineData("where is the bus-stop", true)]
    [InlineData("nonstop flights", false)]
    [InlineData("my stopwatch", false)]
    [InlineData("取消訂閱", false)]
    [InlineData("訂閱", false)]
    [InlineData("您好，請問有貨嗎", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_longer_message_with_such_a_word_only_sounds_like_one(string? text, bool sounds)
    {
        Assert.Equal(sounds, SuppressionWords.Default.SoundsLike(text));
    }

    [Fact]
    public void Configured_words_are_patterns()
    {
        var words = new SuppressionWords(["{|請}停{|送}"], ["再{來|送}"]);
        Assert.True(words.Read("停送!"));
        Assert.True(words.Read("請停"));
        Assert.False(words.Read("再來"));
        Assert.Null(words.Read("STOP"));
        Assert.True(words.SoundsLike("請停一下"));
    }

    [Fact]
    public void A_syllable_written_in_two_characters_is_the_same_word() =>
        Assert.True(new SuppressionWords(["수신각"], []).Read("수신\uAC00\u11A8"));

    [Fact]
    public void Unfollowing_blocks_and_following_again_unblocks()
    {
        var block = SuppressionChange.Of(Event(new InboundBody.Unfollowed()), SuppressionWords.Default);
        var unblock = SuppressionChange.Of(Event(new InboundBody.Followed(Unblocked: true)), SuppressionWords.Default);
        Assert.True(block is { Kind: SuppressionKind.Blocked, On: true });
        Assert.True(unblock is { Kind: SuppressionKind.Blocked, On: false });
    }

    [Fact]
    public void A_stop_word_unsubscribes_and_a_picture_does_not()
    {
        Assert.True(
            SuppressionChange.Of(Event(new InboundBody.Message("1", MessageKind.Text, "退訂", null)), SuppressionWords.Default)
                is { Kind: SuppressionKind.Unsubscribed, On: true }
        );
        Assert.Null(SuppressionChange.Of(Event(new InboundBody.Message("1", MessageKind.File, "退訂", null)), SuppressionWords.Default));
    }

    [Fact]
    public void Only_who_writes_to_us_is_to_be_told_that_we_understood()
    {
        var asked = Event(new InboundBody.Message("1", MessageKind.Text, "退訂", null));
        Assert.Equal("退訂", SuppressionChange.Of(asked, SuppressionWords.Default)!.Word);
        Assert.Null(SuppressionChange.Of(asked with { Standby = true }, SuppressionWords.Default)!.Word);
        Assert.Null(SuppressionChange.Of(Event(new InboundBody.Preference(Stop: true)), SuppressionWords.Default)!.Word);
        var kept = System.Text.Json.JsonSerializer.Serialize(SuppressionChange.Of(asked, SuppressionWords.Default));
        Assert.Equal("退訂", System.Text.Json.JsonSerializer.Deserialize<SuppressionChange>(kept)!.Word);
    }

    [Fact]
    public void A_group_changes_nobodys_suppression() =>
        Assert.Null(SuppressionChange.Of(Event(new InboundBody.Unfollowed()) with { UserId = null }, SuppressionWords.Default));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_is_told_to_the_platform_itself_counts_either_way(bool stop)
    {
        var change = SuppressionChange.Of(Event(new InboundBody.Preference(stop)), SuppressionWords.Default)!;
        Assert.Equal((SuppressionKind.Unsubscribed, stop), (change.Kind, change.On));
    }

    [Fact]
    public void A_failure_suppresses_only_where_it_speaks_of_all_messages_to_come()
    {
        SuppressionChange? Of(SendOutcome fault) =>
            SuppressionChange.Of(Event(new InboundBody.Receipt(ReceiptKind.Failed, "w1", null, null, fault)), SuppressionWords.Default);
        Assert.True(
            Of(new SendOutcome.Unreachable("131050", "stop", SuppressionKind.Unsubscribed))
                is { Kind: SuppressionKind.Unsubscribed, On: true }
        );
        Assert.True(Of(new SendOutcome.Unreachable("1", "gone", SuppressionKind.Blocked)) is { Kind: SuppressionKind.Blocked, On: true });
        Assert.Null(Of(new SendOutcome.Unreachable("131026", "no")));
    }

    // Its title, what it sends unseen, and what becomes of it.
    [Theory]
    [InlineData("退訂", "x", true)]
    [InlineData("重新訂閱", "x", false)]
    [InlineData("START", "x", null)]
    [InlineData(" start ", "x", null)]
    [InlineData("START", "STOP", true)]
    [InlineData("查詢", "STOP", true)]
    [InlineData(null, "STOP", true)]
    [InlineData(null, "START", null)]
    [InlineData(null, "BUY", null)]
    public void A_button_stops_by_what_it_says_or_sends_and_resumes_only_by_what_it_says(string? title, string data, bool? expected) =>
        Assert.Equal(expected, SuppressionChange.Of(Event(new InboundBody.Postback(data, null, title)), SuppressionWords.Default)?.On);

    [Fact]
    public void Who_presses_a_button_in_standby_is_not_told_that_we_understood()
    {
        foreach (
            var (pressed, word) in new[]
            {
                (new InboundBody.Postback("STOP", null), "STOP"),
                (new InboundBody.Postback("x", null, "退訂"), "退訂"),
            }
        )
        {
            Assert.Equal(word, SuppressionChange.Of(Event(pressed), SuppressionWords.Default)!.Word);
            Assert.Null(SuppressionChange.Of(Event(pressed) with { Standby = true }, SuppressionWords.Default)!.Word);
        }
    }

    [Theory]
    [InlineData(MessageKind.Text, true)]
    [InlineData(MessageKind.Button, true)]
    [InlineData(MessageKind.Image, true)]
    [InlineData(MessageKind.Video, true)]
    [InlineData(MessageKind.Audio, true)]
    [InlineData(MessageKind.Order, true)]
    [InlineData(MessageKind.Share, true)]
    [InlineData(MessageKind.Location, null)]
    [InlineData(MessageKind.Sticker, null)]
    [InlineData(MessageKind.File, null)]
    public void The_words_of_a_message_count_and_the_name_of_a_place_or_a_file_does_not(MessageKind kind, bool? expected) =>
        Assert.Equal(expected, SuppressionChange.Of(Event(new InboundBody.Message("1", kind, "退訂", null)), SuppressionWords.Default)?.On);

    [Fact]
    public void The_caption_of_a_file_counts()
    {
        var file = new InboundBody.Message("1", MessageKind.File, "退訂", null, new() { Items = [new("a.pdf")] });
        Assert.True(SuppressionChange.Of(Event(file), SuppressionWords.Default)!.On);
    }

    [Fact]
    public void Another_id_of_the_same_person_goes_along() =>
        Assert.Equal(
            "B1",
            SuppressionChange.Of(Event(new InboundBody.Unfollowed()) with { Alias = "B1" }, SuppressionWords.Default)!.Alias
        );

    [Theory]
    [InlineData(400, true)]
    [InlineData(401, null)]
    public void A_message_of_more_than_400_letters_is_no_such_word(int length, bool? expected) =>
        Assert.Equal(expected, SuppressionWords.Default.Read("STOP".PadRight(length, '!')));

    private static InboundEvent Event(InboundBody body) => new("e1", Account, "U1", DateTimeOffset.UnixEpoch, Standby: false, body, null);
}
