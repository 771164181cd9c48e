using System.Buffers.Binary;
using System.Text;

namespace OmoBroadcast.Storage.Redis;

/// <summary>Reads the MessagePack that the scripts write: arrays, strings and numbers. Throws <see cref="FormatException"/> on anything
/// else.</summary>
internal ref struct PackReader(ReadOnlySpan<byte> packed)
{
    private ReadOnlySpan<byte> rest = packed;

    /// <summary>The number of elements. An empty Lua table may have been written as an empty map.</summary>
    public int Array()
    {
        var type = Take(1)[0];
        return type switch
        {
            >= 0x90 and <= 0x9f => type & 0x0f,
            0x80 => 0,
            0xdc => BinaryPrimitives.ReadUInt16BigEndian(Take(2)),
            0xdd => BinaryPrimitives.ReadInt32BigEndian(Take(4)),
            _ => throw Strange(type),
        };
    }

    public long Number()
    {
        var type = Take(1)[0];
        return type switch
        {
            <= 0x7f => type,
            >= 0xe0 => (sbyte)type,
            0xca => (long)BinaryPrimitives.ReadSingleBigEndian(Take(4)),
            0xcb => (long)BinaryPrimitives.ReadDoubleBigEndian(Take(8)),
            0xcc => Take(1)[0],
            0xcd => BinaryPrimitives.ReadUInt16BigEndian(Take(2)),
            0xce => BinaryPrimitives.ReadUInt32BigEndian(Take(4)),
            0xcf => (long)BinaryPrimitives.ReadUInt64BigEndian(Take(8)),
            0xd0 => (sbyte)Take(1)[0],
            0xd1 => BinaryPrimitives.ReadInt16BigEndian(Take(2)),
            0xd2 => BinaryPrimitives.ReadInt32BigEndian(Take(4)),
            0xd3 => BinaryPrimitives.ReadInt64BigEndian(Take(8)),
            _ => throw Strange(type),
        };
    }

    /// <summary>Null when empty.</summary>
    public string? Text()
    {
        var bytes = Bytes();
        return bytes.IsEmpty ? null : Encoding.UTF8.GetString(bytes);
    }

    public void SkipText() => Bytes();

    public ReadOnlySpan<byte> Bytes()
    {
        var type = Take(1)[0];
        return Take(
            type switch
            {
                >= 0xa0 and <= 0xbf => type & 0x1f,
                0xd9 or 0xc4 => Take(1)[0],
                0xda or 0xc5 => BinaryPrimitives.ReadUInt16BigEndian(Take(2)),
                0xdb or 0xc6 => BinaryPrimitives.ReadInt32BigEndian(Take(4)),
                _ => throw Strange(type),
            }
        );
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if ((uint)count > (uint)rest.Length)
            throw new FormatException("A customer's record ends too early");
        var taken = rest[..count];
        rest = rest[count..];
        return taken;
    }

    private static FormatException Strange(byte type) => new($"A customer's record holds 0x{type:X2} where it should not");
}
