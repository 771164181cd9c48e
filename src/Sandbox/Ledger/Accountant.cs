using OmoBroadcast.Sandbox.Line;

namespace OmoBroadcast.Sandbox.Ledger;

/// <summary>Adds the book up when asked, so that receiving stays cheap.</summary>
internal sealed class Accountant(CallBook book, Violations violations)
{
    private const int Shown = 20;
    private const long Second = 1_000_000;

    public Summary Summarise(string? contains)
    {
        var reading = new ContentReading(book);
        var calls = book.All().Where(c => string.IsNullOrEmpty(contains) || reading.Contains(c.Content, contains)).ToList();
        var seen = new Dictionary<(UInt128 To, ulong Content), int>();
        var people = new HashSet<UInt128>();
        long recipients = 0, silent = 0, duplicates = 0;
        var accepted = 0;
        foreach (var call in calls.Where(c => c.Accepted))
        {
            accepted++;
            recipients += call.To.Count;
            silent += call.Silent?.Length ?? 0;
            for (var i = 0; i < call.To.Count; i++)
            {
                people.Add(call.To[i]);
                ref var times = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(seen, (call.To[i], call.Content), out _);
                if (++times > 1) duplicates++;
            }
        }

        var (first, counts) = violations.Read();
        return new Summary(
            calls.Count, accepted, recipients, recipients - silent, people.Count, calls.Count(c => c.Status == 409),
            calls.Count(c => c.Key is null && c.Kind is (CallKind.Push or CallKind.Multicast)), duplicates,
            [.. seen.Where(s => s.Value > 1).Take(Shown).Select(s => $"{LineId.Format(s.Key.To)} × {s.Value}")],
            calls.GroupBy(c => c.Status).OrderBy(g => g.Key).ToDictionary(g => g.Key.ToString(System.Globalization.CultureInfo.InvariantCulture), g => g.Count()),
            [.. calls.GroupBy(c => (c.Account, c.Kind)).OrderBy(g => g.Key.Account, StringComparer.Ordinal).ThenBy(g => g.Key.Kind).Select(Pace)],
            counts, first);
    }

    /// <summary>Accepted deliveries by recipient, most first.</summary>
    public IEnumerable<DeliveryLine> Deliveries(string? contains)
    {
        var reading = new ContentReading(book);
        var lines = new Dictionary<UInt128, (int Accepted, int Silent, List<ulong> Contents)>();
        foreach (var call in book.All().Where(c => c.Accepted && reading.Contains(c.Content, contains)))
        {
            for (var i = 0; i < call.To.Count; i++)
            {
                var to = call.To[i];
                var (count, silent, contents) = lines.TryGetValue(to, out var line) ? line : (0, 0, new List<ulong>(1));
                contents.Add(call.Content);
                var missed = call.Silent is not null && Array.IndexOf(call.Silent, to) >= 0;
                lines[to] = (count + 1, silent + (missed ? 1 : 0), contents);
            }
        }

        return lines.OrderByDescending(l => l.Value.Accepted).ThenBy(l => l.Key).Select(l => new DeliveryLine(
            LineId.Format(l.Key), l.Value.Accepted, l.Value.Accepted - l.Value.Silent, [.. l.Value.Contents.SelectMany(reading.Texts)]));
    }

    private static PaceSeen Pace(IGrouping<(string Account, CallKind Kind), Call> group)
    {
        var all = group.Select(c => c.At).Order().ToArray();
        var taken = group.Where(c => c.Accepted).Select(c => c.At).Order().ToArray();
        var span = taken.Length < 2 ? 0 : taken[^1] - taken[0];
        return new PaceSeen(
            group.Key.Account, group.Key.Kind, all.Length, taken.Length, MostInASecond(taken), MostInASecond(all),
            span == 0 ? 0 : Math.Round((taken.Length - 1) * (double)Second / span, 2));
    }

    private static int MostInASecond(long[] sorted)
    {
        int most = 0, from = 0;
        for (var to = 0; to < sorted.Length; to++)
        {
            while (sorted[to] - sorted[from] >= Second) from++;
            most = Math.Max(most, to - from + 1);
        }

        return most;
    }
}
