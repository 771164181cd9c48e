using OmoBroadcast.Teams.Commands;

namespace OmoBroadcast.Tests.Teams;

public sealed class CommandReaderTests
{
    [Theory]
    [InlineData("群發", CommandName.Broadcast)]
    [InlineData("  群發\u00A0", CommandName.Broadcast)]
    [InlineData("群發訊息", CommandName.Broadcast)]
    [InlineData("BROADCAST", CommandName.Broadcast)]
    [InlineData("ｂｒｏａｄｃａｓｔ", CommandName.Broadcast)]
    [InlineData("/broadcast", CommandName.Broadcast)]
    [InlineData("群發紀錄", CommandName.Records)]
    [InlineData("Records.", CommandName.Records)]
    [InlineData("待處理", CommandName.Pending)]
    [InlineData("待處理。", CommandName.Pending)]
    [InlineData("pending", CommandName.Pending)]
    [InlineData("我的事件", CommandName.Mine)]
    [InlineData("Mine", CommandName.Mine)]
    [InlineData("說明", CommandName.Help)]
    [InlineData("？", CommandName.Help)]
    [InlineData("help", CommandName.Help)]
    [InlineData("", CommandName.Help)]
    [InlineData("\u3000", CommandName.Help)]
    [InlineData("設定", CommandName.Settings)]
    [InlineData("Settings", CommandName.Settings)]
    [InlineData("下班", CommandName.Settings)]
    [InlineData("稽核", CommandName.Audit)]
    [InlineData("操作紀錄", CommandName.Audit)]
    [InlineData("羣發", CommandName.Broadcast)]
    [InlineData("羣發訊息", CommandName.Broadcast)]
    [InlineData("群发", CommandName.Broadcast)]
    [InlineData("发送群发", CommandName.Broadcast)]
    [InlineData("推播", CommandName.Broadcast)]
    [InlineData("群發記録", CommandName.Records)]
    [InlineData("説明", CommandName.Help)]
    [InlineData("您好", CommandName.Help)]
    [InlineData("bound customers", CommandName.Bound)]
    [InlineData("ＬＩＮＫＥＤ　ＣＵＳＴＯＭＥＲＳ", CommandName.Bound)]
    [InlineData("broadcast to bound customers", CommandName.BroadcastBound)]
    [InlineData("broadcast to linked customers", CommandName.BroadcastBound)]
    [InlineData("個資", CommandName.PersonalData)]
    [InlineData("Personal data", CommandName.PersonalData)]
    [InlineData("Audit", CommandName.Audit)]
    [InlineData("回覆", CommandName.Reply)]
    public void Each_command_is_understood_in_both_languages_and_however_it_is_typed(string typed, CommandName expected) =>
        Assert.Equal(CommandReader.Plain(expected), CommandReader.Read(typed));

    [Theory]
    [InlineData("回覆 王小明 您好，新品到店了", "王小明", "您好，新品到店了")]
    [InlineData("回覆　王小明　您好", "王小明", "您好")]
    [InlineData("reply 3 Hello  there", "3", "Hello  there")]
    [InlineData("REPLY \"Amy Lin\" Hi!", "Amy Lin", "Hi!")]
    [InlineData("回覆 「林 美美」 嗨", "林 美美", "嗨")]
    [InlineData("回覆 王小明\n第一行\n第二行", "王小明", "第一行\n第二行")]
    [InlineData("回覆 王小明", "王小明", "")]
    [InlineData("reply \"", "\"", "")]
    public void A_reply_has_a_person_and_words_that_are_kept_as_written(string typed, string whom, string words) =>
        Assert.Equal(new Command.Reply(whom, words), CommandReader.Read(typed));

    [Theory]
    [InlineData("群發紀", CommandName.Records)]
    [InlineData("brodcast", CommandName.Broadcast)]
    [InlineData("待處", CommandName.Pending)]
    [InlineData("pendign", CommandName.Pending)]
    [InlineData("請幫我群發", CommandName.Broadcast)]
    public void What_is_nearly_a_command_is_answered_with_the_nearest_first(string typed, CommandName nearest) =>
        Assert.Equal(nearest, Assert.IsType<Command.Unknown>(CommandReader.Read(typed)).Nearest[0]);

    [Theory]
    [InlineData("ＢＲＯＤＣＡＳＴ", CommandName.Broadcast)]
    [InlineData("群發記綠", CommandName.Records)]
    [InlineData("移專", CommandName.Transfer)]
    [InlineData("setings", CommandName.Settings)]
    [InlineData("tranfser", CommandName.Transfer)]
    [InlineData("預存回復", CommandName.SavedReplies)]
    public void A_slip_of_the_finger_is_near_in_both_languages_and_full_width(string typed, CommandName nearest) =>
        Assert.Equal(nearest, Assert.IsType<Command.Unknown>(CommandReader.Read(typed)).Nearest[0]);

    [Fact]
    public void A_command_goes_by_its_own_name_only()
    {
        foreach (var name in Enum.GetValues<CommandName>())
            Assert.Equal(name, CommandReader.Named(name.ToString()));
        foreach (var other in (string?[])["0", "broadcast", "Broadcast,Help", "", null])
            Assert.Null(CommandReader.Named(other));
    }

    [Theory]
    [InlineData("今天天氣很好")]
    [InlineData("good morning")]
    [InlineData("😀😀😀")]
    [InlineData("\ud800")]
    public void What_is_like_no_command_is_answered_with_help(string typed) =>
        Assert.Equal([CommandName.Help], Assert.IsType<Command.Unknown>(CommandReader.Read(typed)).Nearest);

    [Fact]
    public void A_very_long_text_is_read_in_little_time() => Assert.IsType<Command.Unknown>(CommandReader.Read(new string('群', 200_000)));
}
