using Microsoft.Extensions.Time.Testing;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Media;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Tests.Servers;
using OmoBroadcast.Tests.Storage.Sql;

namespace OmoBroadcast.Tests.Storage.Media;

/// <summary>The shelf on both databases, in a folder and in a bucket.</summary>
public sealed class ShelfTests
{
    private static readonly StaffMember Me = new("p-1", "林店員", Role.Salesperson, "信義店");

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task A_file_is_kept_once_and_found_by_its_id(DatabaseKind kind)
    {
        await using var ledger = await Sql.LedgerFixture.OpenAsync(kind);
        using var folder = new TempFolder();
        using var shelf = Shelf(ledger, folder, TimeProvider.System);
        var picture = Samples.Jpeg(2000, 1000);
        var kept = await KeepAsync(shelf, picture, "a.exe");
        Assert.Equal((MediaKind.Image, "image/jpeg", "a.jpg", picture.Length), (kept.Kind, kept.ContentType, kept.FileName, kept.Size));
        Assert.True(MediaShelf.IsId(kept.Id) && MediaShelf.IsId(kept.PreviewId!));
        Assert.Equal(picture, await ReadAsync(shelf, kept.Id));
        Assert.InRange((await ReadAsync(shelf, kept.PreviewId!)).Length, 1, PreviewImage.MostBytes);
        Assert.Equal(kept.Id, (await KeepAsync(shelf, picture, "a.png")).Id);
        Assert.NotEqual(kept.Id, (await KeepAsync(shelf, picture, "b.png")).Id);
        Assert.Empty(Directory.GetFiles(Path.Combine(folder.Path, "media", "incoming")));
        foreach (var none in (string[])["", "x", "../../promises.db", new('a', 32), kept.Id.ToUpperInvariant()])
            Assert.Null(await shelf.OpenAsync(none, default));
    }

