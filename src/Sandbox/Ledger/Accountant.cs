using System.Globalization;
using System.Runtime.InteropServices;
using OmoBroadcast.Sandbox.Platform;

namespace OmoBroadcast.Sandbox.Ledger;

/// <summary>Adds the book up when asked, so that receiving stays cheap.</summary>
internal sealed class Accountant(CallBook book, Violations violations, Addresses addresses, Stalls stalls)
{
    private const int Shown = 20;
    private const long Second = 1_000_000;

    public Summary Summarise(string? contains, string? channel)
    {
        var calls = Calls(contains, channel, new ContentReading(book)).ToList();
        var seen = new Dictionary<(Channel Channel, UInt128 To, ulong Content), int>();
        var channels = calls.GroupBy(c => c.Channel).OrderBy(g => g.Key).ToDictionary(g => g.Key.Name(), g => Sum([.. g], seen));
        var (first, counts) = violations.Read();
        return new Summary(
            calls.Count,
            channels.Values.Sum(c => c.Accepted),
            channels.Values.Sum(c => c.Recipients),
            channels.Values.Sum(c => c.Delivered),
            channels.Values.Sum(c => c.DistinctRecipients),
            calls.Count(c => c.Status == 409),
            calls.Count(c => c.Key is null && c.Kind is (CallKind.Push or CallKind.Multicast)),
            channels.Values.Sum(c => c.Duplicates),
            [.. seen.Where(s => s.Value > 1).Take(Shown).Select(s => $"{addresses.Format(s.Key.Channel, s.Key.To)} × {s.Value}")],
            calls
                .GroupBy(c => c.Status)
                .OrderBy(g => g.Key)
                .ToDictionary(g => g.Key.ToString(CultureInfo.InvariantCulture), g => g.Count()),
            [
                .. calls
                    .GroupBy(c => (c.Channel, c.Account, c.Kind))
                    .OrderBy(g => g.Key.Channel)
                    .ThenBy(g => g.Key.Account, StringComparer.Ordinal)
                    .ThenBy(g => g.Key.Kind)
                    .Select(Pace),
            ],
            channels,
            counts,
            first
        );
    }

    /// <summary>Accepted deliveries by recipient, most first.</summary>
    public IEnumerable<DeliveryLine> Deliveries(string? contains, string? channel)
    {
        var reading = new ContentReading(book);
        var lines = new Dictionary<(Channel Channel, UInt128 To), (int Accepted, int Silent, List<ulong> Contents)>();
        foreach (var call in Calls(contains, channel, reading).Where(c => c.Accepted))
        {
            for (var i = 0; i < call.To.Count; i++)
            {
                var to = (call.Channel, call.To[i]);
                var (count, silent, contents) = lines.TryGetValue(to, out var line) ? line : (0, 0, new List<ulong>(1));
                contents.Add(call.Content);
                lines[to] = (count + 1, silent + (IsSilent(call, call.To[i]) ? 1 : 0), contents);
            }
        }

        return lines
            .OrderByDescending(l => l.Value.Accepted)
            .ThenBy(l => l.Key.Channel)
            .ThenBy(l => l.Key.To)
            .Select(l => new DeliveryLine(
                addresses.Format(l.Key.Channel, l.Key.To),
                l.Value.Accepted,
                l.Value.Accepted - l.Value.Silent,
                [.. l.Value.Contents.SelectMany(reading.Texts)],
                l.Key.Channel.Name()
            ));
    }

    /// <summary>Every message taken, for every recipient, in the order they came.</summary>
    public IEnumerable<MessageLine> Messages(string? contains, string? channel, string? to, long since)
    {
        var reading = new ContentReading(book);
        foreach (var call in Calls(contains, channel, reading).Where(c => c.Accepted && c.At >= since))
        {
            for (var i = 0; i < call.To.Count; i++)
            {
                var address = addresses.Format(call.Channel, call.To[i]);
                if (to is not null && to != address)
                    continue;
                var place = Part(call.Correlation);
                foreach (var message in reading.Messages(call.Content))
                {
                    yield return new MessageLine(
                        call.At,
                        call.Channel.Name(),
                        call.Account,
                        address,
                        place++,
                        call.Correlation,
                        call.MessageId,
                        message.Kind,
                        message.Text,
                        message.Media,
                        message.Preview,
                        !IsSilent(call, call.To[i])
                    );
                }
            }
        }
    }

    public IEnumerable<Call> Calls(string? contains, string? channel) => Calls(contains, channel, new ContentReading(book));

    private IEnumerable<Call> Calls(string? contains, string? channel, ContentReading reading) =>
        book.All()
            .Where(c =>
                (channel is null || string.Equals(c.Channel.Name(), channel, StringComparison.OrdinalIgnoreCase))
                && reading.Contains(c.Content, contains)
            );

    private static ChannelSum Sum(List<Call> calls, Dictionary<(Channel, UInt128, ulong), int> seen)
    {
        var people = new HashSet<UInt128>();
        long recipients = 0,
            silent = 0,
            duplicates = 0;
        int accepted = 0,
            unnamed = 0;
        foreach (var call in calls.Where(c => c.Accepted))
        {
            accepted++;
            recipients += call.To.Count;
            silent += call.Silent?.Length ?? 0;
            if (call.Correlation is null && call.Channel is Channel.Messenger or Channel.WhatsApp)
                unnamed++;
            for (var i = 0; i < call.To.Count; i++)
            {
                people.Add(call.To[i]);
                ref var times = ref CollectionsMarshal.GetValueRefOrAddDefault(seen, (call.Channel, call.To[i], call.Content), out _);
                if (++times > 1)
                    duplicates++;
            }
        }

        return new ChannelSum(
            calls.Count,
            accepted,
            recipients,
            recipients - silent,
            people.Count,
            duplicates,
            unnamed,
            calls.Count(c => c.Doubtful),
            calls.Where(c => c.Error.Code != 0).GroupBy(c => c.Error).OrderBy(g => g.Key).ToDictionary(g => Name(g.Key), g => g.Count())
        );

        static string Name((int Code, int Subcode) error) =>
            string.Create(CultureInfo.InvariantCulture, $"{error.Code}")
            + (error.Subcode == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"/{error.Subcode}"));
    }

    private static bool IsSilent(in Call call, UInt128 to) => call.Silent is not null && Array.IndexOf(call.Silent, to) >= 0;

    private static int Part(string? correlation) =>
        correlation is not null
        && int.TryParse(correlation[(correlation.LastIndexOf('.') + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var part)
            ? part
            : 0;

    private PaceSeen Pace(IGrouping<(Channel Channel, string Account, CallKind Kind), Call> group)
    {
        var all = group.Select(c => c.At).Order().ToArray();
        var taken = group.Where(c => c.Accepted).Select(c => c.At).Order().ToArray();
        var span = taken.Length < 2 ? 0 : taken[^1] - taken[0];
        return new PaceSeen(
            group.Key.Channel.Name(),
            group.Key.Account,
            group.Key.Kind,
            all.Length,
            taken.Length,
            MostInASecond(taken),
            MostInASecond(all),
            span == 0 ? 0 : Math.Round((taken.Length - 1) * (double)Second / span, 2),
            Math.Round(stalls.Longest(all[0], all[^1]).TotalMilliseconds, 1)
        );
    }

    private static int MostInASecond(long[] sorted)
    {
        int most = 0,
            from = 0;
        for (var to = 0; to < sorted.Length; to++)
        {
            while (sorted[to] - sorted[from] >= Second)
                from++;
            most = Math.Max(most, to - from + 1);
        }

        return most;
    }
}
