using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Storage.Media;

namespace OmoBroadcast.Tests.Storage.Media;

/// <summary>What a file is, told by its content.</summary>
public sealed class FileSignatureTests
{
    public static TheoryData<string, byte[], string?> Corpus =>
        new()
        {
            { "jpeg", [0xFF, 0xD8, 0xFF, 0xE0, 0, 16], "image/jpeg" },
            { "png", Samples.Png(), "image/png" },
            { "gif", "GIF89a"u8.ToArray(), "image/gif" },
            { "old gif", "GIF87a"u8.ToArray(), "image/gif" },
            { "webp", "RIFF\0\0\0\0WEBPVP8 "u8.ToArray(), "image/webp" },
            { "wave", "RIFF\0\0\0\0WAVEfmt "u8.ToArray(), null },
            { "mp4", Samples.Mp4, "video/mp4" },
            { "mp4 of a maker's own brand", Samples.Family("XAVC", "XAVCmp42"), "video/mp4" },
            { "m4v", Samples.Family("M4V "), "video/mp4" },
            { "3gp", Samples.Family("3gp5", "3gp5isom"), "video/3gpp" },
            { "mov", Samples.Family("qt  "), "video/quicktime" },
            { "m4a", Samples.Family("M4A ", "M4A mp42"), "audio/mp4" },
            { "heic", Samples.Family("heic", "mif1heic"), null },
            { "heic that also says mp4", Samples.Family("heic", "mp41heic"), null },
            { "avif", Samples.Family("avif", "avifmif1"), null },
            { "mp3 with tags", "ID3\u0004\0\0\0\0\0\0"u8.ToArray(), "audio/mpeg" },
            { "mp3 frame", [0xFF, 0xFB, 0x90, 0], "audio/mpeg" },
            { "aac frame", [0xFF, 0xF1, 0x50, 0x80], null },
            { "opus", [.. "OggS"u8, .. new byte[24], .. "OpusHead"u8], "audio/ogg" },
            { "theora", [.. "OggS"u8, .. new byte[24], 0x80, .. "theora"u8], null },
            { "pdf", Samples.Pdf, "application/pdf" },
            {
                "docx",
                Samples.Zip("[Content_Types].xml", "word/document.xml"),
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
            },
            {
                "xlsx",
                Samples.Zip("[Content_Types].xml", "xl/workbook.xml"),
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            },
            {
                "pptx",
                Samples.Zip("[Content_Types].xml", "ppt/presentation.xml"),
                "application/vnd.openxmlformats-officedocument.presentationml.presentation"
            },
            { "docx with macros", Samples.Zip("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), null },
            { "zip", Samples.Zip("readme.txt"), null },
            { "jar", Samples.Zip("META-INF/MANIFEST.MF", "A.class"), null },
            { "half a zip", Samples.Zip("[Content_Types].xml", "word/document.xml")[..60], null },
            { "doc", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], null },
            { "exe", [.. "MZ"u8, .. new byte[62]], null },
            { "elf", [0x7F, .. "ELF"u8], null },
            { "html", "<!DOCTYPE html><script>alert(1)</script>"u8.ToArray(), null },
            { "svg", "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"u8.ToArray(), null },
            { "html before a pdf", "<html>%PDF-1.4"u8.ToArray(), null },
            { "text", "hello"u8.ToArray(), null },
            { "one byte", [0xFF], null },
            { "nothing", [], null },
        };

    [Theory]
    [MemberData(nameof(Corpus))]
    public void The_content_says_what_it_is(string what, byte[] content, string? type)
    {
        var found = FileSignature.Read(content.AsSpan(0, Math.Min(content.Length, FileSignature.Head)));
        if (found is { IsArchive: true })
            found = FileSignature.Office(new MemoryStream(content));
        Assert.Equal((what, type), (what, found?.ContentType));
    }

    [Fact]
    public void No_beginning_of_any_file_makes_it_throw()
    {
        var random = new Random(7);
        byte[][] seeds = [Samples.Png(), Samples.Mp4, Samples.Family("heic"), Samples.Zip("a"), "RIFF"u8.ToArray(), "OggS"u8.ToArray()];
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = seeds[random.Next(seeds.Length)].ToArray();
            for (var flips = random.Next(4); flips > 0; flips--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            var found = FileSignature.Read(bytes.AsSpan(0, Math.Min(random.Next(FileSignature.Head + 1), bytes.Length)));
            Assert.True(found is null || Enum.IsDefined(found.Kind) && found.MostBytes > 0);
        }
    }

    [Theory]
    [InlineData("春裝.png", "春裝.jpg")]
    [InlineData("../../etc/passwd", "passwd.jpg")]
    [InlineData("C:\\Temp\\a.exe", "a.jpg")]
    [InlineData("a\r\nSet-Cookie: b", "aSet-Cookie_ b.jpg")]
    [InlineData("\u202Egpj.exe", "gpj.jpg")]
    [InlineData("..", "file.jpg")]
    [InlineData("", "file.jpg")]
    [InlineData(null, "file.jpg")]
    [InlineData("a\"b;c%00.jpg", "a_b_c_00.jpg")]
    public void A_name_is_made_harmless_and_ends_as_the_content_does(string? name, string safe) =>
        Assert.Equal(safe, FileNames.Safe(name, ".jpg"));

    [Fact]
    public void A_long_name_is_cut_between_letters() =>
        Assert.Equal(new string('a', 99) + ".jpg", FileNames.Safe(new string('a', 99) + "𠮷𠮷.png", ".jpg"));

    [Fact]
    public void A_picture_s_preview_is_a_small_jpeg_and_a_video_s_too()
    {
        var preview = PreviewImage.Of(new MemoryStream(Samples.Png(3000, 1500)))!;
        using var read = SkiaSharp.SKBitmap.Decode(preview);
        Assert.Equal((1024, 512), (read.Width, read.Height));
        Assert.True(preview.Length <= PreviewImage.MostBytes);
        Assert.Equal(MediaKind.Image, FileSignature.Read(preview)!.Kind);
        Assert.Equal("image/jpeg", FileSignature.Read(PreviewImage.OfVideo())!.ContentType);
        Assert.Null(PreviewImage.Of(new MemoryStream(Samples.Png(3000, 1500)[..40])));
    }
}
