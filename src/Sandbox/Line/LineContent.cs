namespace OmoBroadcast.Sandbox.Line;

/// <param name="Account">Whom it was sent to.</param>
/// <param name="Kind">image, video, audio or file.</param>
/// <param name="ContentType">MIME type.</param>
/// <param name="Bytes">What it is.</param>
/// <param name="At">When, Unix microseconds.</param>
internal sealed record LineContent(string Account, string Kind, string ContentType, byte[] Bytes, long At)
{
    /// <summary>The customer took it back.</summary>
    public bool Unsent { get; init; }

    public bool HasPreview => Kind is "image" or "video";
}
