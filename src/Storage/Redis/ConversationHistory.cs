using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Storage.Redis;

/// <summary>All that was said with a customer, as far back as the journal goes: Redis keeps the newest lines only. Throws what the stores
/// throw when they are away.</summary>
public sealed class ConversationHistory(RedisConnection redis, Journal journal)
{
    private const int AtOnce = 200;

    /// <summary>The oldest first; what was taken back without its words, what was edited with its last ones.</summary>
    public async Task<IReadOnlyList<TranscriptEntry>> AllAsync(CustomerKey customer, CancellationToken cancellationToken)
    {
        var pages = new List<IReadOnlyList<HistoryLine>>();
        for (LinePlace? from = LinePlace.End; from is { } place; )
        {
            var part = await ReadAsync(customer, place, later: false, AtOnce, cancellationToken);
            pages.Add(part.Lines);
            from = part.Next;
        }

        return [.. pages.SelectMany(page => page).Reverse().Select(line => line.Entry)];
    }

    /// <summary>Some lines in one direction, the nearest first.</summary>
    /// <param name="from">Without what stands there.</param>
    public async Task<HistoryPart> ReadAsync(
        CustomerKey customer,
        LinePlace from,
        bool later,
        int most,
        CancellationToken cancellationToken
    )
    {
        var written = await journal.LinesAsync(customer, from, later, most, cancellationToken);
        var changes = Change.Of(written.Count == 0 ? [] : await journal.ChangesAsync(customer, cancellationToken));
        // What stands there stands as it is now.
        var newest = await NewestAsync(customer, cancellationToken);
        var lines = new List<HistoryLine>(written.Count);
        foreach (var (line, id) in written.Select(line => (line, line.Entry.Event!)))
            lines.Add(new(line.Place, newest.Remove(id, out var now) ? now.Read() : Changed(line.Entry, changes)));
        var end = written.Count < most ? (LinePlace?)null : written[^1].Place;
        lines.AddRange(newest.Values.Where(line => IsBetween(line.At, from, end, later)).Select(line => line.Placed()));
        var ordered = lines.OrderBy(line => line.Place.At).ThenBy(line => line.Place.Seq);
        return new([.. later ? ordered : ordered.Reverse()], end);
    }

    /// <summary>What is not in the journal yet; what stands at either end may be there and was not asked for.</summary>
    private static bool IsBetween(double at, LinePlace from, LinePlace? end, bool later)
    {
        var (edge, fraction) = (Math.Floor(from.At), from.At > Math.Floor(from.At));
        var beyond = later ? at > from.At : at < from.At;
        if (!beyond || (!fraction && Math.Floor(at) == edge))
            return false;
        return end is not { } last || (later ? Math.Floor(at) < last.At : Math.Floor(at) > last.At);
    }

    private static TranscriptEntry Changed(JournalEntry entry, Dictionary<string, Change> changes)
    {
        var text = $"{entry.Event}\n{entry.Message}{entry.Detail}{entry.Words}";
        if (TranscriptLine.MessageId(text) is { Length: > 0 } message && changes.TryGetValue(message, out var change))
            text = change.Apply(text);
        return TranscriptLine.Read(text, entry.At);
    }

    private async Task<Dictionary<string, Line>> NewestAsync(CustomerKey customer, CancellationToken cancellationToken)
    {
        var transcript = Keys.Transcript(customer.Account, Keys.Bucket(customer.UserId), Keys.Encode(customer.UserId));
        var lines = await redis.AskAsync(database => database.SortedSetRangeByRankWithScoresAsync(transcript), cancellationToken);
        var newest = new Dictionary<string, Line>(lines.Length, StringComparer.Ordinal);
        foreach (var line in lines)
            newest[((string)line.Element!).Split('\n', 2)[0]] = new(line.Score, (string)line.Element!);
        return newest;
    }

    private readonly record struct Line(double At, string Text)
    {
        public TranscriptEntry Read() => TranscriptLine.Read(Text, At);

        public HistoryLine Placed() => new(new(At, 0), Read());
    }

    /// <summary>What became of a message.</summary>
    /// <param name="Words">Null: it was taken back.</param>
    private sealed record Change(long At, string? Words)
    {
        public static Dictionary<string, Change> Of(IReadOnlyList<JournalEntry> entries)
        {
            var changes = new Dictionary<string, Change>(StringComparer.Ordinal);
            foreach (var entry in entries)
                if (entry.Message is { Length: > 0 } message)
                    changes[message] = Last(changes.GetValueOrDefault(message), entry);
            return changes;
        }

        /// <summary>Whatever the order: what was taken back stays so, and of two edits the later holds.</summary>
        private static Change Last(Change? before, JournalEntry entry) =>
            entry.What == JournalWords.Unsent ? new(entry.At, null)
            : before is { Words: null } || before?.At > entry.At ? before
            : new(entry.At, entry.Words ?? "");

        public string Apply(string line)
        {
            var parts = line.Split('\n', 4);
            var mark = Words is null ? 'u' : 'e';
            parts[2] = $"{parts[2][..2]}{mark}{(Words is null ? "" : parts[2][3..])}";
            return string.Join('\n', [.. parts[..3], Words ?? ""]);
        }
    }
}

/// <summary>Some lines, the nearest first.</summary>
/// <param name="Next">From where more of them are read; null if that is all.</param>
public sealed record HistoryPart(IReadOnlyList<HistoryLine> Lines, LinePlace? Next);
