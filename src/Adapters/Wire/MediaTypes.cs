using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Adapters.Wire;

/// <summary>What files a platform takes. Where it says MB, a million bytes are never too many.</summary>
internal static class MediaTypes
{
    private const long Megabyte = 1_000_000;

    public static readonly string[] Documents =
    [
        "application/pdf",
        "text/plain",
        "application/msword",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/vnd.ms-excel",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.ms-powerpoint",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ];

    public static MediaLimit UpTo(int megabytes, params IEnumerable<string> contentTypes) =>
        new(megabytes * Megabyte, new HashSet<string>(contentTypes, StringComparer.OrdinalIgnoreCase));
}
