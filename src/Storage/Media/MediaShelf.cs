using System.Buffers;
using System.Security.Cryptography;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Storage.Settings;
using OmoBroadcast.Storage.Space;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Storage.Media;

/// <summary>Keeps the pictures, videos and files that staff send. What is kept never changes; it is known by an id that nobody can
/// guess.</summary>
public sealed class MediaShelf : IDisposable
{
    private const int Block = 64 * 1024;
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    private static readonly TimeSpan OldestIncoming = TimeSpan.FromDays(1);

    private readonly Register register;
    private readonly Vault vault;
    private readonly TimeProvider time;
    private readonly string incoming;
    private readonly FreeSpace? space;

    // A picture unpacked takes a hundred times its file: one after the other.
    private readonly SemaphoreSlim drawing = new(1);

    public MediaShelf(Database database, StorageOptions store, MediaOptions media, TimeProvider time, FreeSpace? space = null)
    {
        this.space = space;
        register = new(database);
        var folder = Path.Combine(Path.GetFullPath(store.DataDir), "media");
        incoming = Path.Combine(folder, "incoming");
        vault = media.S3.IsUsed ? new S3Vault(media.S3, time) : new FolderVault(folder);
        this.time = time;
    }

    /// <summary>Whether a text can be an id at all.</summary>
    public static bool IsId(string text) => text.Length == 32 && !text.AsSpan().ContainsAnyExcept(Digits);

    public Task<MediaItem?> FindAsync(string mediaId, CancellationToken cancellationToken) =>
        IsId(mediaId) ? register.FindAsync(mediaId, cancellationToken) : Task.FromResult<MediaItem?>(null);

    /// <summary>The bytes, in a stream that can be sought in; null when there is no such file. Throws what the store of the files throws
    /// when it is away.</summary>
    public async Task<Stream?> OpenAsync(string mediaId, CancellationToken cancellationToken) =>
        await FindAsync(mediaId, cancellationToken) is { } item ? await vault.OpenAsync(mediaId, item.Size, cancellationToken) : null;

    /// <summary>The same, where the file's entry is already known.</summary>
    public Task<Stream?> OpenAsync(MediaItem item, CancellationToken cancellationToken) =>
        vault.OpenAsync(item.Id, item.Size, cancellationToken);

