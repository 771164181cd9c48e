using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Texts;

namespace OmoBroadcast.Tests.Domain;

public sealed class VisibleTextTests
{
    private const string Family = "👨\u200D👩\u200D👧\u200D👦";

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \t\u3000")]
    [InlineData("\u3164")]
    [InlineData("\u200B\u2800\u00AD")]
    [InlineData("\u115F\u1160\uFFA0\u2060\uFE0F")]
    public void What_nobody_sees_is_no_name(string? name) => Assert.Null(VisibleText.OrNull(name));

    [Theory]
    [InlineData("王")]
    [InlineData("\u3164.\u3164")]
    [InlineData("❤\uFE0F")]
    [InlineData(Family)]
    public void What_shows_anything_stays_as_it_is(string name) => Assert.Equal(name, VisibleText.OrNull(name));

    [Fact]
    public void A_letter_of_several_characters_is_not_cut_in_two()
    {
        Assert.Equal("a…", ClippedText.Of($"a{Family}{Family}", Family.Length + 1));
        Assert.Equal($"a{Family}", ClippedText.Beginning($"a{Family}{Family}", 2 * Family.Length));
        Assert.Equal("a…", ClippedText.WithoutLast($"a{Family[..5]}"));
        Assert.Equal(Family[..2], ClippedText.Beginning(Family, 3)[..2]);
    }

    [Theory]
    [InlineData("有貨嗎", "有貨嗎…")]
    [InlineData("有貨嗎？", "有貨嗎？…")]
    [InlineData("two, please", "two, please…")]
    [InlineData("號碼1", "號碼…")]
    [InlineData("謝謝👩", "謝謝…")]
    [InlineData("", "…")]
    public void Where_a_letter_may_lack_a_part_it_is_left_out_and_else_it_stays(string text, string shown) =>
        Assert.Equal(shown, ClippedText.Doubtful(text));

    [Fact]
    public void Words_as_long_as_are_kept_lose_none_of_their_letters()
    {
        var whole = new string('貨', 79) + "x";
        Assert.Equal(238, System.Text.Encoding.UTF8.GetByteCount(whole));
        Assert.Equal(whole + "…", (new Customer(new(new(ChannelId.Line, "a"), "u")) { LastText = whole }).LastWords);
    }
}
