using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;

namespace OmoBroadcast.Tests.Domain;

public sealed class BindingCodeTests
{
    [Theory]
    [InlineData("我要綁定專屬服務人員 王店員 #K7M2QXAB", "K7M2QXAB")]
    [InlineData("＃k7m2qxab", "K7M2QXAB")]
    [InlineData("#K7M2QXAB。謝謝", "K7M2QXAB")]
    [InlineData("K7M2QXAB", null)]
    [InlineData("#K7M2QXA", null)]
    [InlineData("#K7M2QXABC", null)]
    [InlineData("#K7M2QXA0", null)]
    [InlineData("#K7M2QXAB #K7M2QXAC", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_code_is_found_wherever_it_stands_alone(string? words, string? code) => Assert.Equal(code, BindingCode.Read(words));

    [Theory]
    [InlineData(300, "K7M2QXAB")]
    [InlineData(301, null)]
    public void A_message_of_more_than_300_letters_is_not_looked_at(int length, string? code) =>
        Assert.Equal(code, BindingCode.Read("#K7M2QXAB".PadRight(length)));

    [Fact]
    public void What_is_made_is_read() =>
        Assert.All(Enumerable.Range(0, 1000).Select(_ => BindingCode.Make()), code => Assert.Equal(code, BindingCode.Read($"hi #{code}")));

    [Fact]
    public void A_link_opens_the_chat_with_the_words_filled_in()
    {
        var line = new Account(new(ChannelId.Line, "U1"), "店", Handle: "@shop");
        Assert.Equal("https://line.me/R/oaMessage/%40shop/?%E5%97%A8%20%23A", line.Link("嗨 #A")!.AbsoluteUri);
        Assert.Equal(
            "https://wa.me/886912345678?text=hi%20%23A",
            new Account(new(ChannelId.WhatsApp, "1"), "店", Handle: "+886912345678").Link("hi #A")!.AbsoluteUri
        );
        Assert.Null((line with { Handle = null }).Link("hi"));
    }
}
