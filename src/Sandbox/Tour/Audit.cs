using System.Text.Json.Nodes;

namespace OmoBroadcast.Sandbox.Tour;

/// <summary>Compares what the service reports with what the platform received.</summary>
internal sealed class Audit(SandboxClient sandbox, Crowding crowd)
{
    private readonly List<(bool Holds, string What)> _findings = [];

    public IReadOnlyList<(bool Holds, string What)> Findings => _findings;

    public bool AllHold => _findings.TrueForAll(f => f.Holds);

    /// <param name="end">The last standing shown.</param>
    /// <param name="marker">Stands in this broadcast's text only.</param>
    /// <param name="violationsBefore">How many the ledger had before.</param>
    public async Task CheckAsync(Standing end, string marker, long violationsBefore)
    {
        var lines = (await sandbox.GetAsync($"ledger/deliveries?contains={Uri.EscapeDataString(marker)}"))["deliveries"]!.AsArray().OfType<JsonObject>()
            .ToDictionary(d => (string)d["to"]!, StringComparer.Ordinal);
        var names = await crowd.NamesAsync();

        Note(end is { State: "done", Waiting: 0 }, $"the broadcast is done and nobody waits (state {end.State}, waiting {end.Waiting})");
        Note(end.AddsUp && end.Chosen > 0,
            $"{end.Chosen} chosen = {end.Accepted} accepted + {end.Skipped} skipped + {end.Refused} refused + {end.Unknown} unknown + {end.Cancelled} cancelled + {end.Expired} expired + {end.Waiting} waiting");
        Note(lines.Count == end.Accepted, $"LINE took the message for {lines.Count} customers; the report says {end.Accepted}");
        Note(lines.Values.All(d => (int)d["accepted"]! == 1), $"once each: {lines.Values.Count(d => (int)d["accepted"]! > 1)} received it twice");
        var gone = crowd.Unfollowed.Concat(crowd.Unsubscribed).ToArray();
        Note(end.Skipped >= gone.Length && !Array.Exists(gone, lines.ContainsKey), $"the {gone.Length} who unfollowed or unsubscribed received nothing");
        Note(true, $"{crowd.BlockedUnheard.Count(lines.ContainsKey)} had blocked the account unheard: LINE accepts, shows them nothing and tells nobody");
        Note(!lines.Values.Any(d => Text(d).Contains("{{", StringComparison.Ordinal)),
            $"{lines.Count(l => names.TryGetValue(l.Key, out var name) && Text(l.Value).Contains(name, StringComparison.Ordinal))} texts name their own customer, and no braces are left");
        var violations = await ViolationsAsync();
        Note(violations == violationsBefore, $"no rule of LINE's was broken ({violations - violationsBefore} violations)");
    }

    public async Task<long> ViolationsAsync() => (await sandbox.GetAsync("ledger/summary"))["violationCounts"]!.AsObject().Sum(v => (long)v.Value!);

    private void Note(bool holds, string what) => _findings.Add((holds, what));

    private static string Text(JsonObject delivery) => string.Join('\n', delivery["texts"]!.AsArray().Select(t => (string)t!));
}
