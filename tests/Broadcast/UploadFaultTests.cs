using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using OmoBroadcast.Broadcast;
using OmoBroadcast.Broadcast.Dispatching;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Storage.Media;
using OmoBroadcast.Storage.Settings;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Tests.Adapters.ChannelContract;
using OmoBroadcast.Tests.Adapters.WhatsApp;
using OmoBroadcast.Tests.Servers;
using OmoBroadcast.Tests.Storage.Media;

namespace OmoBroadcast.Tests.Broadcast;

/// <summary>A message with a file goes out with the id of an upload that was told to the end, or waits.</summary>
public sealed class UploadFaultTests
{
    private readonly WhatsAppSubject subject = new();
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 22, 0, 0, 0, TimeSpan.Zero));

    public static TheoryData<string> Broken => [.. OddAnswers.Broken];

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task Until_an_upload_is_told_to_the_end_nothing_is_sent_and_no_id_is_kept(string answer)
    {
        await using var ledger = await Storage.Sql.LedgerFixture.OpenAsync(DatabaseKind.Sqlite);
        using var folder = new TempFolder();
        await using var platform = new ScriptedPlatform { React = _ => OddAnswers.Of(answer, """{"id":"666"}""") };
        using var shelf = new MediaShelf(ledger.Database, new StorageOptions { DataDir = folder.Path }, new MediaOptions(), time);
        var (uploads, content) = (new Uploads(ledger.Database), await ContentAsync(shelf));
        var sources = Sources(uploads, shelf, platform);

        var not = Assert.IsType<SendOutcome.Throttled>((await sources.OfAsync(subject.Account, content)).Not);
        Assert.Null(await uploads.FindAsync(subject.Account, MediaOf(content).MediaId, time.GetUtcNow(), default));

        platform.React = _ => new Reaction.Answer(200, """{"id":"99"}""");
        time.Advance(not.RetryAfter);
        Assert.Equal("99", Assert.Single((await sources.OfAsync(subject.Account, content)).Media)!.PlatformId);
        Assert.Equal(2, platform.Calls.Count);
    }

    [Fact]
    public async Task A_bucket_that_is_away_or_breaks_off_holds_up_nothing_but_what_lies_in_it()
    {
        await using var ledger = await Storage.Sql.LedgerFixture.OpenAsync(DatabaseKind.Sqlite);
        using var folder = new TempFolder();
        await using var platform = new ScriptedPlatform { React = _ => new Reaction.Answer(200, """{"id":"99"}""") };
        await using var bucket = new ScriptedPlatform { React = _ => new Reaction.Answer(200, "") };
        using var shelf = new MediaShelf(ledger.Database, new() { DataDir = folder.Path }, new() { S3 = SettingsOf(bucket) }, time);
        var content = await ContentAsync(shelf);
        var sources = Sources(new Uploads(ledger.Database), shelf, platform);

        var half = new Reaction.Answer(200, "half of it") { Missing = (int)MediaOf(content).Size - 10 };
        foreach (var reaction in (Reaction[])[new Reaction.Reset(), new Reaction.Answer(503, "<Error/>"), half])
        {
            bucket.React = call =>
                reaction == half && call.Method == "HEAD" ? new Reaction.Raw("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n") : reaction;
            var not = Assert.IsType<SendOutcome.Throttled>((await sources.OfAsync(subject.Account, content)).Not);
            time.Advance(not.RetryAfter);
        }

        Assert.Empty(platform.Calls);
        bucket.React = call =>
            call.Method == "HEAD"
                ? new Reaction.Raw("HTTP/1.1 200 OK\r\n\r\n")
                : new Reaction.Answer(200, System.Text.Encoding.Latin1.GetString(Samples.Pdf));
        Assert.Equal("99", Assert.Single((await sources.OfAsync(subject.Account, content)).Media)!.PlatformId);
    }

    private static S3Settings SettingsOf(ScriptedPlatform bucket) =>
        new()
        {
            Endpoint = bucket.Address.GetLeftPart(UriPartial.Authority),
            Bucket = "b",
            AccessKey = "key",
            SecretKey = "secret",
        };

    private static OutboundMessage.Media MediaOf(Content content) => (OutboundMessage.Media)content.Messages[0];

    private static async Task<Content> ContentAsync(MediaShelf shelf)
    {
        var kept = Assert.IsType<MediaResult.Ok>(await shelf.KeepAsync(new MemoryStream(Samples.Pdf), "a.pdf", default)).Item;
        return new Content([new OutboundMessage.Media(kept.Kind, kept.Id, kept.FileName, kept.ContentType, kept.Size)]);
    }

    private MediaSources Sources(Uploads uploads, MediaShelf shelf, ScriptedPlatform platform) =>
        new(uploads, shelf, subject.Services(platform.Address, time).GetServices<IUploads>(), new BroadcastOptions(), time);
}
