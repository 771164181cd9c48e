using System.Globalization;
using System.Text;

namespace OmoBroadcast.Sandbox.Platform;

/// <summary>User ids: U and 32 lower-case hex digits, kept as a number.</summary>
internal static class LineId
{
    private const int Length = 33;

    public static bool TryParse(ReadOnlySpan<byte> text, out UInt128 id) => TryParse(text, (byte)'U', out id);

    public static bool TryParse(string? text, out UInt128 id)
    {
        id = default;
        return text is { Length: Length } && TryParse(Encoding.UTF8.GetBytes(text), out id);
    }

    /// <summary>Whether it has the shape of a group's or a room's id.</summary>
    public static bool IsGroup(ReadOnlySpan<byte> text) => TryParse(text, (byte)'C', out _) || TryParse(text, (byte)'R', out _);

    public static string Format(UInt128 id) => string.Create(CultureInfo.InvariantCulture, $"U{id:x32}");

    private static bool TryParse(ReadOnlySpan<byte> text, byte first, out UInt128 id)
    {
        id = default;
        if (text.Length != Length || text[0] != first)
            return false;
        ulong high = 0,
            low = 0;
        for (var i = 1; i < Length; i++)
        {
            var c = text[i];
            int digit;
            if (c is >= (byte)'0' and <= (byte)'9')
                digit = c - '0';
            else if (c is >= (byte)'a' and <= (byte)'f')
                digit = c - 'a' + 10;
            else
                return false;
            if (i <= 16)
                high = (high << 4) | (uint)digit;
            else
                low = (low << 4) | (uint)digit;
        }

        id = new UInt128(high, low);
        return true;
    }
}
