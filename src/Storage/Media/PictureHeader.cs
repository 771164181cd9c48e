using System.Buffers.Binary;

namespace OmoBroadcast.Storage.Media;

/// <summary>What a picture says of itself in its first bytes, and what unpacking it would take; read without unpacking anything.</summary>
/// <param name="Memory">Bytes that the decoder takes at most, for what it draws into and for what it must keep of the whole.</param>
/// <param name="IsPossible">A file of this length can hold so many pixels at all.</param>
internal sealed record PictureHeader(int Width, int Height, long Memory, bool IsPossible)
{
    // Bytes of a pixel, and of its smaller selves that are made on the way to the preview.
    private const double Drawn = 4 * 4.0 / 3;

    // The best that DEFLATE can do.
    private const long MostDeflated = 1032;

    // What comes before the size: profiles, thumbnails, notes of the camera.
    private const int MostBeforeFrame = 4 * 1024 * 1024;

    /// <summary>Null for what is none of PNG, JPEG, GIF and WebP, or ends before it has said so. Leaves the stream at its
    /// beginning.</summary>
    public static PictureHeader? Read(Stream picture)
    {
        Span<byte> head = stackalloc byte[32];
        var length = picture.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        head = head[..length];
        var read = head switch
        {
            [0x89, (byte)'P', (byte)'N', (byte)'G', ..] when length >= 29 => Png(head, picture.Length),
            [(byte)'G', (byte)'I', (byte)'F', ..] when length >= 10 => Of(
                BinaryPrimitives.ReadUInt16LittleEndian(head[6..]),
                BinaryPrimitives.ReadUInt16LittleEndian(head[8..]),
                Drawn + 4
            ),
            _ when length >= 30 && head.StartsWith("RIFF"u8) => WebP(head),
            [0xFF, 0xD8, 0xFF, ..] => Jpeg(picture),
            _ => null,
        };
        picture.Position = 0;
        return read;
    }

    private static PictureHeader? Png(ReadOnlySpan<byte> head, long fileLength)
    {
        if (!head[12..16].SequenceEqual("IHDR"u8))
            return null;
        var (width, height) = (BinaryPrimitives.ReadUInt32BigEndian(head[16..]), BinaryPrimitives.ReadUInt32BigEndian(head[20..]));
        var (depth, interlaced) = (head[24], head[28] != 0);
        var samples = head[25] switch
        {
            2 => 3,
            4 => 2,
            6 => 4,
            _ => 1,
        };
        if (width > int.MaxValue || height > int.MaxValue)
            return null;
        var rows = height * (1.0 + Math.Ceiling(width * (double)samples * depth / 8));
        // Of one that comes in passes the decoder keeps all of it until the last, at the depth it has.
        var kept = interlaced ? Math.Max(4, samples * depth / 8.0) : 0;
        return new((int)width, (int)height, Bounded(width * (double)height * (Drawn + kept)), rows <= fileLength * (double)MostDeflated);
    }

    private static PictureHeader? WebP(ReadOnlySpan<byte> head) =>
        head[12..16].SequenceEqual("VP8 "u8)
            ? Of(
                BinaryPrimitives.ReadUInt16LittleEndian(head[26..]) & 0x3FFF,
                BinaryPrimitives.ReadUInt16LittleEndian(head[28..]) & 0x3FFF,
                Drawn
            )
        : head[12..16].SequenceEqual("VP8L"u8) ? Lossless(BinaryPrimitives.ReadUInt32LittleEndian(head[21..]))
        : head[12..16].SequenceEqual("VP8X"u8)
            ? Of(1 + (head[24] | head[25] << 8 | head[26] << 16), 1 + (head[27] | head[28] << 8 | head[29] << 16), Drawn + 4)
        : null;

    private static PictureHeader Lossless(uint bits) => Of(1 + (int)(bits & 0x3FFF), 1 + (int)((bits >> 14) & 0x3FFF), Drawn + 4);

    private static PictureHeader? Jpeg(Stream picture)
    {
        picture.Position = 2;
        Span<byte> part = stackalloc byte[8];
        while (picture.Position < MostBeforeFrame && picture.ReadAtLeast(part[..4], 4, throwOnEndOfStream: false) == 4)
        {
            if (part[0] != 0xFF)
                return null;
            if (part[1] == 0xFF)
            {
                picture.Position -= 3;
                continue;
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(part[2..]);
            if (part[1] is < 0xC0 or > 0xCF or 0xC4 or 0xC8 or 0xCC)
            {
                picture.Position += length - 2;
                continue;
            }

            var inPasses = part[1] is 0xC2 or 0xC6 or 0xCA or 0xCE;
            if (picture.ReadAtLeast(part[..6], 6, throwOnEndOfStream: false) < 6)
                return null;
            var (height, width, samples) = (
                BinaryPrimitives.ReadUInt16BigEndian(part[1..]),
                BinaryPrimitives.ReadUInt16BigEndian(part[3..]),
                part[5]
            );
            // Read at an eighth where that is enough; one in passes keeps two bytes for each sample of the whole.
            var eighths = Math.Clamp(Math.Ceiling(8.0 * PreviewImage.Longest / Math.Max(1, Math.Max((int)width, (int)height))), 1, 8);
            return Of(width, height, (Drawn * eighths * eighths / 64) + (inPasses ? 2.0 * samples : 0));
        }

        return null;
    }

    private static PictureHeader Of(int width, int height, double perPixel) =>
        new(width, height, Bounded((double)width * height * perPixel), IsPossible: true);

    private static long Bounded(double bytes) => (long)Math.Min(bytes, long.MaxValue / 2);
}
