using System.Text.Json.Nodes;

namespace OmoBroadcast.Sandbox.Tour;

/// <summary>Compares what the service reports with what the platforms received.</summary>
internal sealed class Audit(SandboxClient sandbox, Crowding crowd)
{
    private readonly List<(bool Holds, string What)> _findings = [];
    private readonly List<ChannelRow> _rows = [];

    public IReadOnlyList<(bool Holds, string What)> Findings => _findings;

    /// <summary>What each platform saw.</summary>
    public IReadOnlyList<ChannelRow> Rows => _rows;

    public bool AllHold => _findings.TrueForAll(f => f.Holds);

    /// <param name="end">The last standing shown.</param>
    /// <param name="marker">Stands in this broadcast's texts only, and in both of them.</param>
    /// <param name="violationsBefore">How many the ledger had before.</param>
    public async Task CheckAsync(Standing end, string marker, long violationsBefore)
    {
        Note(end is { State: "done", Waiting: 0 }, $"the broadcast is done and nobody waits (state {end.State}, waiting {end.Waiting})");
        Note(end.AddsUp && end.Chosen > 0,
            $"{end.Chosen} chosen = {end.Accepted} accepted + {end.Skipped} skipped + {end.Refused} refused + {end.Unknown} unknown + {end.Cancelled} cancelled + {end.Expired} expired + {end.Waiting} waiting");

        // What platforms report may still be on its way.
        await sandbox.GetAsync("webhooks/idle?timeoutMs=30000");
        var summary = (await sandbox.GetAsync($"ledger/summary?contains={Uri.EscapeDataString(marker)}"))["channels"]!;
        var (taken, gone) = (0, 0);
        foreach (var troupe in crowd.Troupes)
        {
            var lines = (await sandbox.GetAsync($"ledger/deliveries?channel={troupe.Channel}&contains={Uri.EscapeDataString(marker)}"))["deliveries"]!.AsArray().OfType<JsonObject>()
                .ToDictionary(d => (string)d["to"]!, StringComparer.Ordinal);
            taken += lines.Count;
            gone += await CheckAsync(troupe, lines);
            _rows.Add(new ChannelRow(
                troupe.Channel, troupe.Count, troupe.Outside.Count, troupe.Unfollowed.Count, troupe.Unsubscribed.Count, troupe.BlockedUnheard.Count, lines.Count,
                (int?)summary[troupe.Channel]?["accepted"] ?? 0));
        }

        Note(taken == end.Accepted, $"the platforms took the messages for {taken} customers; the report says {end.Accepted}");
        Note(end.Skipped >= gone, $"{end.Skipped} were skipped, of whom {gone} are outside the window, unfollowed or unsubscribed");
        var violations = await ViolationsAsync();
        Note(violations == violationsBefore, $"no platform's rule was broken ({violations - violationsBefore} violations)");
    }

    public async Task<long> ViolationsAsync() => (await sandbox.GetAsync("ledger/summary"))["violationCounts"]!.AsObject().Sum(v => (long)v.Value!);

    /// <returns>How many there are who must receive nothing and are skipped.</returns>
    private async Task<int> CheckAsync(Troupe troupe, Dictionary<string, JsonObject> lines)
    {
        var names = await troupe.NamesAsync();
        var wrong = lines.Values.Count(d => Texts(d) is not [var first, var second] || first == second);
        Note(wrong == 0, $"{troupe.Channel}: once each and whole, {lines.Count} customers ({wrong} received something twice or in part)");
        var gone = troupe.Unfollowed.Concat(troupe.Unsubscribed).Concat(troupe.Outside).Distinct().ToArray();
        var blocked = troupe.BlockedUnheard.Count(lines.ContainsKey);
        Note(!Array.Exists(gone, lines.ContainsKey), $"{troupe.Channel}: the {gone.Length} who are outside the window, unfollowed or unsubscribed received nothing");
        if (troupe.TakesForBlocked) Note(true, $"{troupe.Channel}: {blocked} had blocked the account unheard: the platform accepts, shows them nothing and tells nobody");
        else Note(blocked == 0, $"{troupe.Channel}: {troupe.BlockedUnheard.Count} had blocked the account unheard, which the platform said when they were sent to");
        Note(!lines.Values.Any(d => Texts(d).Any(t => t.Contains("{{", StringComparison.Ordinal))),
            $"{troupe.Channel}: {lines.Count(l => names.TryGetValue(l.Key, out var name) && Texts(l.Value)[0].Contains(name, StringComparison.Ordinal))} texts name their own customer, and no braces are left");
        return gone.Length;
    }

    private void Note(bool holds, string what) => _findings.Add((holds, what));

    private static string[] Texts(JsonObject delivery) => [.. delivery["texts"]!.AsArray().Select(t => (string)t!)];
}
