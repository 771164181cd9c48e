using System.IO.Compression;
using SkiaSharp;

namespace OmoBroadcast.Tests.Storage.Media;

/// <summary>Small files of each kind.</summary>
internal static class Samples
{
    public static byte[] Png(int width = 8, int height = 8) => Picture(width, height, SKEncodedImageFormat.Png);

    public static byte[] Jpeg(int width = 8, int height = 8) => Picture(width, height, SKEncodedImageFormat.Jpeg);

    public static byte[] Pdf => "%PDF-1.4\n%%EOF\n"u8.ToArray();

    public static byte[] Mp4 => Family("isom", "isomiso2avc1mp41");

    public static byte[] Family(string major, string compatible = "") =>
        [
            0,
            0,
            0,
            (byte)(16 + compatible.Length),
            .. "ftyp"u8,
            .. System.Text.Encoding.ASCII.GetBytes(major),
            0,
            0,
            2,
            0,
            .. System.Text.Encoding.ASCII.GetBytes(compatible),
            .. new byte[64],
        ];

    public static byte[] Zip(params string[] entries)
    {
        using var memory = new MemoryStream();
        using (var archive = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var entry in entries)
                using (var stream = archive.CreateEntry(entry).Open())
                    stream.Write("<x/>"u8);
        return memory.ToArray();
    }

    private static byte[] Picture(int width, int height, SKEncodedImageFormat format)
    {
        using var bitmap = new SKBitmap(width, height);
        using (var canvas = new SKCanvas(bitmap))
        {
            canvas.Clear(SKColors.White);
            using var paint = new SKPaint { Color = SKColors.Red };
            canvas.DrawRect(0, 0, width / 2f, height / 2f, paint);
        }
        using var data = bitmap.Encode(format, 90);
        return data.ToArray();
    }
}
