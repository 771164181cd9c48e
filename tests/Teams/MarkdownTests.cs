using OmoBroadcast.Teams.Cards;

namespace OmoBroadcast.Tests.Teams;

public sealed class MarkdownTests
{
    [Theory]
    [InlineData("王小明", "王小明")]
    [InlineData("*bold* _it_ [x](http://a)", @"\*bold\* \_it\_ \[x\]\(http://a\)")]
    [InlineData("a\nb\r\nc", "a\n\nb\n\nc")]
    [InlineData("- list", @"\- list")]
    [InlineData("a - b", "a - b")]
    [InlineData("1. one\n12. two", "1\\. one\n\n12\\. two")]
    [InlineData("v1.2", "v1.2")]
    [InlineData("<at>Boss</at>", "<\u200Bat\\>Boss<\u200B/at\\>")]
    [InlineData("{{DATE(2026-01-01T00:00:00Z)}}", "{\u200B{DATE\\(2026-01-01T00:00:00Z\\)}}")]
    [InlineData("{{customer_name}}", @"{{customer\_name}}")]
    [InlineData("a\u0000\u202Eb", "ab")]
    public void What_people_wrote_is_shown_as_they_wrote_it(string written, string escaped) =>
        Assert.Equal(escaped, Markdown.Escape(written));

    [Fact]
    public void A_cut_never_parts_a_letter()
    {
        Assert.Equal("ab…", Markdown.Clip("abcdef", 3));
        Assert.Equal("a…", Markdown.Clip("a😀😀", 3));
        Assert.Equal("…", Markdown.Clip("👨‍👩‍👧‍👦x", 5));
        Assert.Equal("short", Markdown.Clip("short", 5));
    }
}
