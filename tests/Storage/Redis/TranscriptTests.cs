using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Storage.Redis;

namespace OmoBroadcast.Tests.Storage.Redis;

/// <summary>What a transcript keeps of a message: what it is, not only its words.</summary>
public sealed class TranscriptTests(Engines engines)
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeMilliseconds(
        TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()
    );

    private static readonly MessageDetails Hats = new()
    {
        Items = [new("帽子", "sku", "2 × 590 TWD")],
        Media = [new(MessageKind.Image, "https://cdn.example/a"), new(MessageKind.Image, "https://cdn.example/b", "image/heic")],
        Place = new(25.03, 121.56, "101", "信義"),
        Referral = new(ReferralSource.Story, null, "https://ig.example/s", "https://cdn.example/s"),
    };

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task All_that_a_message_is_comes_back(Engine engine)
    {
        var (conversations, customer) = (engines.Conversations(engine), Customer());
        var (picture, echoed) = (
            MessageDetails.OfMedia(MessageKind.Image, "4711"),
            MessageDetails.OfMedia(MessageKind.Image, "https://cdn.example/e")
        );
        await ApplyAsync(
            conversations,
            customer,
            new InboundBody.Message("m0", MessageKind.Order, "兩頂", null, Hats),
            new InboundBody.Message("m1", MessageKind.Image, null, null, picture),
            new InboundBody.Message("m2", MessageKind.Text, "hi", null),
            new InboundBody.SystemMessage(SystemEvent.MembershipJoined, "Gold"),
            new InboundBody.Echo("m4", null, false, MessageKind.Image, "看", echoed)
        );

        var lines = await conversations.TranscriptAsync(customer, 10);
        Assert.Equal(
            [MessageKind.Order, MessageKind.Image, MessageKind.Text, MessageKind.System, MessageKind.Image],
            lines.Select(line => line.Kind)
        );
        Assert.Equal(["兩頂", null, "hi", "Gold", "看"], lines.Select(line => line.Text));
        Assert.Equal([Hats, picture, null, new() { Event = SystemEvent.MembershipJoined }, echoed], lines.Select(line => line.Details));
        Assert.Equal([null, null, null, null, TranscriptEntry.PlatformInbox], lines.Select(line => line.From));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task What_is_answered_is_shown_as_it_stands_now_and_wherever_it_stands(Engine engine)
    {
        var (conversations, customer) = (engines.Conversations(engine), Customer());
        InboundBody Answer(string id, string to) => new InboundBody.Message(id, MessageKind.Text, "那一件", null, new() { Quoted = to });
        await ApplyAsync(
            conversations,
            customer,
            [
                new InboundBody.Message("old", MessageKind.Text, "還有貨嗎", null),
                .. Enumerable.Range(0, 20).Select(i => new InboundBody.Message($"between {i}", MessageKind.Text, "…", null)),
                new InboundBody.Message("gone", MessageKind.Text, "秘密", null),
                Answer("a1", "old"),
                Answer("a2", "gone"),
                Answer("a3", "never seen"),
            ]
        );
        await ApplyAsync(conversations, customer, 100, new InboundBody.Edited("old", "還有嗎？"), new InboundBody.Unsent("gone"));

        var answers = (await conversations.TranscriptAsync(customer, 3)).ToList();
        Assert.Equal(("還有嗎？", true), (answers[0].Quoted?.Text, answers[0].Quoted?.Edited));
        Assert.Equal((null, true), (answers[1].Quoted?.Text, answers[1].Quoted?.Unsent));
        Assert.Equal(("never seen", null), (answers[2].Details?.Quoted, answers[2].Quoted));
    }

    [Fact]
    public void Media_in_lines_of_older_versions_are_read()
    {
        var (picture, file) = (
            MessageDetails.OfMedia(MessageKind.Image, "https://cdn.example/{a}"),
            MessageDetails.OfMedia(MessageKind.File, "77")
        );
        Assert.Equal(Entry(MessageKind.Image) with { Details = picture }, TranscriptLine.Read("e\nm\n1a-https://cdn.example/{a}\n", 0));
        Assert.Equal(Entry(MessageKind.File) with { Text = "a.pdf", Details = file }, TranscriptLine.Read("e\nm\n4s-77\na.pdf", 0));
        Assert.Equal(Entry(MessageKind.Image) with { Unsent = true }, TranscriptLine.Read("e\nm\n1au77\n", 0));
        Assert.Equal(Entry(MessageKind.Video) with { From = TranscriptEntry.PlatformInbox }, TranscriptLine.Read("e\nm\n2f-inbox\n", 0));
    }

    [Fact]
    public void Lines_of_older_versions_are_read()
    {
        Assert.Equal(Entry(MessageKind.Text) with { Text = "a\nb", Edited = true }, TranscriptLine.Read("e\nm\n0ae\na\nb", 0));
        Assert.Equal(Entry(MessageKind.Text) with { From = "p 1", Text = "hi" }, TranscriptLine.Read("e\n\n0f-p%201\nhi", 0));
        Assert.Equal(
            Entry(MessageKind.System) with
            {
                Text = "optin",
                Details = new() { Event = SystemEvent.Other },
            },
            TranscriptLine.Read("e\n\n7n-\noptin", 0)
        );
    }

    [Fact]
    public void A_node_of_the_version_before_can_read_the_new_lines()
    {
        Assert.Equal("\n0a-\n", TranscriptLine.MessageFront(MessageKind.Text, false, null));
        Assert.Equal("\n1a-77\n", TranscriptLine.MessageFront(MessageKind.Image, false, MessageDetails.OfMedia(MessageKind.Image, "77")));
        Assert.StartsWith("\n7a-{", TranscriptLine.MessageFront(MessageKind.Order, false, null), StringComparison.Ordinal);
        Assert.StartsWith("\n7n-{", TranscriptLine.SystemFront(SystemEvent.Reaction), StringComparison.Ordinal);
        Assert.DoesNotContain(
            '\n',
            TranscriptLine.MessageFront(MessageKind.Image, true, MessageDetails.OfMedia(MessageKind.Image, "7\n7")).Trim('\n')
        );
    }

    private static TranscriptEntry Entry(MessageKind kind) => new(DateTimeOffset.UnixEpoch, null, kind, null, false, false);

    private static Task ApplyAsync(Conversations conversations, CustomerKey customer, params InboundBody[] bodies) =>
        ApplyAsync(conversations, customer, 0, bodies);

    private static async Task ApplyAsync(Conversations conversations, CustomerKey customer, int first, params InboundBody[] bodies) =>
        await conversations.ApplyAsync(
            [
                .. bodies.Select(
                    (body, i) =>
                        new InboundEvent($"e{first + i}", customer.Account, customer.UserId, Now.AddSeconds(first + i), false, body, null)
                ),
            ],
            suppressionsPending: false,
            default
        );

    private static CustomerKey Customer() => new(new(ChannelId.WhatsApp, Guid.NewGuid().ToString("N")), "886900000001");
}
