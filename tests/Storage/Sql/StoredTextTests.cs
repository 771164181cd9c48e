using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Tests.Storage.Sql;

/// <summary>What is kept of a text that is too long, or that no database bears.</summary>
public sealed class StoredTextTests
{
    private const string Family = "👨\u200D👩\u200D👧\u200D👦";

    [Fact]
    public void It_is_cut_between_letters_of_however_many_characters()
    {
        Assert.Equal("a", StoredText.Clean($"a{Family}", Family.Length));
        Assert.Equal($"a{Family}", StoredText.Clean($"a{Family}b", Family.Length + 1));
        Assert.Equal("ab", StoredText.Clean("abe\u0301", 3));
        Assert.Equal("👍🏽", StoredText.Clean("👍🏽👍🏽", 7));
        Assert.Equal("short", StoredText.Clean("short", 5));
    }

    [Fact]
    public void Half_a_pair_and_a_null_are_mended() => Assert.Equal("a\uFFFDb\uFFFD", StoredText.Clean("a\0b\uD83D", 9));
}
