using System.Buffers.Binary;
using System.Text;

namespace OmoBroadcast.Storage.Media;

/// <summary>The names in an archive, read from its central directory one after the other: how many it says there are is judged before the
/// first is read.</summary>
internal static class ZipDirectory
{
    private const int End = 22,
        LongestComment = ushort.MaxValue,
        Locator = 20,
        End64 = 56,
        Entry = 46,
        LongestName = 1024;

    /// <summary>Null for what is no whole archive, has more entries than <paramref name="most"/>, or other ones than it says.</summary>
    public static IReadOnlyList<string>? Names(Stream archive, int most)
    {
        try
        {
            if (Find(archive) is not { } directory || directory.Count > most || directory.From < 0 || directory.From > archive.Length)
                return null;
            // Not disposed, which would close the file, and that is the caller's.
            var buffered = new BufferedStream(archive, 64 * 1024);
            buffered.Position = directory.From;
            var names = new List<string>((int)directory.Count);
            for (var i = 0L; i < directory.Count; i++)
            {
                if (Name(buffered) is not { } name)
                    return null;
                names.Add(name);
            }

            Span<byte> next = stackalloc byte[4];
            buffered.ReadExactly(next);
            return next is [(byte)'P', (byte)'K', 5, 5 or 6] or [(byte)'P', (byte)'K', 6, 6] ? names : null;
        }
        catch (EndOfStreamException)
        {
            return null;
        }
    }

    private static string? Name(BufferedStream directory)
    {
        Span<byte> entry = stackalloc byte[Entry];
        directory.ReadExactly(entry);
        if (entry is not [(byte)'P', (byte)'K', 1, 2, ..])
            return null;
        var length = BinaryPrimitives.ReadUInt16LittleEndian(entry[28..]);
        if (length > LongestName)
            return null;
        Span<byte> name = stackalloc byte[LongestName];
        directory.ReadExactly(name[..length]);
        directory.Position += BinaryPrimitives.ReadUInt16LittleEndian(entry[30..]) + BinaryPrimitives.ReadUInt16LittleEndian(entry[32..]);
        // Those that are looked for are ASCII; what the others are called is nobody's business.
        return Encoding.Latin1.GetString(name[..length]);
    }

    // The record at the end, behind which only a comment may stand; of an archive with many entries, the longer one before it.
    private static (long Count, long From)? Find(Stream archive)
    {
        var tail = new byte[(int)Math.Min(archive.Length, End + LongestComment)];
        archive.Position = archive.Length - tail.Length;
        archive.ReadExactly(tail);
        var at = tail.Length < End ? -1 : tail.AsSpan().LastIndexOf("PK\u0005\u0006"u8);
        if (at < 0 || tail.Length - at < End)
            return null;
        var (count, from) = (
            (long)BinaryPrimitives.ReadUInt16LittleEndian(tail.AsSpan(at + 10)),
            (long)BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(at + 16))
        );
        if (count != ushort.MaxValue && from != uint.MaxValue)
            return (count, from);
        var locator = archive.Length - tail.Length + at - Locator;
        if (locator < 0)
            return null;
        Span<byte> read = stackalloc byte[End64];
        archive.Position = locator;
        archive.ReadExactly(read[..Locator]);
        if (read is not [(byte)'P', (byte)'K', 6, 7, ..])
            return (count, from);
        var end = BinaryPrimitives.ReadInt64LittleEndian(read[8..]);
        if (end < 0 || end > archive.Length - End64)
            return null;
        archive.Position = end;
        archive.ReadExactly(read);
        return read is [(byte)'P', (byte)'K', 6, 6, ..]
            ? (
                BinaryPrimitives.ReadInt64LittleEndian(read[32..]) is var many and >= 0 ? many : long.MaxValue,
                BinaryPrimitives.ReadInt64LittleEndian(read[48..])
            )
            : null;
    }
}
