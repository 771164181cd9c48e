using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Tests.Domain;

public sealed class CapabilitiesTests
{
    private static readonly Capabilities Strict = new(sameEverywhere: false),
        Lifted = new(sameEverywhere: true);
    private static readonly ChannelId[] Channels = [ChannelId.Line, ChannelId.Messenger, ChannelId.Instagram, ChannelId.WhatsApp];

    // The two tables of the product page, and where they disagree (Facebook's files) the one that says yes.
    [Theory]
    [InlineData(MessageSort.Text, Surface.Desktop, "✔✔✔✔")]
    [InlineData(MessageSort.Image, Surface.Desktop, "✔✔✔✔")]
    [InlineData(MessageSort.Video, Surface.Desktop, "✔✔✕✔")]
    [InlineData(MessageSort.File, Surface.Desktop, "✕✔✕✔")]
    [InlineData(MessageSort.Text, Surface.Phone, "✔✔✔✔")]
    [InlineData(MessageSort.Image, Surface.Phone, "✔✔✔✔")]
    [InlineData(MessageSort.Video, Surface.Phone, "✔✔✔✔")]
    [InlineData(MessageSort.File, Surface.Phone, "✕✔✔✔")]
    [InlineData(MessageSort.Template, Surface.Phone, "✕✕✕✔")]
    public void The_matrix_is_the_product_s(MessageSort sort, Surface surface, string allowed)
    {
        Assert.Equal(allowed, string.Concat(Channels.Select(channel => Strict.Allows(channel, sort, surface) ? '✔' : '✕')));
        Assert.All(Channels, channel => Assert.Equal(Capabilities.Carries(channel, sort), Lifted.Allows(channel, sort, surface)));
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("README.zh-Hant.md")]
    public void The_readme_shows_this_matrix(string paper)
    {
        var rows = House
            .Repository.Read(paper)
            .Split('\n')
            .SkipWhile(line => !line.Contains("<!-- matrix -->", StringComparison.Ordinal))
            .Skip(1)
            .Where(line => line.StartsWith('|'))
            .Take(6)
            .ToList();
        Assert.Equal(["LINE", "Facebook", "Instagram", "WhatsApp"], Cells(rows[0]).Skip(1));
        var sorts = new[] { MessageSort.Text, MessageSort.Image, MessageSort.Video, MessageSort.File };
        for (var i = 0; i < sorts.Length; i++)
            Assert.Equal(
                (sorts[i], string.Join(' ', Channels.Select(channel => Sign(channel, sorts[i])))),
                (sorts[i], string.Join(' ', Cells(rows[i + 2]).Skip(1)))
            );

        static string Sign(ChannelId channel, MessageSort sort) =>
            Strict.Allows(channel, sort, Surface.Desktop) ? "✔"
            : Strict.Allows(channel, sort, Surface.Phone) ? "📱"
            : "✕";
    }

    private static readonly ChannelLimits Narrow = new()
    {
        MessagesPerRequest = 1,
        TextLength = 1000,
        TextUnit = TextUnit.Utf8Bytes,
        RecipientsPerRequest = 1,
        SinglePerSecond = 1,
        BatchPerSecond = 1,
        RetryKeyLifetime = null,
        IsRecipientId = _ => true,
        Media = new Dictionary<MediaKind, MediaLimit>
        {
            [MediaKind.Image] = new(100, new HashSet<string> { "image/jpeg" }),
            [MediaKind.Video] = new(100, new HashSet<string> { "video/mp4" }),
        },
    };

    [Fact]
    public void A_text_may_have_as_many_bytes_or_characters_as_the_platform_takes()
    {
        Assert.Null(Ask(new OutboundMessage.Text(new('漢', 333))));
        Assert.Equal(Not(ObjectionKind.TextBytes, 1000), Ask(new OutboundMessage.Text(new('漢', 334))));
        var counted = Narrow with { TextUnit = TextUnit.Utf16 };
        var long1001 = new Content([new OutboundMessage.Text(new('a', 1001))]);
        Assert.Equal(ObjectionKind.TextLength, Strict.ObjectionTo(ChannelId.Line, counted, long1001, Surface.Phone)!.Kind);
    }

    [Fact]
    public void A_platform_s_own_limits_are_said_with_the_limit()
    {
        Assert.Null(Ask(Media(MediaKind.Image, "image/jpeg", 100), Surface.Desktop));
        Assert.Equal(Not(ObjectionKind.MediaSize, 100), Ask(Media(MediaKind.Image, "image/jpeg", 101)));
        Assert.Equal(Not(ObjectionKind.MediaType, null), Ask(Media(MediaKind.Image, "image/webp", 1)));
        Assert.Equal(Not(ObjectionKind.Desktop, null), Ask(Media(MediaKind.Video, "video/mp4", 1), Surface.Desktop));
        Assert.Null(Ask(Media(MediaKind.Video, "video/mp4", 1)));
        // The matrix says yes and the platform no: no.
        Assert.Equal(Not(ObjectionKind.Sort, null), Ask(Media(MediaKind.File, "application/pdf", 1)));
    }

    private static Objection? Ask(OutboundMessage message, Surface surface = Surface.Phone) =>
        Strict.ObjectionTo(ChannelId.Instagram, Narrow, new([new OutboundMessage.Text("a"), message]), surface);

    private static Objection Not(ObjectionKind kind, int? limit) => new(ChannelId.Instagram, 1, kind, limit);

    private static OutboundMessage.Media Media(MediaKind kind, string type, long size) => new(kind, new('a', 32), "a", type, size);

    [Fact]
    public void A_text_of_just_the_platform_s_length_is_carried() =>
        Assert.Null(
            Strict.ObjectionTo(
                ChannelId.Line,
                Broadcast.Stub.Limits with
                {
                    TextLength = 3,
                },
                new([new OutboundMessage.Text("abc")]),
                Surface.Phone
            )
        );

    [Fact]
    public void The_media_of_a_template_keep_to_the_platform_s_limits_too()
    {
        var picture = new OutboundMessage.Media(MediaKind.Image, "m1", "a.jpg", "image/jpeg", 101);
        var template = new OutboundMessage.Template(
            "w",
            "sale",
            "zh_TW",
            [new(TemplatePlace.Body, null, "a"), new(TemplatePlace.Header, null, null, picture)],
            "a"
        );
        var limits = Broadcast.Stub.Limits with
        {
            Media = new Dictionary<MediaKind, MediaLimit> { [MediaKind.Image] = new(100, new HashSet<string> { "image/jpeg" }) },
        };
        Assert.Equal(ObjectionKind.MediaSize, Strict.ObjectionTo(ChannelId.WhatsApp, limits, new([template]), Surface.Desktop)!.Kind);
        Assert.Equal(ObjectionKind.Sort, Strict.ObjectionTo(ChannelId.Line, limits, new([template]), Surface.Desktop)!.Kind);
    }

    private static IEnumerable<string> Cells(string row) => row.Split('|')[1..^1].Select(cell => cell.Trim());
}
