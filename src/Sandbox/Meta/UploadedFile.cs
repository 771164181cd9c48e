namespace OmoBroadcast.Sandbox.Meta;

/// <param name="Kind">image, video …</param>
/// <param name="ContentType">MIME type.</param>
/// <param name="Bytes">The file.</param>
internal sealed record UploadedFile(string Kind, string ContentType, byte[] Bytes);
