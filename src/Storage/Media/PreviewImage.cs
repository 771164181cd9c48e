using SkiaSharp;

namespace OmoBroadcast.Storage.Media;

/// <summary>Small JPEGs that stand for a picture or a video until it is opened.</summary>
internal static class PreviewImage
{
    /// <summary>LINE's own limit.</summary>
    public const int MostBytes = 1024 * 1024;

    /// <summary>The longer side, in pixels.</summary>
    public const int Longest = 1024;

    // What unpacking one may take; one is unpacked at a time.
    private const long MostMemory = 200_000_000;

    private const long MostPixels = 50_000_000;
    private static readonly SKSamplingOptions Smooth = new(SKFilterMode.Linear, SKMipmapMode.Linear);

    /// <summary>Null for what is no picture after all, has more pixels than anybody's camera, or would take too much to unpack: a small
    /// file may say that it is very large, and is believed only what its header makes possible.</summary>
    public static byte[]? Of(Stream picture)
    {
        if (
            PictureHeader.Read(picture) is not { IsPossible: true, Memory: <= MostMemory } said
            || (long)said.Width * said.Height is < 1 or > MostPixels
        )
            return null;
        using var codec = SKCodec.Create(picture);
        if (codec is null || codec.Info.Width < 1 || codec.Info.Height < 1 || (long)codec.Info.Width * codec.Info.Height > MostPixels)
            return null;
        var scale = Math.Min(1f, (float)Longest / Math.Max(codec.Info.Width, codec.Info.Height));
        // JPEG can be read at an eighth, a quarter or half its size, which spares the memory of the whole.
        var size = codec.GetScaledDimensions(scale);
        if ((long)size.Width * size.Height * 4 > MostMemory)
            return null;
        using var read = SKBitmap.Decode(codec, codec.Info.WithSize(size.Width, size.Height).WithColorType(SKImageInfo.PlatformColorType));
        if (read is null)
            return null;
        try
        {
            return Write(read, codec.EncodedOrigin);
        }
        finally
        {
            // What was made smaller on the way is of no use again.
            SKGraphics.PurgeResourceCache();
        }
    }

    /// <summary>A dark field with the sign for "play". A frame of the video itself would need a decoder that no managed library
    /// has.</summary>
    public static byte[] OfVideo()
    {
        using var field = new SKBitmap(640, 360);
        using (var canvas = new SKCanvas(field))
        {
            canvas.Clear(new SKColor(0x26, 0x2B, 0x33));
            using var paint = new SKPaint { IsAntialias = true, Color = new SKColor(0xFF, 0xFF, 0xFF, 0x33) };
            canvas.DrawCircle(320, 180, 72, paint);
            paint.Color = SKColors.White;
            using var sign = new SKPathBuilder();
            sign.MoveTo(298, 140);
            sign.LineTo(298, 220);
            sign.LineTo(362, 180);
            sign.Close();
            using var path = sign.Detach();
            canvas.DrawPath(path, paint);
        }

        return Encode(field);
    }

    private static byte[] Write(SKBitmap read, SKEncodedOrigin origin)
    {
        var turned =
            origin is SKEncodedOrigin.LeftTop or SKEncodedOrigin.RightTop or SKEncodedOrigin.RightBottom or SKEncodedOrigin.LeftBottom;
        var scale = Math.Min(1f, (float)Longest / Math.Max(read.Width, read.Height));
        var (width, height) = (Math.Max(1, (int)(read.Width * scale)), Math.Max(1, (int)(read.Height * scale)));
        // Drawn from as it is, and not from a copy.
        read.SetImmutable();
        using var drawn = new SKBitmap(turned ? height : width, turned ? width : height);
        using (var canvas = new SKCanvas(drawn))
        {
            // JPEG knows no transparency.
            canvas.Clear(SKColors.White);
            Turn(canvas, origin, width, height);
            using var image = SKImage.FromBitmap(read);
            canvas.DrawImage(image, new SKRect(0, 0, width, height), Smooth);
        }

        return Encode(drawn);
    }

    // Cameras write the picture as the sensor lay and note how it was held.
    private static void Turn(SKCanvas canvas, SKEncodedOrigin origin, int width, int height)
    {
        var matrix = origin switch
        {
            SKEncodedOrigin.TopRight => new SKMatrix(-1, 0, width, 0, 1, 0, 0, 0, 1),
            SKEncodedOrigin.BottomRight => new SKMatrix(-1, 0, width, 0, -1, height, 0, 0, 1),
            SKEncodedOrigin.BottomLeft => new SKMatrix(1, 0, 0, 0, -1, height, 0, 0, 1),
            SKEncodedOrigin.LeftTop => new SKMatrix(0, 1, 0, 1, 0, 0, 0, 0, 1),
            SKEncodedOrigin.RightTop => new SKMatrix(0, -1, height, 1, 0, 0, 0, 0, 1),
            SKEncodedOrigin.RightBottom => new SKMatrix(0, -1, height, -1, 0, width, 0, 0, 1),
            SKEncodedOrigin.LeftBottom => new SKMatrix(0, 1, 0, -1, 0, width, 0, 0, 1),
            _ => SKMatrix.Identity,
        };
        canvas.Concat(matrix);
    }

    private static byte[] Encode(SKBitmap drawn)
    {
        for (var quality = 85; ; quality -= 15)
        {
            using var data = drawn.Encode(SKEncodedImageFormat.Jpeg, quality);
            if (data.Size <= MostBytes || quality <= 25)
                return data.ToArray();
        }
    }
}
