using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace OmoBroadcast.Adapters.Line;

/// <summary><c>x-line-signature</c>: base64 of the HMAC-SHA256 of the body's very bytes under the channel secret.</summary>
/// <seealso href="https://developers.line.biz/en/docs/messaging-api/verify-webhook-signature/"/>
/// <seealso href="https://developers.line.biz/en/reference/messaging-api/#signature-validation"/>
internal static class LineSignature
{
    public const string Header = "x-line-signature";
    private const int Characters = 44;

    /// <summary>
    /// Whether one of the secrets made this signature. Compared as text, so that no other spelling of the same 32 bytes passes,
    /// in a time that depends neither on where they differ nor on which secret fits.
    /// </summary>
    public static bool Fits(string? signature, IReadOnlyList<byte[]> secrets, ReadOnlySpan<byte> body)
    {
        if (signature is not { Length: Characters } || !Ascii.IsValid(signature))
            return false;
        Span<byte> claimed = stackalloc byte[Characters];
        Encoding.ASCII.GetBytes(signature, claimed);
        Span<byte> made = stackalloc byte[Characters];
        var fits = false;
        for (var i = 0; i < secrets.Count; i++)
        {
            HMACSHA256.HashData(secrets[i], body, made);
            Base64.EncodeToUtf8InPlace(made, HMACSHA256.HashSizeInBytes, out _);
            fits |= CryptographicOperations.FixedTimeEquals(made, claimed);
        }

        return fits;
    }
}
