using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Sandbox;

namespace OmoBroadcast.Tests.Adapters.ChannelContract;

/// <summary>What a customer sent comes whole, or not at all, or breaks off for everybody to see; never a part of it for the
/// whole.</summary>
public abstract class ReceivedWireContract(ContractSubject subject) : IAsyncDisposable
{
    private const string File = "0123456789abcdefghijklmnopqrstuvwxyz";

    public static TheoryData<string> Whole => [.. OddAnswers.Whole];

    public static TheoryData<string> Broken => [.. OddAnswers.Broken, "partial", "partial without a range", "not ready", "multiple"];

    protected ScriptedPlatform Platform { get; } = new();

    protected FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 22, 0, 0, 0, TimeSpan.Zero));

    public async ValueTask DisposeAsync()
    {
        await Platform.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [MemberData(nameof(Whole))]
    public async Task A_file_in_an_odd_dress_comes_whole(string answer)
    {
        React(_ => OddAnswers.Of(answer, File));
        Assert.Equal(File, await ReadAsync(await OpenAsync()));
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task What_is_not_all_of_it_is_nothing_or_breaks_off(string answer)
    {
        React(_ =>
            answer switch
            {
                "partial" => new Reaction.Raw(
                    $"HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 0-9/36\r\nContent-Length: 10\r\n\r\n{File[..10]}"
                ),
                "partial without a range" => new Reaction.Raw($"HTTP/1.1 206 Partial Content\r\nContent-Length: 10\r\n\r\n{File[..10]}"),
                "not ready" => new Reaction.Raw("HTTP/1.1 202 Accepted\r\nContent-Length: 2\r\n\r\n{}"),
                "multiple" => new Reaction.Raw($"HTTP/1.1 203 Non-Authoritative Information\r\nContent-Length: 10\r\n\r\n{File[..10]}"),
                _ => OddAnswers.Of(answer, File),
            }
        );
        // Opening tells of no trouble but by giving nothing; reading does.
        if (await OpenAsync() is { } content)
            Assert.IsAssignableFrom<IOException>(Unwrapped(await Record.ExceptionAsync(() => ReadAsync(content))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le")]
    public async Task What_dries_up_before_the_file_is_given_up_once_the_deadline_has_passed(string beginning)
    {
        React(_ => new Reaction.Raw(beginning) { Stall = true });
        var opening = OpenAsync();
        await FileIsAskedForAsync();
        Time.Advance(TimeSpan.FromSeconds(11));
        Assert.Null(await opening);
    }

    [Fact]
    public async Task What_dries_up_within_the_file_ends_with_the_patience_of_who_reads_it()
    {
        React(_ => new Reaction.Raw($"HTTP/1.1 200 OK\r\nContent-Length: 36\r\n\r\n{File[..10]}") { Stall = true });
        using var patience = new CancellationTokenSource();
        await using var content = (await OpenAsync())!;
        var begun = new byte[10];
        await content.Content.ReadExactlyAsync(begun, patience.Token);
        var more = content.Content.ReadAsync(begun, patience.Token);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => more.AsTask());
    }

    [Fact]
    public async Task A_file_without_end_is_not_read_ahead()
    {
        React(_ => new Reaction.Endless(200));
        await using var content = (await OpenAsync())!;
        await content.Content.ReadExactlyAsync(new byte[1_000_000]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_certificate_that_nobody_vouches_for_is_nothing_to_see(bool onlyHttp2)
    {
        var (certificate, key) = LoopbackCertificate.Make(TimeProvider.System.GetUtcNow());
        using var shown = X509Certificate2.CreateFromPem(certificate, key);
        await using var secure = new ScriptedPlatform
        {
            Certificate = shown,
            Protocol = onlyHttp2 ? SslApplicationProtocol.Http2 : SslApplicationProtocol.Http11,
        };
        Assert.Null(await Source(new UriBuilder(secure.Address) { Scheme = "https" }.Uri).OpenAsync(subject.Account, "1", false, default));
        Assert.Empty(secure.Calls);
    }

    protected abstract IReceived Source(Uri platform);

    /// <summary>The platform does so when it is asked for the file itself.</summary>
    protected virtual void React(Func<PlatformCall, Reaction> file) => Platform.React = file;

    protected virtual async Task FileIsAskedForAsync() => await Platform.NextCallAsync();

    private Task<ReceivedContent?> OpenAsync() => Source(Platform.Address).OpenAsync(subject.Account, "1", false, default);

    private static Exception? Unwrapped(Exception? trouble) =>
        trouble is HttpRequestException { InnerException: { } inner } ? inner : trouble;

    private static async Task<string> ReadAsync(ReceivedContent? content)
    {
        await using var owned = Assert.IsType<ReceivedContent>(content);
        using var reader = new StreamReader(owned.Content, Encoding.Latin1);
        return await reader.ReadToEndAsync();
    }
}