    [Fact]
    public async Task What_cannot_be_sent_is_not_kept_and_leaves_nothing_behind()
    {
        await using var ledger = await Sql.LedgerFixture.OpenAsync(DatabaseKind.Sqlite);
        using var folder = new TempFolder();
        using var shelf = Shelf(ledger, folder, TimeProvider.System);
        Assert.Equal(new MediaResult.Refused("media.empty"), await shelf.KeepAsync(new MemoryStream(), "a.png", default));
        Assert.Equal(
            new MediaResult.Refused("media.type"),
            await shelf.KeepAsync(new MemoryStream("<html>"u8.ToArray()), "a.png", default)
        );
        Assert.Equal(
            new MediaResult.Refused("media.broken"),
            await shelf.KeepAsync(new MemoryStream(Samples.Png()[..20]), "a.png", default)
        );
        Assert.Equal(
            new MediaResult.Refused("media.too_big", 10 * 1024 * 1024),
            await shelf.KeepAsync(new Endless(Samples.Png()), "a.png", default)
        );
        Assert.Empty(Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories));
    }

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task What_nothing_needs_is_swept_and_what_is_needed_stays(DatabaseKind kind)
    {
        await using var ledger = await Sql.LedgerFixture.OpenAsync(kind);
        using var folder = new TempFolder();
        var time = new FakeTimeProvider(new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        using var shelf = Shelf(ledger, folder, time);
        var (idle, saved, planned) = (
            await KeepAsync(shelf, Samples.Pdf, "idle.pdf"),
            await KeepAsync(shelf, Samples.Pdf, "saved.pdf"),
            await KeepAsync(shelf, Samples.Png(), "planned.png")
        );
        var replies = new SavedReplies(ledger.Database);
        await replies.AddAsync(SavedReply.New(Me.Id, "one", new([saved.Message]), Sharing.Mine), "m", time.GetUtcNow(), default);
        await PlanAsync(ledger, planned, time.GetUtcNow());
        Assert.Equal(0, await shelf.SweepAsync(TimeSpan.FromDays(90), 100, default));
        time.Advance(TimeSpan.FromDays(91));
        Assert.Equal(1, await shelf.SweepAsync(TimeSpan.FromDays(90), 100, default));
        Assert.Null(await shelf.OpenAsync(idle.Id, default));
        Assert.NotEmpty(await ReadAsync(shelf, saved.Id));
        Assert.NotEmpty(await ReadAsync(shelf, planned.Id));
        Assert.NotEmpty(await ReadAsync(shelf, planned.PreviewId!));

        await replies.DeleteAsync((await replies.AllAsync(default)).Single().Id, default);
        Assert.Equal(1, await shelf.SweepAsync(TimeSpan.FromDays(90), 100, default));
        Assert.Equal(2, Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories).Count());
    }

    /// <summary>For half a year later, from a phone.</summary>
    private static async Task PlanAsync(Sql.LedgerFixture ledger, MediaItem planned, DateTimeOffset now)
    {
        var draft = await ledger.Campaigns.DraftAsync(Me, Audience.All, "zh-TW", now, default);
        Assert.True(await ledger.Campaigns.EditAsync(draft.Id, 1, Audience.All, new([planned.Message]), default, Surface.Phone));
        Assert.True(await ledger.Campaigns.ScheduleAsync(draft.Id, 2, new(now.AddDays(200), now.AddDays(201), 1), default));
        Assert.Equal(Surface.Phone, (await ledger.Campaigns.FindAsync(draft.Id, default))!.Surface);
    }

    private static readonly OutboundMessage.Media Video = new(
        MediaKind.Video,
        new('a', 32),
        "走秀.mp4",
        "video/mp4",
        5_000_000_000,
        new('b', 32)
    );

    [Theory]
    [ClassData(typeof(BothDatabases))]
    public async Task A_saved_reply_is_read_as_it_was_written_and_changed_once(DatabaseKind kind)
    {
        await using var ledger = await Sql.LedgerFixture.OpenAsync(kind);
        var file = new OutboundMessage.Media(MediaKind.File, new('c', 32), "a.pdf", "application/pdf", 1);
        var content = new Content([new OutboundMessage.Text("嗨 {{customer_name}}"), Video, file]);
        var replies = new SavedReplies(ledger.Database);
        var sharing = new Sharing(SharingScope.Stores, [Role.Manager, Role.Salesperson], ["信義店", "a,b"]);
        var (made, now) = (SavedReply.New(Me.Id, "歡迎 👋", content, sharing), TimeProvider.System.GetUtcNow());
        var added = await replies.AddAsync(made, "mark", now, default);
        Assert.Equal(added.Id, (await replies.AddAsync(made, "mark", now, default)).Id);
        var read = (await replies.FindAsync(added.Id, default))!;
        Assert.Equal((content, "歡迎 👋", 1), (read.Content, read.Name, read.Version));
        Assert.Equal(
            (sharing.Scope, "Manager,Salesperson", "信義店|a,b"),
            (read.Sharing.Scope, string.Join(',', read.Sharing.Roles), string.Join('|', read.Sharing.Stores))
        );
        var changed = read with { Name = "二", Content = new([Video]), Sharing = Sharing.WithAll };
        Assert.True(await replies.ChangeAsync(changed, now, default));
        Assert.False(await replies.ChangeAsync(changed with { Name = "三" }, now, default));
    }

    [Fact]
    public void Media_templates_and_old_texts_are_read_as_they_were_written()
    {
        var template = new OutboundMessage.Template(
            "w1",
            "sale",
            "zh_TW",
            [new(TemplatePlace.Header, null, null, Video), new(TemplatePlace.Body, "name", "王")],
            "王 您好"
        );
        var written = LedgerJson.Write(new Content([template]));
        Assert.DoesNotContain("differsByPerson", written, StringComparison.Ordinal);
        Assert.Equal(written, LedgerJson.Write(LedgerJson.Read<Content>(written)));
        Assert.Equal(
            new Content([new OutboundMessage.Text("嗨")]),
            LedgerJson.Read<Content>("""{"messages":[{"type":"text","words":"嗨","later":1}],"more":{}}""")
        );
    }

    [Fact]
    public async Task A_bucket_serves_as_well_as_a_folder()
    {
        await using var bucket = await BucketStub.StartAsync();
        await using var ledger = await Sql.LedgerFixture.OpenAsync(DatabaseKind.Sqlite);
        using var folder = new TempFolder();
        var options = In(bucket);
        Assert.True(new MediaValidation().Validate(null, options).Succeeded);
        using var shelf = new MediaShelf(ledger.Database, new() { DataDir = folder.Path }, options, TimeProvider.System);
        var pdf = Samples.Pdf.Concat(new byte[100_000]).ToArray();
        var kept = await KeepAsync(shelf, pdf, "a.pdf");
        Assert.Equal(pdf, await ReadAsync(shelf, kept.Id));
        await using (var stream = (await shelf.OpenAsync(kept.Id, default))!)
        {
            stream.Seek(-3, SeekOrigin.End);
            Assert.Equal(3, await stream.ReadAsync(new byte[8]));
        }

        var last = $"bytes={pdf.Length - 3}-{pdf.Length - 1}";
        Assert.Contains(bucket.Calls, call =>
            call.StartsWith("GET", StringComparison.Ordinal) && call.EndsWith(last, StringComparison.Ordinal)
        );
        Assert.Empty(Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories));
        Assert.Equal(1, await shelf.SweepAsync(TimeSpan.FromDays(-1), 10, default));
        Assert.Empty(bucket.Keys);
        Assert.DoesNotContain(bucket.Calls, call => call.Contains("canary-secret", StringComparison.Ordinal));
    }

    private static MediaOptions In(BucketStub bucket) =>
        new()
        {
            S3 = new()
            {
                Endpoint = bucket.Address,
                Bucket = "omo",
                AccessKey = "key",
                SecretKey = "canary-secret",
            },
        };

    private static MediaShelf Shelf(Sql.LedgerFixture ledger, TempFolder folder, TimeProvider time) =>
        new(ledger.Database, new() { DataDir = folder.Path }, new(), time);

    private static async Task<MediaItem> KeepAsync(MediaShelf shelf, byte[] content, string name) =>
        Assert.IsType<MediaResult.Ok>(await shelf.KeepAsync(new MemoryStream(content), name, default)).Item;

    private static async Task<byte[]> ReadAsync(MediaShelf shelf, string id)
    {
        await using var stream = (await shelf.OpenAsync(id, default))!;
        using var memory = new MemoryStream();
        await stream.CopyToAsync(memory);
        return memory.ToArray();
    }

    /// <summary>Begins well and never ends.</summary>
    private sealed class Endless(byte[] beginning) : MemoryStream(beginning)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await base.ReadAsync(buffer, cancellationToken);
            if (read > 0)
                return read;
            buffer.Span.Fill(7);
            return buffer.Length;
        }
    }
}
