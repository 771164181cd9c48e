using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Storage.Redis;

/// <summary>Reads what the scripts list for the journal: MessagePack arrays of texts, see <c>list</c> in <c>customer.lua</c>.</summary>
internal static class JournalReader
{
    private const int Digest = 16;

    /// <summary>Adds one entry, or of a customer as they stood several. Throws <see cref="FormatException"/>, and then adds none.</summary>
    public static void Read(AccountKey account, ReadOnlySpan<byte> packed, List<JournalEntry> entries)
    {
        var reader = new PackReader(packed);
        var places = reader.Array();
        var what = Word(reader.Bytes());
        var digest = reader.Bytes();
        var entry = new JournalEntry(what, new(account, reader.Text() ?? ""), Id(digest, 0), Number(reader.Bytes()), Number(reader.Bytes()))
        {
            Event = reader.Text(),
            Message = reader.Text(),
            Detail = what == JournalWords.Stood ? Convert.ToBase64String(reader.Bytes()) : reader.Text(),
            Words = reader.Text(),
            Name = reader.Text(),
            Told = reader.Text(),
            Staff = places > 11 ? reader.Text() : null,
            Other = places > 12 ? reader.Text() : null,
        };
        if (what == JournalWords.Stood)
            entries.AddRange(Stood(entry, digest, ref reader));
        else
            entries.Add(entry);
    }

    /// <summary>Most are events', each of one letter.</summary>
    private static string Word(ReadOnlySpan<byte> what) =>
        what switch
        {
            [] => throw new FormatException("An entry of the journal says not what it is"),
            [(byte)'m'] => "m",
            _ => Encoding.UTF8.GetString(what),
        };

    /// <summary>The record, then each line and each amendment by itself: so what is taken back later is found by its message.</summary>
    private static List<JournalEntry> Stood(JournalEntry entry, ReadOnlySpan<byte> digest, ref PackReader reader)
    {
        var all = new List<JournalEntry> { entry };
        foreach (var what in (string[])[JournalWords.Said, JournalWords.Amended])
        {
            for (var left = reader.Array() / 2; left > 0; left--)
            {
                var (text, score) = (reader.Text() ?? "", reader.Text() ?? "0");
                var part = entry with { What = what, Digest = Id(digest, all.Count), Told = score };
                all.Add(what == JournalWords.Said ? Line(part, text) : Amended(part, text));
            }
        }

        return all;
    }

    private static JournalEntry Line(JournalEntry part, string line)
    {
        var parts = line.Split('\n', 4);
        return part with { At = Number(part.Told), Event = parts[0], Message = parts[1], Detail = $"\n{parts[2]}\n", Words = parts[3] };
    }

    private static JournalEntry Amended(JournalEntry part, string entry)
    {
        var message = entry.StartsWith("r:", StringComparison.Ordinal) ? "" : entry.Split('\n', 2)[0];
        return part with { At = Number(part.Told), Message = message, Words = entry };
    }

    private static long Number(ReadOnlySpan<byte> text) =>
        Utf8Parser.TryParse(text, out long number, out var read) && read == text.Length ? number : Number(Encoding.UTF8.GetString(text));

    private static long Number(string? text) => (long)double.Parse(text ?? "0", NumberStyles.Float, CultureInfo.InvariantCulture);

    /// <summary>What is known by a digest, and its parts.</summary>
    private static Guid Id(ReadOnlySpan<byte> digest, int part)
    {
        Span<byte> id = stackalloc byte[Digest];
        digest[..Math.Min(digest.Length, Digest - sizeof(int))].CopyTo(id);
        BinaryPrimitives.WriteInt32BigEndian(id[^sizeof(int)..], part);
        return new(id, bigEndian: true);
    }
}
