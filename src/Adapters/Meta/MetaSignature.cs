using System.Security.Cryptography;
using System.Text;

namespace OmoBroadcast.Adapters.Meta;

/// <summary><c>X-Hub-Signature-256</c>: <c>sha256=</c> and the lower-case hexadecimal HMAC-SHA256 of the body's very bytes under an app
/// secret.</summary>
/// <seealso href="https://developers.facebook.com/docs/graph-api/webhooks/getting-started"/>
/// <seealso href="https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/create-webhook-endpoint"/>
internal sealed class MetaSignature(IEnumerable<string> secrets)
{
    public const string Header = "X-Hub-Signature-256";
    private const int Prefix = 7,
        Characters = Prefix + (HMACSHA256.HashSizeInBytes * 2);

    /// <summary>Accounts of one app share its secret, which is tried once.</summary>
    private readonly (string Text, byte[] Key)[] secrets =
    [
        .. secrets.Distinct(StringComparer.Ordinal).Select(text => (text, Encoding.UTF8.GetBytes(text))),
    ];

    /// <summary>
    /// The secret that made this signature, or null. Compared as text, so that no other spelling passes, in a time that depends neither on
    /// where they differ nor on which secret fits.
    /// </summary>
    public string? Signer(string? signature, ReadOnlySpan<byte> body)
    {
        if (signature is not { Length: Characters } || !Ascii.IsValid(signature))
            return null;
        Span<byte> claimed = stackalloc byte[Characters];
        Encoding.ASCII.GetBytes(signature, claimed);
        string? signer = null;
        Span<byte> made = stackalloc byte[HMACSHA256.HashSizeInBytes];
        foreach (var (text, key) in secrets)
        {
            HMACSHA256.HashData(key, body, made);
            if (Fits(made, claimed))
                signer = text;
        }

        // Meta signs, and sends, the form in which all but ASCII is escaped. A proxy may have unescaped it on the way.
        return signer ?? (body.ContainsAnyExceptInRange((byte)0, (byte)0x7F) ? SignerOfEscaped(claimed, body) : null);
    }

    private static bool Fits(ReadOnlySpan<byte> made, ReadOnlySpan<byte> claimed)
    {
        Span<byte> spelt = stackalloc byte[Characters];
        "sha256="u8.CopyTo(spelt);
        Convert.TryToHexStringLower(made, spelt[Prefix..], out _);
        return CryptographicOperations.FixedTimeEquals(spelt, claimed);
    }

    private string? SignerOfEscaped(ReadOnlySpan<byte> claimed, ReadOnlySpan<byte> body)
    {
        var hashes = Array.ConvertAll(secrets, static secret => IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret.Key));
        try
        {
            Span<byte> chunk = stackalloc byte[4096];
            while (!body.IsEmpty)
            {
                var filled = FillEscaped(chunk, ref body);
                foreach (var hash in hashes)
                    hash.AppendData(chunk[..filled]);
            }

            string? signer = null;
            Span<byte> made = stackalloc byte[HMACSHA256.HashSizeInBytes];
            for (var i = 0; i < hashes.Length; i++)
            {
                hashes[i].GetHashAndReset(made);
                if (Fits(made, claimed))
                    signer = secrets[i].Text;
            }

            return signer;
        }
        finally
        {
            foreach (var hash in hashes)
                hash.Dispose();
        }
    }

    /// <summary>Takes from the body what fits.</summary>
    private static int FillEscaped(scoped Span<byte> chunk, ref ReadOnlySpan<byte> body)
    {
        Span<char> units = stackalloc char[2];
        var filled = 0;
        while (!body.IsEmpty && filled <= chunk.Length - 12)
        {
            if (body[0] <= 0x7F)
            {
                chunk[filled++] = body[0];
                body = body[1..];
                continue;
            }

            Rune.DecodeFromUtf8(body, out var rune, out var taken);
            body = body[taken..];
            var count = rune.EncodeToUtf16(units);
            for (var i = 0; i < count; i++)
                filled += Escape(units[i], chunk[filled..]);
        }

        return filled;
    }

    private static int Escape(char unit, Span<byte> into)
    {
        "\\u"u8.CopyTo(into);
        for (var digit = 0; digit < 4; digit++)
            into[2 + digit] = "0123456789abcdef"u8[(unit >> (12 - (4 * digit))) & 0xF];
        return 6;
    }
}
