using Microsoft.Extensions.Time.Testing;
using OmoBroadcast.Broadcast;
using OmoBroadcast.Broadcast.Dispatching;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Storage.Media;
using OmoBroadcast.Storage.Settings;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Tests.Servers;
using OmoBroadcast.Tests.Storage.Media;

namespace OmoBroadcast.Tests.Broadcast;

/// <summary>Uploads made beforehand: once for all, also when they do not work.</summary>
public sealed class MediaSourcesTests
{
    private static readonly AccountKey Number = new(ChannelId.WhatsApp, "106540352242922");

    [Fact]
    public async Task A_file_is_uploaded_once_and_what_did_not_work_is_tried_again_in_its_time()
    {
        await using var ledger = await Storage.Sql.LedgerFixture.OpenAsync(DatabaseKind.Sqlite);
        using var folder = new TempFolder();
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 22, 0, 0, 0, TimeSpan.Zero));
        using var shelf = new MediaShelf(ledger.Database, new StorageOptions { DataDir = folder.Path }, new MediaOptions(), time);
        var kept = Assert.IsType<MediaResult.Ok>(await shelf.KeepAsync(new MemoryStream(Samples.Pdf), "a.pdf", default)).Item;
        var platform = new Platform();
        var sources = new MediaSources(new Uploads(ledger.Database), shelf, [platform], new BroadcastOptions(), time);
        var content = new Content([new OutboundMessage.Media(kept.Kind, kept.Id, kept.FileName, kept.ContentType, kept.Size)]);

        platform.Answers = new UploadOutcome.Later(TimeSpan.FromSeconds(10), "502");
        var later = new SendOutcome.Throttled(TimeSpan.FromSeconds(10), ThrottleScope.Recipient);
        for (var i = 0; i < 3; i++)
            Assert.Equal(later, (await sources.OfAsync(Number, content)).Not);
        Assert.Equal(1, platform.Asked);

        platform.Answers = new UploadOutcome.Done("99");
        // Tried again; twice as kept in mind; looked up again, and found; uploaded anew when it may be gone.
        TimeSpan[] waits = [TimeSpan.FromSeconds(10), TimeSpan.Zero, TimeSpan.Zero, TimeSpan.FromMinutes(2), platform.Lifetime];
        foreach (var (wait, asked) in waits.Zip([2, 2, 2, 2, 3]))
        {
            time.Advance(wait);
            Assert.Equal("99", Assert.Single((await sources.OfAsync(Number, content)).Media)!.PlatformId);
            Assert.Equal(asked, platform.Asked);
        }
    }

    private sealed class Platform : IUploads
    {
        public UploadOutcome Answers { get; set; } = new UploadOutcome.Done("1");

        public int Asked { get; private set; }

        public ChannelId Id => ChannelId.WhatsApp;

        public TimeSpan Lifetime => TimeSpan.FromDays(25);

        public Task<UploadOutcome> UploadAsync(
            AccountKey account,
            OutboundMessage.Media media,
            Func<Stream> open,
            CancellationToken cancellationToken
        )
        {
            Asked++;
            return Task.FromResult(Answers);
        }
    }
}
