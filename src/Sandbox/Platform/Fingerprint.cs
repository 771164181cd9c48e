using System.Buffers.Binary;
using System.Numerics;

namespace OmoBroadcast.Sandbox.Platform;

/// <summary>A quick 64-bit digest to tell bodies apart; not for secrets.</summary>
internal static class Fingerprint
{
    public static ulong Of(ReadOnlySpan<byte> bytes, ulong seed = 0)
    {
        var hash = 0x9E3779B97F4A7C15UL ^ seed ^ (ulong)bytes.Length;
        while (bytes.Length >= 8)
        {
            hash = Mix(hash, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[8..];
        }

        var rest = 0UL;
        foreach (var b in bytes)
            rest = (rest << 8) | b;
        return Mix(Mix(hash, rest), 0xD6E8FEB86659FD93UL);
    }

    private static ulong Mix(ulong hash, ulong value)
    {
        var high = Math.BigMul(hash ^ value, 0xA0761D6478BD642FUL, out var low);
        return BitOperations.RotateLeft(high ^ low, 23) + value;
    }
}
