using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using Microsoft.Extensions.Logging.Abstractions;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Storage.Media;
using OmoBroadcast.Storage.Settings;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Tests.House;
using OmoBroadcast.Tests.Servers;
using OmoBroadcast.Tests.Survival;

namespace OmoBroadcast.Tests.Storage.Media;

/// <summary>Small files that are large when they are opened. Beside nothing else, as it looks at the memory of the process.</summary>
[Collection(nameof(OneAtATime))]
[Long]
public sealed class BombTests
{
    private const long Megabyte = 1024 * 1024;

    // The 67 bytes that claim seven thousand by seven thousand.
    [Fact]
    public async Task A_picture_is_believed_no_more_pixels_than_its_bytes_can_hold() =>
        await RefusedAsync(
            new MemoryStream([.. Png(7000, 7000, depth: 8, interlaced: false, [0x78, 0x9C, 0x63, 0, 0, 0, 0xFF, 0xFF, 0, 0])]),
            "media.broken"
        );

    // Four hundred kilobytes that are three hundred megabytes once they are unpacked.
    [Fact]
    public async Task A_picture_that_takes_too_much_to_unpack_is_not_unpacked()
    {
        using var data = new MemoryStream();
        await using (var packed = new ZLibStream(data, CompressionLevel.Fastest, leaveOpen: true))
            for (var row = 0; row < 5000; row++)
                await packed.WriteAsync(new byte[40_008]);
        await RefusedAsync(new MemoryStream(Png(5000, 5000, depth: 16, interlaced: true, data.ToArray())), "media.broken");
    }

    [Theory]
    [InlineData(2_000_000)]
    [InlineData(5)]
    public async Task An_archive_of_two_million_entries_is_counted_before_it_is_read(int said)
    {
        using var folder = new TempFolder();
        var file = Path.Combine(folder.Path, "bomb.zip");
        await using (var written = File.Create(file))
            await WriteAsync(written, entries: 2_000_000, said);
        await using var read = File.OpenRead(file);
        await RefusedAsync(read, "media.type");
    }

    [Fact]
    public async Task Many_at_once_take_no_more_than_one()
    {
        using var folder = new TempFolder();
        await using var database = await OpenAsync(folder);
        using var shelf = Shelf(database, folder);
        // Twenty pictures of eight megapixels: each takes forty-three megabytes to unpack, together they would take 860.
        var pictures = Enumerable.Range(0, 20).Select(number => Samples.Png(4000, 2000 + number)).ToArray();
        var growth = await GrowthAsync(() =>
            Task.WhenAll(
                pictures.Select(async picture =>
                    Assert.IsType<MediaResult.Ok>(await shelf.KeepAsync(new MemoryStream(picture), "a.png", default))
                )
            )
        );
        Assert.InRange(growth, 0, 320 * Megabyte);
    }

    private static async Task RefusedAsync(Stream file, string code)
    {
        using var folder = new TempFolder();
        await using var database = await OpenAsync(folder);
        using var shelf = Shelf(database, folder);
        Assert.IsType<MediaResult.Ok>(await shelf.KeepAsync(new MemoryStream(Samples.Png()), "warm.png", default));
        var growth = await GrowthAsync(async () =>
            Assert.Equal(code, Assert.IsType<MediaResult.Refused>(await shelf.KeepAsync(file, "a", default)).Code)
        );
        Assert.InRange(growth, 0, 48 * Megabyte);
    }

    /// <summary>By how much the memory of the process grew at its highest, as the operating system counts it.</summary>
    private static async Task<long> GrowthAsync(Func<Task> act)
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("Only Linux tells how high it was");
        GC.Collect();
        await File.WriteAllTextAsync("/proc/self/clear_refs", "5");
        var before = Status("VmRSS");
        await act();
        return Math.Max(0, Status("VmHWM") - before);
    }

    private static long Status(string name) =>
        1024
        * long.Parse(
            File.ReadLines("/proc/self/status")
                .Single(line => line.StartsWith($"{name}:", StringComparison.Ordinal))
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2]
                .Split('\t')[^1],
            CultureInfo.InvariantCulture
        );

    private static async Task<Database> OpenAsync(TempFolder folder)
    {
        var database = new Database(new StorageOptions { DataDir = folder.Path }, TimeProvider.System, NullLogger<Database>.Instance);
        await database.MigrateAsync(default);
        return database;
    }

    private static MediaShelf Shelf(Database database, TempFolder folder) =>
        new(database, new StorageOptions { DataDir = folder.Path }, new MediaOptions(), TimeProvider.System);

    private static byte[] Png(int width, int height, byte depth, bool interlaced, byte[] data)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9], header[12]) = (depth, 6, (byte)(interlaced ? 1 : 0));
        return [0x89, .. "PNG\r\n\u001A\n"u8, .. Chunk("IHDR"u8, header), .. Chunk("IDAT"u8, data)];
    }

    private static byte[] Chunk(ReadOnlySpan<byte> name, byte[] data)
    {
        byte[] named = [.. name, .. data];
        var (length, sum) = (new byte[4], new byte[4]);
        BinaryPrimitives.WriteInt32BigEndian(length, data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(sum, Crc(named));
        return [.. length, .. named, .. sum];
    }

    private static uint Crc(byte[] bytes)
    {
        var sum = uint.MaxValue;
        foreach (var one in bytes)
        {
            sum ^= one;
            for (var i = 0; i < 8; i++)
                sum = (sum & 1) == 0 ? sum >> 1 : (sum >> 1) ^ 0xEDB88320;
        }

        return ~sum;
    }

    private static async Task WriteAsync(Stream file, int entries, int said)
    {
        const int local = 31;
        byte[] one = [(byte)'P', (byte)'K', 1, 2, 20, 0, 20, 0, .. new byte[20], 1, 0, .. new byte[16], (byte)'a'];
        var block = Enumerable.Repeat(one, 10_000).SelectMany(bytes => bytes).ToArray();
        await file.WriteAsync((byte[])[(byte)'P', (byte)'K', 3, 4, 20, 0, .. new byte[20], 1, 0, 0, 0, (byte)'a']);
        for (var i = 0; i < entries; i += 10_000)
            await file.WriteAsync(block);
        var end64 = new byte[56];
        "PK\u0006\u0006"u8.CopyTo(end64);
        BinaryPrimitives.WriteInt64LittleEndian(end64.AsSpan(4), 44);
        foreach (var at in (int[])[24, 32])
            BinaryPrimitives.WriteInt64LittleEndian(end64.AsSpan(at), said);
        BinaryPrimitives.WriteInt64LittleEndian(end64.AsSpan(40), (long)entries * one.Length);
        BinaryPrimitives.WriteInt64LittleEndian(end64.AsSpan(48), local);
        var locator = new byte[20];
        "PK\u0006\u0007"u8.CopyTo(locator);
        BinaryPrimitives.WriteInt64LittleEndian(locator.AsSpan(8), local + ((long)entries * one.Length));
        locator[16] = 1;
        var end = new byte[22];
        "PK\u0005\u0006"u8.CopyTo(end);
        end.AsSpan(8, 12).Fill(0xFF);
        await file.WriteAsync((byte[])[.. end64, .. locator, .. end]);
    }
}
