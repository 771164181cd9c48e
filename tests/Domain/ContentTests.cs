using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Tests.Broadcast;

namespace OmoBroadcast.Tests.Domain;

public sealed class ContentTests
{
    private static readonly NameFallbacks Fallbacks = new("顧客", "客服人員", "本店");

    [Theory]
    [InlineData("{{customer_name}} 您好", "小美", "小美 您好")]
    [InlineData("{{ customer_name }} 您好", "小美", "小美 您好")]
    [InlineData("{{CUSTOMER_NAME}}!", " 小美 ", "小美!")]
    [InlineData("{{customer_name|朋友}} 您好", null, "朋友 您好")]
    [InlineData("{{customer_name|}} 您好", null, "顧客 您好")]
    [InlineData("{{customer_name}} 您好", null, "顧客 您好")]
    [InlineData("{{customer_name}} 您好", "  ", "顧客 您好")]
    [InlineData("no variable {here}", "小美", "no variable {here}")]
    [InlineData("{{customer_name}}{{customer_name}}", "$1", "$1$1")]
    public void A_variable_becomes_the_name_or_its_fallback_and_never_braces(string words, string? name, string expected) =>
        Assert.Equal(expected, Words(Text(words).Render(name, Fallbacks)));

    [Theory]
    [InlineData("{{customer_name}}", 20)]
    [InlineData("xxxx {{customer_name}} xx {{staff_name|a}} {{customer_name}}", 40)]
    [InlineData("您好 {{customer_name}}", 23)]
    public void A_name_for_which_there_is_room_makes_no_text_too_long(string words, int most)
    {
        Content content = new([new OutboundMessage.Text(words), new OutboundMessage.Text("no name at all")]);
        foreach (
            var (letter, length, perUnit) in new (char, Func<string, int>, int)[]
            {
                ('a', text => text.Length, 1),
                ('漢', System.Text.Encoding.UTF8.GetByteCount, 3),
                ('{', System.Text.Encoding.UTF8.GetByteCount, 3),
            }
        )
        {
            var room = content.RoomForName(most, length, perUnit);
            var name = new string(letter, Math.Max(0, room));
            var rendered = content.Render(name, new("", "", ""), name);
            Assert.InRange(length(((OutboundMessage.Text)rendered.Messages[0]).Words), 0, most);
        }
    }

    [Fact]
    public void A_name_that_looks_like_a_variable_is_not_filled_in_again_nor_read_for_one() =>
        Assert.Equal("｛｛customer_name｝｝", Words(Text("{{customer_name}}").Render("{{customer_name}}", Fallbacks)));

    [Fact]
    public void Unknown_variables_are_named_once_each() =>
        Assert.Equal(["coupon", "shop"], Text("{{coupon}} {{customer_name}} {{shop|x}} {{coupon}}").UnknownVariables());

    [Theory]
    [InlineData("hello", false)]
    [InlineData("hello {{customer_name}}", true)]
    public void Content_differs_by_person_only_where_it_holds_a_variable(string words, bool differs) =>
        Assert.Equal(differs, Text(words).DiffersByPerson);

    [Fact]
    public void Contents_of_the_same_messages_are_equal()
    {
        Assert.Equal(Text("a"), Text("a"));
        Assert.Equal(Text("a").GetHashCode(), Text("a").GetHashCode());
        Assert.NotEqual(Text("a"), Text("b"));
    }

    [Fact]
    public void Signing_fills_in_the_store_and_the_staff_and_leaves_what_differs_by_person()
    {
        var all = Text("{{store_name}}/{{staff_name}}/{{customer_name}}");
        Assert.Equal("信義店/小王/{{customer_name}}", Words(all.Sign("小王", "信義店")));
        Assert.Equal("信義店/{{staff_name}}/{{customer_name}}", Words(all.Sign(null, "信義店")));
        Assert.Equal("信義店/小王/小美", Words(all.Render("小美", Fallbacks, "小王", "信義店")));
        Assert.Equal("本店/客服人員/顧客", Words(all.Render(null, Fallbacks)));
    }

    [Fact]
    public void A_text_becomes_the_caption_of_the_picture_before_it_where_the_channel_takes_one_and_it_is_short_enough()
    {
        var limits = Stub.Limits with { CaptionLength = 3 };
        var picture = new OutboundMessage.Media(MediaKind.Image, "m1", "a.jpg", "image/jpeg", 1000);
        OutboundMessage[] Sent(ChannelLimits of, params OutboundMessage[] messages) =>
            [.. new Content(messages).Captioned(of.CaptionLength).Messages];
        Assert.Equal([picture with { Caption = "abc" }], Sent(limits, picture, new OutboundMessage.Text("abc")));
        OutboundMessage[] apart = [picture, new OutboundMessage.Text("abcd")];
        Assert.Equal(apart, Sent(limits, apart));
        Assert.Equal(
            [picture with { Caption = "a" }, new OutboundMessage.Text("b")],
            Sent(limits, picture, new OutboundMessage.Text("a"), new OutboundMessage.Text("b"))
        );
        OutboundMessage[] sound = [picture with { Kind = MediaKind.Audio }, new OutboundMessage.Text("a")];
        Assert.Equal(sound, Sent(limits, sound));
        Assert.Equal(
            [picture, new OutboundMessage.Text("a")],
            Sent(limits with { CaptionLength = null }, picture, new OutboundMessage.Text("a"))
        );
        var words = Text("abc");
        Assert.Same(words, words.Captioned(limits.CaptionLength));
    }

    private static Content Text(string words) => new([new OutboundMessage.Text(words)]);

    private static string Words(Content content) => Assert.IsType<OutboundMessage.Text>(Assert.Single(content.Messages)).Words;
}
