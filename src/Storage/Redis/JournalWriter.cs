using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Storage.Redis;

/// <summary>Packs an event's entry as <c>list</c> in <c>customer.lua</c> would, which there takes longer than all else about it.
/// <see cref="JournalReader"/> reads it.</summary>
internal static class JournalWriter
{
    private const int Places = 11,
        LongestNumber = 20,
        LongestFront = 5;

    public static byte[] Write(JournalEntry entry, ReadOnlySpan<byte> digest)
    {
        ReadOnlySpan<string?> texts = [entry.Event, entry.Message, entry.Detail, entry.Words, entry.Name, entry.Told];
        var most = 1 + (Places * LongestFront) + digest.Length + (2 * LongestNumber) + Most(entry.What) + Most(entry.Customer.UserId);
        foreach (var text in texts)
            most += Most(text);
        var packed = new byte[most];
        packed[0] = 0x90 | Places;
        var end = 1;
        Put(packed, ref end, entry.What);
        digest.CopyTo(packed.AsSpan(Front(packed, ref end, digest.Length)));
        Put(packed, ref end, entry.Customer.UserId);
        Put(packed, ref end, entry.At);
        Put(packed, ref end, entry.Noted);
        foreach (var text in texts)
            Put(packed, ref end, text);
        return packed[..end];
    }

    private static int Most(string? text) => Encoding.UTF8.GetMaxByteCount(text?.Length ?? 0);

    private static void Put(byte[] packed, ref int end, string? text)
    {
        var from = Front(packed, ref end, Encoding.UTF8.GetByteCount(text ?? ""));
        Encoding.UTF8.GetBytes(text ?? "", packed.AsSpan(from));
    }

    private static void Put(byte[] packed, ref int end, long number)
    {
        Span<byte> digits = stackalloc byte[LongestNumber];
        Utf8Formatter.TryFormat(number, digits, out var length);
        digits[..length].CopyTo(packed.AsSpan(Front(packed, ref end, length)));
    }

    /// <summary>Writes how long a text is. Returns where it begins; its end is the new one.</summary>
    private static int Front(byte[] packed, ref int end, int length)
    {
        switch (length)
        {
            case < 32:
                packed[end++] = (byte)(0xa0 | length);
                break;
            case <= ushort.MaxValue:
                packed[end++] = 0xda;
                BinaryPrimitives.WriteUInt16BigEndian(packed.AsSpan(end), (ushort)length);
                end += sizeof(ushort);
                break;
            default:
                packed[end++] = 0xdb;
                BinaryPrimitives.WriteInt32BigEndian(packed.AsSpan(end), length);
                end += sizeof(int);
                break;
        }

        end += length;
        return end - length;
    }
}
