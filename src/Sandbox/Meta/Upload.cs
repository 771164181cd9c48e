using OmoBroadcast.Sandbox.Platform;

namespace OmoBroadcast.Sandbox.Meta;

/// <summary>A file the platform keeps.</summary>
/// <param name="Id">attachment_id or media id.</param>
/// <param name="Channel">The platform.</param>
/// <param name="Owner">The Page or Instagram account, or the WABA.</param>
/// <param name="Kind">image, video, audio, file …</param>
/// <param name="ContentType">As it came.</param>
/// <param name="Bytes">Empty if it was given by an address that is not fetched.</param>
/// <param name="Until">Unix microseconds.</param>
/// <param name="Inbound">A customer's.</param>
internal sealed record Upload(
    string Id,
    Channel Channel,
    string Owner,
    string Kind,
    string ContentType,
    byte[] Bytes,
    long Until,
    bool Inbound
)
{
    public string? Url { get; init; }

    public string Sha256 => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Bytes));
}
