using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Storage.Redis;

/// <summary>All that was said with a customer, as far back as the journal goes: Redis keeps the newest lines only. Throws what the stores
/// throw when they are away.</summary>
public sealed class ConversationHistory(RedisConnection redis, Journal journal)
{
    /// <summary>The oldest first; what was taken back without its words, what was edited with its last ones.</summary>
    public async Task<IReadOnlyList<TranscriptEntry>> AllAsync(CustomerKey customer, CancellationToken cancellationToken)
    {
        var (lines, changes) = (
            new Dictionary<string, Line>(StringComparer.Ordinal),
            new Dictionary<string, Change>(StringComparer.Ordinal)
        );
        foreach (var entry in await journal.OfAsync(customer, cancellationToken))
        {
            if (entry is { What: "e" or JournalWords.Unsent, Message: { Length: > 0 } message })
                changes[message] = Change.Last(changes.GetValueOrDefault(message), entry);
            else if (IsLine(entry))
                lines[entry.Event!] = new(entry.At, $"{entry.Event}\n{entry.Message}{entry.Detail}{entry.Words}");
        }

        foreach (var (id, line) in lines)
            if (TranscriptLine.MessageId(line.Text) is { Length: > 0 } message && changes.TryGetValue(message, out var change))
                lines[id] = line with { Text = change.Apply(line.Text) };
        // What stands there stands as it is now.
        foreach (var line in await NewestAsync(customer, cancellationToken))
            lines[line.Text.Split('\n', 2)[0]] = line;
        return [.. lines.Values.OrderBy(line => line.At).Select(line => TranscriptLine.Read(line.Text, line.At))];
    }

    /// <summary>What becomes a line of the transcript; what only happened has no front.</summary>
    private static bool IsLine(JournalEntry entry) =>
        entry is { Event.Length: > 0, Detail: ['\n', .., '\n'] }
        && (entry.What.Length == 1 || entry.What is JournalWords.Answer or JournalWords.Said);

    private async Task<IEnumerable<Line>> NewestAsync(CustomerKey customer, CancellationToken cancellationToken)
    {
        var transcript = Keys.Transcript(customer.Account, Keys.Bucket(customer.UserId), Keys.Encode(customer.UserId));
        var lines = await redis.AskAsync(database => database.SortedSetRangeByRankWithScoresAsync(transcript), cancellationToken);
        return lines.Select(line => new Line(line.Score, (string)line.Element!));
    }

    private readonly record struct Line(double At, string Text);

    /// <summary>What became of a message.</summary>
    /// <param name="Words">Null: it was taken back.</param>
    private sealed record Change(long At, string? Words)
    {
        /// <summary>Whatever the order: what was taken back stays so, and of two edits the later holds.</summary>
        public static Change Last(Change? before, JournalEntry entry) =>
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
