using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Time.Testing;
using OmoBroadcast.Sandbox;
using OmoBroadcast.Storage.Media;
using OmoBroadcast.Tests.Adapters.ChannelContract;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.Storage.Media;

/// <summary>A bucket, or what stands before it, that answers oddly, never, or without end: what was asked for is done, or it is said in
/// one way that it is not.</summary>
public sealed class BucketFaultTests : IAsyncLifetime
{
    private const string Secret = "canary-secret";
    private static readonly string Id = new('a', 32);
    private readonly ScriptedPlatform bucket = new();
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 22, 0, 0, 0, TimeSpan.Zero));
    private readonly TempFolder folder = new();
    private S3Vault vault = null!;

    public static TheoryData<string> Broken => ["cut", "nonsense", "endless head"];

    /// <summary>What asks for no file's bytes.</summary>
    public static TheoryData<string, string> Calls => new MatrixTheoryData<string, string>(["put", "find", "delete"], OddAnswers.Whole);

    public static TheoryData<string, int> Floods => new MatrixTheoryData<string, int>(["put", "delete", "read"], [200, 403, 404, 503]);

    public ValueTask InitializeAsync()
    {
        vault = Vault(bucket.Address);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        vault.Dispose();
        await bucket.DisposeAsync();
        folder.Dispose();
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_good_answer_in_an_odd_dress_is_one(string what, string answer)
    {
        bucket.React = call => OddAnswers.Of(answer, call.Method == "HEAD" ? "" : "<a/>");
        await AskAsync(what);
        Assert.Single(bucket.Calls);
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task What_is_not_answered_to_the_end_is_not_kept_and_its_file_stays(string answer)
    {
        bucket.React = _ => OddAnswers.Of(answer, "<a/>");
        await IsAwayAsync(AskAsync("put"));
        Assert.True(File.Exists(Kept));
    }

    [Theory]
    [InlineData("put")]
    [InlineData("find")]
    [InlineData("read")]
    [InlineData("delete")]
    public async Task What_never_answers_is_given_up_once_the_deadline_has_passed(string what)
    {
        bucket.React = call => what == "read" && call.Method == "HEAD" ? Found : new Reaction.Silence();
        var asking = AskAsync(what);
        await CallAsync(what);
        time.Advance(what == "put" ? S3Vault.LongestPut : S3Vault.LongestCall);
        Assert.Contains("in time", (await IsAwayAsync(asking)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("put", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n<")]
    [InlineData("put", "HTTP/1.1 503 Slow Down\r\nContent-Length: 10\r\n\r\n<")]
    [InlineData("delete", "HTTP/1.1 403 Forbidden\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n<\r\n")]
    [InlineData("find", "HTTP/1.1 200 OK\r\nContent-Le")]
    [InlineData("read", "HTTP/1.1 404 Not Found\r\nContent-Length: 100\r\n\r\n<")]
    [InlineData("read", "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 0-15/16\r\nContent-Length: 16\r\n\r\n01234567")]
    public async Task What_dries_up_is_given_up_once_the_deadline_has_passed(string what, string beginning)
    {
        bucket.React = call => what == "read" && call.Method == "HEAD" ? Found : new Reaction.Raw(beginning) { Stall = true };
        var asking = AskAsync(what);
        await CallAsync(what);
        // What came before is read by then, or is not: either way there is a deadline.
        while (!asking.IsCompleted)
        {
            time.Advance(S3Vault.LongestPut);
            await Task.WhenAny(asking, Until.NextLookAsync());
        }

        await IsAwayAsync(asking);
    }

    [Theory]
    [MemberData(nameof(Floods))]
    public async Task An_answer_without_end_is_cut_and_not_waited_for(string what, int status)
    {
        bucket.React = call => what == "read" && call.Method == "HEAD" ? Found : new Reaction.Endless(status);
        var asking = AskAsync(what);
        if (status == 200 && what != "read")
            await asking;
        else
            await IsAwayAsync(asking);
        Assert.Equal(what != "put" || status != 200, File.Exists(Kept));
    }

    [Fact]
    public async Task A_connection_closed_while_the_file_is_being_written_leaves_it_here()
    {
        await File.WriteAllBytesAsync(Kept, new byte[5_000_000]);
        bucket.ResetAtBody = true;
        await IsAwayAsync(AskAsync("put"));
        Assert.Equal(5_000_000, new FileInfo(Kept).Length);
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
        using var distrusting = Vault(new UriBuilder(secure.Address) { Scheme = "https" }.Uri);
        await IsAwayAsync(distrusting.OpenAsync(Id, 16, default));
        Assert.Empty(secure.Calls);
    }

    [Fact]
    public async Task HTTP_2_is_not_offered()
    {
        using var listener = new TlsListener();
        using var other = Vault(listener.Address);
        using var enough = new CancellationTokenSource();
        var asking = other.OpenAsync(Id, 16, enough.Token);
        Assert.DoesNotContain("h2", await listener.OffersAsync());
        await enough.CancelAsync();
        Assert.NotNull(await Record.ExceptionAsync(() => asking));
    }

    [Fact]
    public async Task Who_asked_may_go_and_is_told_so()
    {
        bucket.React = _ => new Reaction.Silence();
        using var gone = new CancellationTokenSource();
        var asking = vault.OpenAsync(Id, 16, gone.Token);
        await bucket.NextCallAsync();
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
    }

    private static Reaction Found => new Reaction.Raw("HTTP/1.1 200 OK\r\nContent-Length: 16\r\n\r\n");

    private string Kept => Path.Combine(folder.Path, "kept");

    private async Task AskAsync(string what)
    {
        switch (what)
        {
            case "put":
                if (!File.Exists(Kept))
                    await File.WriteAllTextAsync(Kept, "0123456789abcdef");
                await vault.PutAsync(Id, Kept, "text/plain", default);
                break;
            case "delete":
                await File.WriteAllTextAsync(Kept, "another");
                await vault.DeleteAsync(Id, default);
                break;
            default:
                await File.WriteAllTextAsync(Kept, "another");
                await using (var stream = await vault.OpenAsync(Id, 16, default))
                    if (what == "read")
                        await stream!.CopyToAsync(Stream.Null);
                    else
                        Assert.NotNull(stream);
                break;
        }
    }

    private async Task CallAsync(string what)
    {
        while ((await bucket.NextCallAsync()).Method == "HEAD" && what == "read") { }
    }

    private static async Task<IOException> IsAwayAsync(Task asking)
    {
        var away = await Assert.ThrowsAnyAsync<IOException>(() => asking);
        Assert.DoesNotContain(Secret, away.ToString(), StringComparison.Ordinal);
        return away;
    }

    private S3Vault Vault(Uri address) =>
        new(
            new S3Settings
            {
                Endpoint = address.GetLeftPart(UriPartial.Authority),
                Bucket = "b",
                AccessKey = "key",
                SecretKey = Secret,
            },
            time
        );
}
