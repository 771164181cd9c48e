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
    [InlineData("訂閱", false)]
    [InlineData("start", false)]
    [InlineData("please stop by tomorrow", null)]
    [InlineData("我想取消訂閱電子報嗎", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    [InlineData("\ud83e", null)]
    public void Only_a_message_that_is_the_word_stops_or_resumes(string? text, bool? expected) =>
        Assert.Equal(expected, SuppressionWords.Default.Read(text));

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
