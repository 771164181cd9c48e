using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Sandbox;
using OmoBroadcast.Tests.Adapters.Meta;

namespace OmoBroadcast.Tests.Adapters.ChannelContract;

/// <summary>An upload is there when its answer says so to the end; in any other case it is made again later, and no message goes out with
/// its id.</summary>
public abstract class UploadWireContract(MetaSubject subject, string id) : IAsyncDisposable
{
    private readonly ScriptedPlatform platform = new();
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 22, 0, 0, 0, TimeSpan.Zero));

    private string Good => $$"""{"{{id}}":"1857777774821032"}""";

    public static TheoryData<string> Whole => [.. OddAnswers.Whole];

    public static TheoryData<string> Broken => [.. OddAnswers.Broken];

    public static TheoryData<Reaction> WithoutId =>
        [
            new Reaction.Answer(200, "{}"),
            new Reaction.Answer(200, "[]"),
            new Reaction.Answer(200, ""),
            new Reaction.Answer(200, "<html>"),
            new Reaction.Answer(200, """{"id":"","attachment_id":""}"""),
            new Reaction.Answer(200, """{"id":{"id":"1"},"attachment_id":["1"]}"""),
            new Reaction.Answer(200, "{\"id\":\"\ud83d\",\"attachment_id\":"),
            new Reaction.Answer(200, $$"""{"id":"{{new string('1', 600)}}","attachment_id":"{{new string('1', 600)}}"}"""),
            new Reaction.Answer(500, "<html>"),
            new Reaction.Answer(502, ""),
        ];

    public async ValueTask DisposeAsync()
    {
        await platform.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [MemberData(nameof(Whole))]
    public async Task A_good_answer_in_an_odd_dress_is_one(string answer)
    {
        platform.React = _ => OddAnswers.Of(answer, Good);
        Assert.Equal(new UploadOutcome.Done("1857777774821032"), await UploadAsync());
        Assert.Single(platform.Calls);
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task What_is_not_told_to_the_end_is_not_there_and_is_uploaded_again_later(string answer)
    {
        platform.React = _ => OddAnswers.Of(answer, Good);
        await IsLaterAsync(UploadAsync());
    }

    [Theory]
    [MemberData(nameof(WithoutId))]
    public async Task Without_an_id_it_is_not_there(Reaction answer)
    {
        platform.React = _ => answer;
        await IsLaterAsync(UploadAsync());
    }

    [Theory]
    [InlineData(200)]
    [InlineData(500)]
    public async Task An_answer_without_end_is_cut_and_not_waited_for(int status)
    {
        platform.React = _ => new Reaction.Endless(status);
        await IsLaterAsync(UploadAsync());
        platform.React = _ => new Reaction.Raw("HTTP/1.1 200 OK\r\nContent-Length: 52428800\r\n\r\n" + Good, new string(' ', 8_192))
        {
            Flood = true,
        };
        Assert.IsType<UploadOutcome.Later>(await UploadAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n")]
    [InlineData("HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 O")]
    public async Task What_dries_up_is_given_up_once_the_deadline_has_passed(string beginning)
    {
        platform.React = _ => new Reaction.Raw(beginning) { Stall = true };
        var uploading = UploadAsync();
        await platform.NextCallAsync();
        time.Advance(TimeSpan.FromMinutes(3));
        Assert.Equal("no answer in time", await IsLaterAsync(uploading));
    }

    [Fact]
    public async Task Interim_answers_without_end_are_given_up_once_the_deadline_has_passed()
    {
        platform.React = _ => new Reaction.Raw("HTTP/1.1 102 Processing\r\n\r\n") { Flood = true };
        var uploading = UploadAsync();
        await platform.NextCallAsync();
        time.Advance(TimeSpan.FromMinutes(3));
        // Their headers may come to more than the client takes before the clock is moved.
        Assert.Contains(
            await IsLaterAsync(uploading),
            (string[])["no answer in time", nameof(HttpRequestError.ConfigurationLimitExceeded)]
        );
    }

    [Fact]
    public async Task A_connection_closed_while_the_file_is_being_written_is_later()
    {
        platform.ResetAtBody = true;
        var later = Assert.IsType<UploadOutcome.Later>(await UploadAsync(() => new MemoryStream(new byte[20_000_000])));
        Assert.NotEmpty(later.Reason);
        Assert.Equal(1, platform.Connections);
    }

    [Fact]
    public async Task A_file_that_breaks_off_while_it_is_read_is_later_and_no_half_of_it_is_there()
    {
        platform.React = _ => new Reaction.Answer(200, Good);
        Assert.IsType<UploadOutcome.Later>(await UploadAsync(() => new BrokenFile(1_000_000)));
        Assert.Empty(platform.Calls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_certificate_that_nobody_vouches_for_gets_nothing_of_the_file(bool onlyHttp2)
    {
        var (certificate, key) = LoopbackCertificate.Make(TimeProvider.System.GetUtcNow());
        using var shown = X509Certificate2.CreateFromPem(certificate, key);
        await using var secure = new ScriptedPlatform
        {
            Certificate = shown,
            Protocol = onlyHttp2 ? SslApplicationProtocol.Http2 : SslApplicationProtocol.Http11,
        };
        var later = Assert.IsType<UploadOutcome.Later>(await UploadAsync(to: new UriBuilder(secure.Address) { Scheme = "https" }.Uri));
        Assert.Equal("SecureConnectionError", later.Reason);
        Assert.Empty(secure.Calls);
    }

    private async Task<string> IsLaterAsync(Task<UploadOutcome> uploading)
    {
        var later = Assert.IsType<UploadOutcome.Later>(await uploading);
        Assert.NotEmpty(later.Reason);
        Assert.DoesNotContain(ContractSubject.AccessToken, later.Reason, StringComparison.Ordinal);
        Assert.InRange(later.RetryAfter, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        // No layer below has made it twice.
        Assert.Single(platform.Calls);
        return later.Reason;
    }

    private Task<UploadOutcome> UploadAsync(Func<Stream>? file = null, Uri? to = null) =>
        subject
            .Services(to ?? platform.Address, time)
            .GetServices<IUploads>()
            .Single(one => one.Id == subject.Channel)
            .UploadAsync(
                subject.Account,
                new OutboundMessage.Media(MediaKind.Image, "m1", "a.jpg", "image/jpeg", 9),
                file ?? (static () => new MemoryStream("the bytes"u8.ToArray())),
                default
            );

    /// <summary>As a bucket's that is cut in the middle.</summary>
    private sealed class BrokenFile(int length) : MemoryStream(new byte[length])
    {
        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Position < length / 2 ? base.ReadAsync(buffer, cancellationToken) : throw new EndOfStreamException();

        public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken) =>
            throw new EndOfStreamException();
    }
}
