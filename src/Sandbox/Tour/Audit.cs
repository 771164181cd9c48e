using System.Text.Json.Nodes;

namespace OmoBroadcast.Sandbox.Tour;

/// <summary>Compares what the service reports with what the platforms received, message by message.</summary>
internal sealed class Audit(SandboxClient sandbox, Crowding crowd)
{
    private readonly List<(bool Holds, string What)> _findings = [];
    private readonly List<ChannelRow> _rows = [];
    private long _since;
    private long _violations;

    public IReadOnlyList<(bool Holds, string What)> Findings => _findings;

    /// <summary>What each platform saw.</summary>
    public IReadOnlyList<ChannelRow> Rows => _rows;

    public bool AllHold => _findings.TrueForAll(f => f.Holds);

    /// <summary>What came before is not this broadcast's.</summary>
    public async Task BeginAsync()
    {
        _violations = await ViolationsAsync();
        _since = (long)(await sandbox.GetAsync("ledger/messages?to=nobody"))["at"]!;
    }

    /// <param name="end">The last standing shown.</param>
    /// <param name="letter">What was broadcast.</param>
    public async Task CheckAsync(Standing end, Letter letter)
    {
        Note(end is { State: "done", Waiting: 0 }, $"the broadcast is done and nobody waits (state {end.State}, waiting {end.Waiting})");
        var people = 0;
        foreach (var troupe in crowd.Troupes)
            people += await troupe.TotalAsync();
        Note(
            end.AddsUp && end.Chosen == people,
            $"of {people} customers {end.Chosen} chosen = {end.Accepted} accepted + {end.Skipped} skipped + {end.Refused} refused + {end.Unknown} unknown + {end.Cancelled} cancelled + {end.Expired} expired + {end.Waiting} waiting"
        );

        var taken = await CheckPlatformsAsync(letter);
        var gone = crowd.Troupes.Sum(troupe => troupe.Gone.Count);
        var refusing = crowd.Troupes.Where(troupe => !troupe.TakesForBlocked).Sum(troupe => troupe.BlockedUnheard.Count);
        Note(taken == end.Accepted, $"the platforms took the messages for {taken} customers; the report says {end.Accepted}");
        // Of earlier tours' people in the same sandbox nobody knows any more who is gone.
        var first = !crowd.Troupes.Any(troupe => troupe.HasForerunners);
        Note(
            first ? end.Skipped == gone : end.Skipped >= gone,
            $"{end.Skipped} were skipped; {gone} are outside the window, unfollowed or unsubscribed{(first ? "" : ", and some of before")}"
        );
        Note(
            first ? end.Refused == refusing : end.Refused >= refusing,
            $"{end.Refused} were refused; {refusing} had blocked the account where the platform says so"
        );
        Note(end is { Unknown: 0, Cancelled: 0, Expired: 0 }, "of nobody it is unknown, and nothing was cancelled or expired");
        var violations = await ViolationsAsync();
        Note(violations == _violations, $"no platform's rule was broken ({violations - _violations} violations)");
    }

    /// <returns>For how many customers the platforms took the messages.</returns>
    private async Task<int> CheckPlatformsAsync(Letter letter)
    {
        // What platforms report or fetch may still be on its way.
        await sandbox.GetAsync("webhooks/idle?timeoutMs=30000");
        var pictures = await PicturesAsync();
        var taken = 0;
        foreach (var troupe in crowd.Troupes)
        {
            var messages = await MessagesAsync(troupe, letter);
            var lines = messages
                .GroupBy(m => (string)m["to"]!, StringComparer.Ordinal)
                .ToDictionary(g => g.Key, g => g.ToArray(), StringComparer.Ordinal);
            taken += lines.Count;
            await CheckAsync(troupe, letter, lines);
            CheckPictures(troupe, letter, lines.Count, messages, pictures);
            _rows.Add(
                new ChannelRow(
                    troupe.Channel,
                    troupe.Count,
                    troupe.Outside.Count,
                    troupe.Unfollowed.Count,
                    troupe.Unsubscribed.Count,
                    troupe.BlockedUnheard.Count,
                    lines.Count,
                    messages.Select(m => ((long)m["at"]!, (string?)m["messageId"])).Distinct().Count()
                )
            );
        }

        return taken;
    }

