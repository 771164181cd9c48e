using System.Buffers.Binary;
using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Storage.Media;

/// <summary>
/// What a file is, by its content alone: the name and the type that came with it are anybody's claim. A table of our own, because only a
/// dozen formats are sent anywhere and all of them are told by their first bytes; what is not in it is not taken.
/// </summary>
public sealed record FileSignature(MediaKind Kind, string ContentType, string Ending, long MostBytes)
{
    /// <summary>As much of the beginning as <see cref="Read"/> wants to see.</summary>
    public const int Head = 64;

    private const long Megabyte = 1024 * 1024;
    private const int MostEntries = 10_000;

    // The largest that any of the platforms takes: LINE's video, WhatsApp's document.
    private const long MostImage = 10 * Megabyte,
        MostVideo = 200 * Megabyte,
        MostAudio = 25 * Megabyte,
        MostFile = 100 * Megabyte;

    private const string OfficePrefix = "application/vnd.openxmlformats-officedocument.";

    private static readonly FileSignature Jpeg = new(MediaKind.Image, "image/jpeg", ".jpg", MostImage),
        Png = new(MediaKind.Image, "image/png", ".png", MostImage),
        Gif = new(MediaKind.Image, "image/gif", ".gif", MostImage),
        WebP = new(MediaKind.Image, "image/webp", ".webp", MostImage),
        Mp4 = new(MediaKind.Video, "video/mp4", ".mp4", MostVideo),
        Mobile = new(MediaKind.Video, "video/3gpp", ".3gp", MostVideo),
        QuickTime = new(MediaKind.Video, "video/quicktime", ".mov", MostVideo),
        M4a = new(MediaKind.Audio, "audio/mp4", ".m4a", MostAudio),
        Mp3 = new(MediaKind.Audio, "audio/mpeg", ".mp3", MostAudio),
        Ogg = new(MediaKind.Audio, "audio/ogg", ".ogg", MostAudio),
        Pdf = new(MediaKind.File, "application/pdf", ".pdf", MostFile),
        Zip = new(MediaKind.File, "application/zip", ".zip", MostFile),
        Word = new(MediaKind.File, OfficePrefix + "wordprocessingml.document", ".docx", MostFile),
        Excel = new(MediaKind.File, OfficePrefix + "spreadsheetml.sheet", ".xlsx", MostFile),
        PowerPoint = new(MediaKind.File, OfficePrefix + "presentationml.presentation", ".pptx", MostFile);

    /// <summary>Null for what is none of ours. A ZIP needs a second look, <see cref="Office"/>, when all of it is there.</summary>
    public static FileSignature? Read(ReadOnlySpan<byte> head) =>
        head switch
        {
            [0xFF, 0xD8, 0xFF, ..] => Jpeg,
            [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => Png,
            [(byte)'G', (byte)'I', (byte)'F', (byte)'8', (byte)'7' or (byte)'9', (byte)'a', ..] => Gif,
            _ when head.Length >= 12 && head.StartsWith("RIFF"u8) && head[8..12].SequenceEqual("WEBP"u8) => WebP,
            _ when head.Length >= 12 && head[4..8].SequenceEqual("ftyp"u8) => Brand(head),
            _ when head.StartsWith("%PDF-"u8) => Pdf,
            [(byte)'P', (byte)'K', 3, 4, ..] => Zip,
            _ when head.StartsWith("ID3"u8) => Mp3,
            // A frame of MPEG layer III; the same eleven bits with layer 00 are AAC, which comes in no container of its own here.
            [0xFF, 0xFB or 0xFA or 0xF3 or 0xF2, ..] => Mp3,
            // Sound only: the first page names its codec. Theora is video, which no platform takes in this container.
            _ when head.StartsWith("OggS"u8) && (head.IndexOf("OpusHead"u8) > 0 || head.IndexOf("\u0001vorbis"u8) > 0) => Ogg,
            _ => null,
        };

    /// <summary>The ZIP as the office document it is; null for any other archive, a damaged one, and a document with macros.</summary>
    public static FileSignature? Office(Stream whole)
    {
        if (ZipDirectory.Names(whole, MostEntries) is not { } names || !names.Contains("[Content_Types].xml"))
            return null;
        if (names.Any(name => name.EndsWith("vbaProject.bin", StringComparison.OrdinalIgnoreCase)))
            return null;
        return names.Contains("word/document.xml") ? Word
            : names.Contains("xl/workbook.xml") ? Excel
            : names.Contains("ppt/presentation.xml") ? PowerPoint
            : null;
    }

    public bool IsArchive => this == Zip;

    // The family of MP4: the box at the beginning says of which kind. HEIC and AVIF, pictures of the same family, are taken by no platform.
    private static FileSignature? Brand(ReadOnlySpan<byte> head)
    {
        var end = (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(head), (uint)head.Length);
        if (Known(head[8..12]) is { } major)
            return major;
        for (var at = 16; at + 4 <= end; at += 4)
            if (
                head[at..(at + 4)] is var brand
                && (brand.StartsWith("isom"u8) || brand.StartsWith("mp4"u8) || brand.StartsWith("avc1"u8))
                && !IsPicture(head[8..12])
            )
                return Mp4;
        return null;
    }

    private static FileSignature? Known(ReadOnlySpan<byte> brand) =>
        brand.SequenceEqual("qt  "u8) ? QuickTime
        : brand.StartsWith("3gp"u8) || brand.StartsWith("3g2"u8) ? Mobile
        : brand.StartsWith("M4A"u8) || brand.StartsWith("M4B"u8) ? M4a
        : brand.StartsWith("iso"u8)
        || brand.StartsWith("mp4"u8)
        || brand.StartsWith("avc1"u8)
        || brand.StartsWith("M4V"u8)
        || brand.StartsWith("MSNV"u8)
            ? Mp4
        : null;

    private static bool IsPicture(ReadOnlySpan<byte> brand) =>
        brand.StartsWith("hei"u8)
        || brand.StartsWith("hev"u8)
        || brand.StartsWith("mif1"u8)
        || brand.StartsWith("msf1"u8)
        || brand.StartsWith("avi"u8);
}
