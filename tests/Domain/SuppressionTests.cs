using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;

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
        Assert.True(SuppressionChange.Of(Event(new InboundBody.Message("1", MessageKind.Text, "退訂", null)), SuppressionWords.Default)
            is { Kind: SuppressionKind.Unsubscribed, On: true });
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

    private static InboundEvent Event(InboundBody body) => new("e1", Account, "U1", DateTimeOffset.UnixEpoch, Standby: false, body, null);
}
