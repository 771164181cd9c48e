using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OmoBroadcast.Sandbox.Platform;

/// <summary>People's ids on all platforms as numbers: LINE's are ones already, digits are read, and what is neither is kept under its
/// digest.</summary>
internal sealed class Addresses
{
    private const int MostDigits = 19;
    private readonly ConcurrentDictionary<UInt128, string> _words = new();

    /// <summary>Of Messenger, Instagram and WhatsApp.</summary>
    public UInt128 Key(string address)
    {
        if (address.Length is > 0 and <= MostDigits && address[0] != '0' && address.All(char.IsAsciiDigit))
            return ulong.Parse(address, CultureInfo.InvariantCulture);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(address), digest);
        var key = BinaryPrimitives.ReadUInt128BigEndian(digest) | (UInt128.One << 127);
        _words.TryAdd(key, address);
        return key;
    }

    public string Format(Channel channel, UInt128 key) =>
        channel == Channel.Line ? LineId.Format(key)
        : _words.TryGetValue(key, out var word) ? word
        : key.ToString(CultureInfo.InvariantCulture);
}
