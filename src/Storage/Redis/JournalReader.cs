using System.Globalization;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Storage.Redis;

/// <summary>Reads what the scripts list for the journal: MessagePack arrays of texts, see <c>list</c> in <c>customer.lua</c>.</summary>
internal static class JournalReader
{
    private const int Digest = 16;

    /// <summary>One entry, or of a customer as they stood several. Throws <see cref="FormatException"/>.</summary>
    public static IReadOnlyList<JournalEntry> Read(AccountKey account, ReadOnlySpan<byte> packed)
    {
        var reader = new PackReader(packed);
        var places = reader.Array();
        var what = reader.Text() ?? throw new FormatException("An entry of the journal says not what it is");
        var digest = reader.Bytes().ToArray();
        var entry = new JournalEntry(what, new(account, reader.Text() ?? ""), Id(digest, 0), Number(reader.Text()), Number(reader.Text()))
        {
            Event = reader.Text(),
            Message = reader.Text(),
        };
        if (what == JournalWords.Stood)
            return Stood(entry, digest, ref reader);
        return
        [
            entry with
            {
                Detail = reader.Text(),
                Words = reader.Text(),
                Name = reader.Text(),
                Told = reader.Text(),
                Staff = places > 11 ? reader.Text() : null,
                Other = places > 12 ? reader.Text() : null,
            },
        ];
    }

    /// <summary>The record, then each line and each amendment by itself: so what is taken back later is found by its message.</summary>
    private static List<JournalEntry> Stood(JournalEntry entry, byte[] digest, ref PackReader reader)
    {
        var all = new List<JournalEntry> { entry with { Detail = Convert.ToBase64String(reader.Bytes()) } };
        for (var skipped = 0; skipped < 5; skipped++)
            reader.SkipText();
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

    private static long Number(string? text) => (long)double.Parse(text ?? "0", NumberStyles.Float, CultureInfo.InvariantCulture);

    /// <summary>What is known by a digest, and its parts.</summary>
    private static Guid Id(byte[] digest, int part)
    {
        Span<byte> id = stackalloc byte[Digest];
        digest.AsSpan(0, Math.Min(digest.Length, Digest - sizeof(int))).CopyTo(id);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(id[^sizeof(int)..], part);
        return new(id, bigEndian: true);
    }
}
