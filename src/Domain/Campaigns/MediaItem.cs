using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Domain.Campaigns;

/// <summary>What is known of a file on the shelf.</summary>
/// <param name="Id">128 bits that nobody can guess, as 32 hexadecimal digits: who knows it may see the file.</param>
/// <param name="ContentType">As its content says.</param>
/// <param name="FileName">Made safe, its ending that of the content type.</param>
/// <param name="Size">In bytes.</param>
/// <param name="Hash">SHA-256, hexadecimal.</param>
/// <param name="PreviewId">The id of its preview image; null where none was made.</param>
public sealed record MediaItem(
    string Id,
    MediaKind Kind,
    string ContentType,
    string FileName,
    long Size,
    string Hash,
    string? PreviewId,
    DateTimeOffset KeptAt
)
{
    public OutboundMessage.Media Message => new(Kind, Id, FileName, ContentType, Size, PreviewId);
}

/// <summary>What became of a file that was to be kept.</summary>
public abstract record MediaResult
{
    private MediaResult() { }

    public sealed record Ok(MediaItem Item) : MediaResult;

    /// <param name="Code">media.type, media.broken, media.empty, media.too_big, or media.room: the disk is nearly full.</param>
    /// <param name="Limit">In bytes, of media.too_big.</param>
    public sealed record Refused(string Code, long? Limit = null) : MediaResult;
}
