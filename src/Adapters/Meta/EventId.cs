using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace OmoBroadcast.Adapters.Meta;

/// <summary>Meta gives most events no id. This one is made of what the same event has in every delivery, and no other has.</summary>
internal static class EventId
{
    private const int Longest = 100;

    /// <summary>The parts with a bar between; what gets long is hashed.</summary>
    public static string Of(params ReadOnlySpan<string?> parts)
    {
        var text = string.Join('|', parts);
        return text.Length <= Longest ? text : Hash(Encoding.UTF8.GetBytes(text));
    }

    /// <summary>The hash of an object as it was written.</summary>
    public static string Digest(JsonElement item) => Hash(JsonMarshal.GetRawUtf8Value(item));

    private static string Hash(ReadOnlySpan<byte> bytes)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, digest);
        return "sha256-" + Convert.ToHexStringLower(digest[..16]);
    }
}
