using System.Diagnostics;
using System.Text;
using OmoBroadcast.Domain.Texts;

namespace OmoBroadcast.Tests.Domain;

/// <summary>Any text of anybody's can be compared, whatever is in it.</summary>
public sealed class TextFoldTests
{
    [Theory]
    [InlineData("ＳＴＯＰ", "STOP")]
    [InlineData("ﬁne①", "FINE1")]
    [InlineData("a\ufffeb\uffffc\ufdd0d", "ABCD")]
    [InlineData("e\u0301", "\u00c9")]
    [InlineData("か\u3099", "が")]
    [InlineData(null, "")]
    public void Spellings_of_one_word_come_together(string? text, string folded) => Assert.Equal(folded, TextFold.Fold(text, 100));

    [Fact]
    public void No_unit_of_text_alone_or_beside_another_makes_it_throw()
    {
        Assert.Equal("AB", TextFold.Fold("a\ud83eb", 100));
        for (var unit = 0; unit <= 0xFFFF; unit++)
        {
            var text = $"a{(char)unit}b";
            TextFold.Fold(text, 10);
            TextFold.Compose(text, 10);
            Essence.Of(text, 10);
        }

        for (var value = 0x10000; value <= 0x10FFFF; value += 1)
            if ((value & 0xFF) is 0 or 1 or 0xFE or 0xFF)
                TextFold.Fold(char.ConvertFromUtf32(value), 10);
    }

    [Fact]
    public void A_heap_of_marks_takes_no_longer_than_other_text()
    {
        var heap = string.Concat(Enumerable.Repeat("\u0301\u0323", 64 * 1024));
        var watch = Stopwatch.StartNew();
        TextFold.Fold("a" + heap, int.MaxValue);
        TextFold.Compose("a" + heap, int.MaxValue);
        Essence.Of("a" + heap, int.MaxValue);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(1), $"{watch.Elapsed}");
    }

    [Fact]
    public void No_more_is_looked_at_than_wanted()
    {
        Assert.Equal("AB", TextFold.Fold("abc", 2));
        Assert.Equal("A", TextFold.Fold("a\U0001F600", 2));
    }

    [Theory]
    [InlineData("stop{| all}", "stop", true)]
    [InlineData("stop{| all}", "S T O P, all!", true)]
    [InlineData("stop{| all}", "stop al", false)]
    [InlineData("{a|b}{c|d}e", "bde", true)]
    [InlineData("{a|b}{c|d}e", "abe", false)]
    [InlineData("退訂", "「退订」", true)]
    public void A_pattern_is_words_with_alternatives(string pattern, string text, bool fits) =>
        Assert.Equal(fits, WordPattern.Read(pattern)!.Is(Essence.Of(text, 100)));

    [Theory]
    [InlineData("stop{")]
    [InlineData("stop}")]
    [InlineData("{a{b}}")]
    [InlineData("{|a}{|b}")]
    [InlineData("!!")]
    [InlineData(null)]
    public void What_is_no_pattern_is_refused(string? pattern) => Assert.Null(WordPattern.Read(pattern));

    [Theory]
    [InlineData(200, true)]
    [InlineData(201, false)]
    public void A_pattern_has_200_letters_at_most(int letters, bool read) =>
        Assert.Equal(read, WordPattern.Read(new string('a', letters)) is not null);

    [Theory]
    [InlineData("stop", "please stop now", true)]
    [InlineData("stop", "stop", true)]
    [InlineData("stop", "nonstop", false)]
    [InlineData("stop", "stopped", false)]
    [InlineData("退訂", "我要退訂嗎", true)]
    [InlineData("{|a}b", "c", false)]
    public void A_pattern_is_found_in_a_longer_text_only_as_words_of_its_own(string pattern, string text, bool found) =>
        Assert.Equal(found, WordPattern.Read(pattern)!.IsIn(Essence.Of(text, 100)));

    [Fact]
    public void No_pattern_and_no_text_take_long()
    {
        var evil = WordPattern.Read(string.Concat(Enumerable.Repeat("{|a|aa}", 80)) + "b")!;
        var text = Essence.Of(new StringBuilder().Append('a', 1_000).ToString(), 1_000);
        var watch = Stopwatch.StartNew();
        Assert.False(evil.Is(text));
        Assert.False(evil.IsIn(text));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(1), $"{watch.Elapsed}");
    }
}
