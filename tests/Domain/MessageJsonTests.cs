using System.Text;
using System.Text.Json;
using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Tests.Domain;

public sealed class MessageJsonTests
{
    private static readonly MessageDetails Whole = new()
    {
        Items = [new("紅色 T 恤", "sku-1", "2 × 590 TWD"), new("帽子")],
        Media = [new(MessageKind.Image, "https://cdn.example/a?b=c&d=e", "image/webp"), new(MessageKind.File, "4711")],
        Place = new(25.033964, 121.564468, "台北 101", "信義區\n市府路"),
        Quoted = "wamid.HBgM==",
        Referral = new(ReferralSource.Ad, "春季特賣", "https://fb.example/ad", "https://cdn.example/ad.jpg"),
        Event = SystemEvent.CameBy,
        Omitted = 3,
    };

    [Theory]
    [InlineData(MessageKind.Order, "兩件\n謝謝 👋")]
    [InlineData(MessageKind.Text, null)]
    public void What_is_written_is_read_again_and_stands_on_one_line(MessageKind kind, string? text)
    {
        var json = MessageJson.Write(kind, text, Whole);
        Assert.DoesNotContain('\n', json);
        Assert.Equal((kind, text, Whole), MessageJson.Read(json));
        Assert.Equal((null, null, null), MessageJson.Read(MessageJson.Write(null, null, null)));
    }

    [Fact]
    public void What_says_nothing_is_left_out() =>
        Assert.Equal("""{"kind":"text","text":"hi"}""", MessageJson.Write(MessageKind.Text, "hi", null));

    [Theory]
    [InlineData('x')]
    [InlineData('漢')]
    [InlineData('\u0001')]
    [InlineData('"')]
    public void Whatever_comes_it_stays_small_and_says_how_much_is_left_out(char letter)
    {
        var longs = new string(letter, 50_000);
        var huge = new MessageDetails
        {
            Items = [.. Enumerable.Repeat(new MessageItem(longs, longs, longs), 500)],
            Media =
            [
                .. Enumerable
                    .Range(0, 500)
                    .Select(i => new MessageMedia(MessageKind.Image, $"https://cdn.example/{i}/{new string('a', 1_900)}", longs)),
                new(MessageKind.Image, longs),
            ],
            Place = new(1, 2, longs, longs),
            Quoted = longs,
            Referral = new(ReferralSource.Link, longs, longs, longs),
        };
        var json = MessageJson.Write(MessageKind.Order, null, huge);
        Assert.InRange(Encoding.UTF8.GetByteCount(json), 1, MessageJson.MostBytes + 8 * 1024);
        var read = MessageJson.Read(json).Details!;
        Assert.NotEmpty(read.Media);
        Assert.InRange(read.Omitted, 960, 1_001);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("""{"items":7,"media":[7,{"at":7},null],"place":[],"referral":"x","quoted":{},"kind":7,"event":7,"omitted":"x"}""")]
    [InlineData("""{"kind":"hologram","event":"hologram","media":[{"at":"1","kind":"hologram"}],"omitted":99999999999}""")]
    public void What_cannot_be_read_harms_nothing(string json)
    {
        var (kind, text, details) = MessageJson.Read(json);
        Assert.Null(text);
        Assert.True(kind is null or MessageKind.Unknown);
        Assert.True(details?.Event is null or SystemEvent.Other);
        Assert.Empty(details?.Items ?? []);
    }

    [Fact]
    public void Half_a_surrogate_pair_is_written_as_what_it_is_not()
    {
        var json = MessageJson.Write(MessageKind.Text, "a\ud83d", new() { Items = [new("b\ude00")] });
        Assert.Equal(JsonValueKind.Object, JsonDocument.Parse(json).RootElement.ValueKind);
        Assert.Equal("a\uFFFD", MessageJson.Read(json).Text);
    }
}