    private async Task<long> ViolationsAsync() =>
        (await sandbox.GetAsync("ledger/summary"))["violationCounts"]!.AsObject().Sum(v => (long)v.Value!);

    /// <summary>The broadcast's messages on one platform, in the order they came. Other texts, a confirmation say, are not its
    /// own.</summary>
    private async Task<JsonObject[]> MessagesAsync(Troupe troupe, Letter letter) =>
        [
            .. (await sandbox.GetAsync($"ledger/messages?channel={troupe.Channel}&since={_since}"))["messages"]!
                .AsArray()
                .OfType<JsonObject>()
                .Where(m =>
                    (string)m["kind"]! != "text" || ((string?)m["text"])?.Contains(letter.Marker, StringComparison.Ordinal) == true
                ),
        ];

    /// <summary>What platforms hold or could fetch, by its id or its address.</summary>
    private async Task<Dictionary<string, (string Sha256, string Type)>> PicturesAsync()
    {
        var found = new Dictionary<string, (string Sha256, string Type)>(StringComparer.Ordinal);
        foreach (
            var fetched in (await sandbox.GetAsync("ledger/fetched?timeoutMs=30000"))["fetched"]!
                .AsArray()
                .OfType<JsonObject>()
                .Where(f => (bool)f["good"]!)
        )
            found[(string)fetched["url"]!] = ((string)fetched["sha256"]!, (string)fetched["contentType"]!);
        foreach (var upload in (await sandbox.GetAsync("uploads"))["uploads"]!.AsArray().OfType<JsonObject>())
            found[(string)upload["id"]!] = ((string)upload["sha256"]!, (string)upload["contentType"]!);
        return found;
    }

    private async Task CheckAsync(Troupe troupe, Letter letter, Dictionary<string, JsonObject[]> lines)
    {
        var (names, meant, gone) = (await troupe.NamesAsync(), await troupe.MeantAsync(), troupe.Gone);
        var wrong = lines.Count(line =>
            !letter.Is([.. line.Value.Select(m => ((string)m["kind"]!, (string?)m["text"]))], names[line.Key], troupe.Channel == "whatsapp")
        );
        Note(
            wrong == 0,
            $"{troupe.Channel}: {lines.Count} customers got a greeting with their own name, saved reply, picture and last word, once each and in this order ({wrong} did not)"
        );
        var missed = meant.Count(id => !lines.ContainsKey(id));
        Note(missed == 0, $"{troupe.Channel}: each of the {meant.Count} who were to get it did ({missed} did not)");
        Note(
            !gone.Any(lines.ContainsKey),
            $"{troupe.Channel}: the {gone.Count} who are outside the window, unfollowed or unsubscribed received nothing"
        );
        var shown = troupe.BlockedUnheard.Count(id => lines.TryGetValue(id, out var got) && Array.Exists(got, m => (bool)m["delivered"]!));
        var taken = troupe.BlockedUnheard.Count(lines.ContainsKey);
        if (troupe.TakesForBlocked)
            Note(
                shown == 0 && taken == troupe.BlockedUnheard.Count,
                $"{troupe.Channel}: for the {taken} who had blocked the account unheard the platform took it and shows them nothing"
            );
        else
            Note(
                taken == 0,
                $"{troupe.Channel}: {troupe.BlockedUnheard.Count} had blocked the account unheard, which the platform said when they were sent to"
            );
    }

    private void CheckPictures(
        Troupe troupe,
        Letter letter,
        int lines,
        JsonObject[] messages,
        Dictionary<string, (string Sha256, string Type)> pictures
    )
    {
        var shown = messages.Where(m => (string)m["kind"]! == "image").ToArray();
        var right = shown.Count(m => pictures.TryGetValue((string?)m["media"] ?? "", out var there) && there.Sha256 == letter.Sha256);
        Note(
            right == shown.Length && right == lines,
            $"{troupe.Channel}: {right} of {shown.Length} pictures are, byte for byte, the one that was attached"
        );
        if (!troupe.IsLine)
            return;
        var small = shown.Count(m =>
            pictures.TryGetValue((string?)m["preview"] ?? "", out var there) && there.Type is "image/jpeg" or "image/png"
        );
        Note(small == shown.Length, $"{troupe.Channel}: {small} of {shown.Length} previews could be fetched");
    }

    private void Note(bool holds, string what) => _findings.Add((holds, what));
}