    /// <summary>
    /// Reads a file to its end, or as far as its kind may be long, and keeps it. The same file under the same name is kept once.
    /// Throws what the stores and the stream throw.
    /// </summary>
    /// <param name="name">As it came; only its stem is believed.</param>
    public async Task<MediaResult> KeepAsync(Stream content, string? name, CancellationToken cancellationToken)
    {
        if (space is { MaySend: false })
            return new MediaResult.Refused("media.room");
        Directory.CreateDirectory(incoming);
        var file = Path.Combine(incoming, $"{Guid.NewGuid():N}.tmp");
        try
        {
            var (signature, size, hash, no) = await ReceiveAsync(content, file, cancellationToken);
            if (no is not null)
                return no;
            var safe = FileNames.Safe(name, signature!.Ending);
            if (await register.UseSameAsync(hash, safe, signature.ContentType, time.GetUtcNow(), cancellationToken) is { } same)
                return new MediaResult.Ok(same);
            string? preview = null;
            if (signature.Kind is MediaKind.Image or MediaKind.Video)
            {
                if (await DrawAsync(signature.Kind, file, cancellationToken) is not { } drawn)
                    return new MediaResult.Refused("media.broken");
                preview = await KeepPreviewAsync(drawn, cancellationToken);
            }

            var item = new MediaItem(NewId(), signature.Kind, signature.ContentType, safe, size, hash, preview, time.GetUtcNow());
            await StoreAsync(item, file, cancellationToken);
            return new MediaResult.Ok(item);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>They are part of something that is sent or kept: their days are counted from now.</summary>
    public Task UseAsync(Content content, CancellationToken cancellationToken)
    {
        var media = content
            .Messages.OfType<OutboundMessage.Media>()
            .Concat(content.Template?.Parameters.Select(parameter => parameter.Media).OfType<OutboundMessage.Media>() ?? []);
        return register.UseAsync(
            [.. media.SelectMany(one => new[] { one.MediaId, one.PreviewId }).OfType<string>().Distinct()],
            time.GetUtcNow(),
            cancellationToken
        );
    }

    /// <summary>Takes away what has not been used for so long and is not needed any more; how many it were.</summary>
    public async Task<int> SweepAsync(TimeSpan unused, int most, CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow() - unused;
        var taken = 0;
        Tidy();
        foreach (var id in await register.UnusedAsync(before, most, cancellationToken))
        {
            // The entry first: without it the bytes can be found by nobody, and what a crash leaves of them only costs room.
            if (!await register.RemoveAsync(id, before, cancellationToken))
                continue;
            await vault.DeleteAsync(id, cancellationToken);
            taken++;
        }

        return taken;
    }

    /// <summary>Takes over from another shelf the bytes of all that has an entry here, unless they are here. Returns how many there were,
    /// and of how many the other has none either. Throws what the stores of the files throw.</summary>
    public async Task<(int Taken, int Missing)> TakeOverAsync(MediaShelf other, CancellationToken cancellationToken)
    {
        var (taken, missing, after) = (0, 0, "");
        while (await register.AllAsync(after, 100, cancellationToken) is [.., var last] items)
        {
            after = last.Id;
            foreach (var item in items)
            {
                await using var here = await vault.OpenAsync(item.Id, item.Size, cancellationToken);
                if (here?.Length == item.Size)
                    continue;
                await using var there = await other.vault.OpenAsync(item.Id, item.Size, cancellationToken);
                if (there is null)
                    missing++;
                else
                    taken += await TakeOverAsync(item, there, cancellationToken);
            }
        }

        return (taken, missing);
    }

    private async Task<int> TakeOverAsync(MediaItem item, Stream bytes, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(incoming);
        var file = Path.Combine(incoming, $"{Guid.NewGuid():N}.tmp");
        try
        {
            await using (var copy = new FileStream(file, FileMode.CreateNew, FileAccess.Write, FileShare.None, Block, useAsync: true))
            {
                await bytes.CopyToAsync(copy, cancellationToken);
                copy.Flush(flushToDisk: true);
            }

            await vault.DeleteAsync(item.Id, cancellationToken);
            await vault.PutAsync(item.Id, file, item.ContentType, cancellationToken);
            return 1;
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>Deletes what a crash left half received.</summary>
    public void Tidy()
    {
        if (!Directory.Exists(incoming))
            return;
        foreach (var file in Directory.EnumerateFiles(incoming))
            if (time.GetUtcNow() - new DateTimeOffset(File.GetLastWriteTimeUtc(file)) > OldestIncoming)
                File.Delete(file);
    }

    public void Dispose()
    {
        vault.Dispose();
        drawing.Dispose();
    }

    private static string NewId() => RandomNumberGenerator.GetHexString(32, lowercase: true);

    private static async Task<(FileSignature? Signature, long Size, string Hash, MediaResult? No)> ReceiveAsync(
        Stream content,
        string file,
        CancellationToken cancellationToken
    )
    {
        var buffer = new byte[Block];
        var length = await content.ReadAtLeastAsync(buffer, FileSignature.Head, throwOnEndOfStream: false, cancellationToken);
        if (length == 0)
            return (null, 0, "", new MediaResult.Refused("media.empty"));
        if (FileSignature.Read(buffer.AsSpan(0, Math.Min(length, FileSignature.Head))) is not { } signature)
            return (null, 0, "", new MediaResult.Refused("media.type"));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var written = new FileStream(
            file,
            FileMode.CreateNew,
            FileAccess.ReadWrite,
            FileShare.None,
            Block,
            FileOptions.Asynchronous
        );
        var size = 0L;
        while (length > 0)
        {
            size += length;
            if (size > signature.MostBytes)
                return (null, 0, "", new MediaResult.Refused("media.too_big", signature.MostBytes));
            hash.AppendData(buffer, 0, length);
            await written.WriteAsync(buffer.AsMemory(0, length), cancellationToken);
            length = await content.ReadAsync(buffer, cancellationToken);
        }

        await written.FlushAsync(cancellationToken);
        written.Position = 0;
        if (!signature.IsArchive)
            return (signature, size, Convert.ToHexStringLower(hash.GetHashAndReset()), null);
        return FileSignature.Office(written) is { } office
            ? (office, size, Convert.ToHexStringLower(hash.GetHashAndReset()), null)
            : (null, 0, "", new MediaResult.Refused("media.type"));
    }

    private async Task<byte[]?> DrawAsync(MediaKind kind, string file, CancellationToken cancellationToken)
    {
        if (kind == MediaKind.Video)
            return PreviewImage.OfVideo();
        await drawing.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(
                () =>
                {
                    using var picture = File.OpenRead(file);
                    return PreviewImage.Of(picture);
                },
                cancellationToken
            );
        }
        finally
        {
            drawing.Release();
        }
    }

    private async Task<string> KeepPreviewAsync(byte[] drawn, CancellationToken cancellationToken)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(drawn));
        const string Name = "preview.jpg",
            Type = "image/jpeg";
        if (await register.UseSameAsync(hash, Name, Type, time.GetUtcNow(), cancellationToken) is { } same)
            return same.Id;
        var file = Path.Combine(incoming, $"{Guid.NewGuid():N}.tmp");
        try
        {
            await File.WriteAllBytesAsync(file, drawn, cancellationToken);
            var item = new MediaItem(NewId(), MediaKind.Image, Type, Name, drawn.Length, hash, null, time.GetUtcNow());
            await StoreAsync(item, file, cancellationToken);
            return item.Id;
        }
        finally
        {
            File.Delete(file);
        }
    }

    private async Task StoreAsync(MediaItem item, string file, CancellationToken cancellationToken)
    {
        await vault.PutAsync(item.Id, file, item.ContentType, cancellationToken);
        await register.AddAsync(item, cancellationToken);
    }
}
