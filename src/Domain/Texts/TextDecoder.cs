using System.Text;

namespace OmoBroadcast.Domain.Texts;

/// <summary>
/// The text in a file that somebody made elsewhere: UTF-8 with or without its mark, UTF-16 of either order, or Big5 as Excel in Taiwan
/// saves it (code page 950). They are told apart strictly and nothing is ever replaced: what cannot be read for certain is refused with its
/// line.
/// </summary>
public static class TextDecoder
{
    private const char Replacement = '\uFFFD';
    private static readonly Encoding Big5 = CodePagesEncodingProvider.Instance.GetEncoding(
        950,
        EncoderFallback.ExceptionFallback,
        DecoderFallback.ExceptionFallback
    )!;

    public static DecodedText Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
            return Utf8(bytes[3..]) ?? new DecodedText.Refused(LineOfBadUtf8(bytes[3..]), TextFault.Encoding);
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]))
            return Utf16(bytes[2..], bigEndian: false);
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
            return Utf16(bytes[2..], bigEndian: true);
        if (bytes.Contains((byte)0))
            return Unmarked16(bytes);
        return Utf8(bytes) ?? ReadBig5(bytes);
    }

    private static DecodedText? Utf8(ReadOnlySpan<byte> bytes) =>
        Utf8Valid(bytes, out _) ? Checked(Encoding.UTF8.GetString(bytes), "UTF-8") : null;

    private static bool Utf8Valid(ReadOnlySpan<byte> bytes, out int good)
    {
        good = 0;
        Span<char> window = stackalloc char[1024];
        while (good < bytes.Length)
        {
            var status = System.Text.Unicode.Utf8.ToUtf16(bytes[good..], window, out var read, out _, replaceInvalidSequences: false);
            good += read;
            if (status is System.Buffers.OperationStatus.InvalidData or System.Buffers.OperationStatus.NeedMoreData)
                return false;
        }

        return true;
    }

    private static int LineOfBadUtf8(ReadOnlySpan<byte> bytes)
    {
        Utf8Valid(bytes, out var good);
        return 1 + bytes[..good].Count((byte)'\n');
    }

    // Without its mark UTF-16 shows by the zeros of its commas and line ends, which all stand on one side.
    private static DecodedText Unmarked16(ReadOnlySpan<byte> bytes)
    {
        Span<bool> zeros = [false, false];
        for (var i = 0; i < bytes.Length; i++)
            zeros[i % 2] |= bytes[i] == 0;
        return bytes.Length % 2 != 0 || zeros[0] == zeros[1]
            ? new DecodedText.Refused(1 + bytes[..bytes.IndexOf((byte)0)].Count((byte)'\n'), TextFault.Control)
            : Utf16(bytes, bigEndian: zeros[0]);
    }

    private static DecodedText Utf16(ReadOnlySpan<byte> bytes, bool bigEndian)
    {
        var units = new char[bytes.Length / 2];
        for (var i = 0; i < units.Length; i++)
            units[i] = (char)(bigEndian ? (bytes[2 * i] << 8) | bytes[(2 * i) + 1] : bytes[2 * i] | (bytes[(2 * i) + 1] << 8));
        var bad = IndexOfLoneSurrogate(units);
        if (bad < 0 && bytes.Length % 2 != 0)
            bad = units.Length;
        return bad < 0
            ? Checked(new string(units), "UTF-16")
            : new DecodedText.Refused(1 + units.AsSpan(0, bad).Count('\n'), TextFault.Encoding);
    }

    private static int IndexOfLoneSurrogate(ReadOnlySpan<char> units)
    {
        for (var i = 0; i < units.Length; i++)
        {
            if (!char.IsSurrogate(units[i]))
                continue;
            if (i + 1 == units.Length || !char.IsSurrogatePair(units[i], units[i + 1]))
                return i;
            i++;
        }

        return -1;
    }

    // No second byte of Big5 is a line end, so each line can be read, and refused, by itself.
    private static DecodedText ReadBig5(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        var (line, seen) = (1, new Weight());
        while (!bytes.IsEmpty)
        {
            var end = bytes.IndexOf((byte)'\n') + 1;
            var here = end == 0 ? bytes : bytes[..end];
            string read;
            try
            {
                read = Big5.GetString(here);
            }
            catch (DecoderFallbackException)
            {
                return new DecodedText.Refused(line, TextFault.Encoding);
            }

            // Where code page 950 leaves room for signs of one's own, another encoding has its letters.
            if (read.AsSpan().ContainsAnyInRange('\uE000', '\uF8FF') || read.AsSpan().ContainsAnyInRange('\u0080', '\u009F'))
                return new DecodedText.Refused(line, TextFault.Encoding);
            seen.Add(here, line);
            text.Append(read);
            bytes = bytes[here.Length..];
            line++;
        }

        return seen.IsBig5 ? Checked(text.ToString(), "Big5") : new DecodedText.Refused(seen.FirstLine, TextFault.Encoding);
    }

    // A file that already holds the mark of a replacement was read wrongly before it came here: who is meant cannot be known any more.
    private static DecodedText Checked(string text, string encoding)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var unit = text[i];
            if (unit is Replacement or '\uFFFE' or '\uFFFF')
                return new DecodedText.Refused(LineOf(text, i), TextFault.Damaged);
            if (char.IsControl(unit) && unit is not ('\t' or '\r' or '\n'))
                return new DecodedText.Refused(LineOf(text, i), TextFault.Control);
        }

        return new DecodedText.Ok(text, encoding);
    }

    private static int LineOf(string text, int index) => 1 + text.AsSpan(0, index).Count('\n');

    /// <summary>
    /// Whether what reads as Big5 was meant as Big5. Nearly all that is written is of the first of its two planes, and two in five of its
    /// second bytes lie below 0x80; GB 2312, EUC-JP and EUC-KR have no such second byte, and what is made for western languages scatters
    /// over the second plane.
    /// </summary>
    private struct Weight
    {
        private int usual,
            rare,
            low;

        public int FirstLine { get; private set; }

        public readonly bool IsBig5 => low > 0 && rare * 3 <= usual + rare;

        public void Add(ReadOnlySpan<byte> line, int number)
        {
            for (var i = 0; i < line.Length; i++)
            {
                if (line[i] < 0x80)
                    continue;
                if (FirstLine == 0)
                    FirstLine = number;
                if (line[i] >= 0xC9)
                    rare++;
                else
                    usual++;
                if (++i < line.Length && line[i] < 0x80)
                    low++;
            }
        }
    }
}
