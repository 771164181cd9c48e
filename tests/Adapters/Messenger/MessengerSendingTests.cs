using Microsoft.Extensions.DependencyInjection;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Tests.Adapters.ChannelContract;
using OmoBroadcast.Tests.Adapters.Meta;

namespace OmoBroadcast.Tests.Adapters.Messenger;

public sealed class MessengerSendingTests() : PageSendingContract(Subject)
{
    private static readonly MessengerSubject Subject = new();

    [Fact]
    public async Task A_text_is_an_answer_with_our_name_for_it_and_no_tag() =>
        Assert.Equal(
            """{"recipient":{"id":"2400000000000001"},"messaging_type":"RESPONSE","message":{"text":"a \"é\" \uD83D\uDC4B","metadata":"0198c0de000070008000000000000001.0"}}""",
            await BodyOfAsync(new OutboundMessage.Text("a \"é\" 👋"), null)
        );

    [Theory]
    [InlineData(MediaKind.Image, "image")]
    [InlineData(MediaKind.Video, "video")]
    [InlineData(MediaKind.Audio, "audio")]
    [InlineData(MediaKind.File, "file")]
    public async Task Media_go_by_their_upload_or_else_by_their_address(MediaKind kind, string type)
    {
        Assert.Equal(
            $$$$$$"""{"recipient":{"id":"2400000000000001"},"messaging_type":"RESPONSE","message":{"attachment":{"type":"{{{{{{type}}}}}}","payload":{"attachment_id":"99"}},"metadata":"0198c0de000070008000000000000001.0"}}""",
            await BodyOfAsync(File(kind), Uploaded("99"))
        );
        Assert.Contains(
            $"\"type\":\"{type}\",\"payload\":{{\"url\":\"https://shop.example/media/m1\"}}",
            await BodyOfAsync(File(kind), Linked),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task An_upload_is_a_form_and_its_id_is_kept_for_eighty_days()
    {
        var uploads = Subject
            .Services(Platform.Address, TimeProvider.System)
            .GetServices<IUploads>()
            .Single(one => one.Id == ChannelId.Messenger);
        Platform.React = _ => new Reaction.Answer(200, """{"attachment_id":"1857777774821032"}""");
        static Stream Bytes() => new MemoryStream("the bytes"u8.ToArray());
        var outcome = await uploads.UploadAsync(Subject.Account, File(MediaKind.Image), Bytes, default);
        Assert.Equal(new UploadOutcome.Done("1857777774821032"), outcome);
        Assert.Equal(TimeSpan.FromDays(80), uploads.Lifetime);
        var call = Assert.Single(Platform.Calls);
        Assert.Equal($"/api/v25.0/{Subject.AccountId}/message_attachments", call.Path);
        Assert.Equal($"Bearer {ContractSubject.AccessToken}", call.Headers["Authorization"]);
        Assert.StartsWith("multipart/form-data", call.Headers["Content-Type"], StringComparison.Ordinal);
        Assert.Contains(
            """name="message""" + "\"\r\n\r\n" + """{"attachment":{"type":"image","payload":{"is_reusable":true}}}""",
            call.Text,
            StringComparison.Ordinal
        );
        Assert.Contains("Content-Type: image/jpeg", call.Text, StringComparison.Ordinal);
        Assert.Contains("""name="filedata"; filename="a.jpg""", call.Text, StringComparison.Ordinal);
        Assert.Contains("the bytes", call.Text, StringComparison.Ordinal);
    }

    public static TheoryData<int, string, UploadOutcome> Uploads =>
        new()
        {
            { 400, Error(100, 2018047), new UploadOutcome.Refused(RefusalScope.Content, "100/2018047", "words") },
            { 400, Error(190), new UploadOutcome.Refused(RefusalScope.Account, "190", "words") },
            { 400, Error(4), new UploadOutcome.Later(TimeSpan.FromSeconds(60), "too fast") },
            { 500, Error(1), new UploadOutcome.Later(TimeSpan.FromSeconds(10), "1 words") },
            { 200, "{}", new UploadOutcome.Later(TimeSpan.FromSeconds(10), "200 without the message's id") },
            { 502, "<html>", new UploadOutcome.Later(TimeSpan.FromSeconds(10), "502") },
        };

    [Theory]
    [MemberData(nameof(Uploads))]
    public async Task An_upload_that_fails_says_whether_to_come_again(int status, string body, UploadOutcome outcome)
    {
        var uploads = Subject
            .Services(Platform.Address, TimeProvider.System)
            .GetServices<IUploads>()
            .Single(one => one.Id == ChannelId.Messenger);
        Platform.React = _ => new Reaction.Answer(status, body);
        Assert.Equal(
            outcome,
            await uploads.UploadAsync(Subject.Account, File(MediaKind.File), static () => new MemoryStream([1]), default)
        );
        Platform.React = _ => new Reaction.Reset();
        Assert.IsType<UploadOutcome.Later>(
            await uploads.UploadAsync(Subject.Account, File(MediaKind.File), static () => new MemoryStream([1]), default)
        );
        Assert.IsType<UploadOutcome.Later>(
            await uploads.UploadAsync(Subject.Account, File(MediaKind.File), static () => throw new IOException("gone"), default)
        );
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            uploads.UploadAsync(Subject.Account, File(MediaKind.File), static () => new MemoryStream([1]), new CancellationToken(true))
        );
    }

    [Fact]
    public void Text_stays_under_two_thousand() =>
        Assert.Equal((1999, TextUnit.Utf16, 40), (Channel.Limits.TextLength, Channel.Limits.TextUnit, Channel.Limits.SinglePerSecond));
}
