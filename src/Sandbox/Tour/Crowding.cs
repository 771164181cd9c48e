using System.Text.Json.Nodes;

namespace OmoBroadcast.Sandbox.Tour;

/// <summary>The customers' part: they write in, and a few of them go away again.</summary>
internal sealed class Crowding(SandboxClient sandbox, TourOptions options)
{
    private string _destination = options.Destination;
    private int _first;

    /// <summary>Who blocked the account, who unsubscribed, and who blocked it so that nobody heard.</summary>
    public IReadOnlyList<string> Unfollowed { get; private set; } = [];

    public IReadOnlyList<string> Unsubscribed { get; private set; } = [];

    public IReadOnlyList<string> BlockedUnheard { get; private set; } = [];

    public async Task<JsonObject> WriteInAsync()
    {
        var known = await sandbox.ListAsync("accounts/line");
        var declared = known.Count > 0 ? known[0] : null;
        _destination = (string?)declared?["destination"] ?? options.Destination;
        _first = (int)(await sandbox.GetAsync($"customers/line?destination={_destination}&take=0"))["total"]!;
        var calls = (int)(await sandbox.GetAsync("ledger/wait?timeoutMs=0"))["calls"]!;
        var report = await sandbox.PostAsync("customers/line", new
        {
            Count = options.Customers,
            Seed = 2026,
            Destination = _destination,
            Secret = declared is null ? options.Secret : null,
            Token = declared is null ? options.Token : null,
            WebhookUrl = new Uri(options.Service, "webhooks/line"),
        });
        if (report["statuses"] is not JsonObject { Count: 1 } statuses || statuses["200"] is null)
            throw new TourException($"Not every webhook was answered with 200: {report["statuses"]?.ToJsonString()}");
        // The service asks LINE for each new customer's name; who broadcasts at once would greet them without.
        await sandbox.GetAsync($"ledger/wait?calls={calls + options.Customers}&timeoutMs=10000");
        return report;
    }

    public async Task LeaveAsync()
    {
        Unfollowed = await BlockAsync(silent: false, 3, 77, 150);
        BlockedUnheard = await BlockAsync(silent: true, 42);
        var left = new List<string>();
        foreach (var (place, words) in new[] { (10, "取消訂閱"), (200, "STOP") })
        {
            var said = await sandbox.PostAsync("customers/line/say", new { Index = Place(place), Destination = _destination, Text = words });
            left.Add((string)said["userId"]!);
        }

        Unsubscribed = left;
    }

    /// <summary>Names as the platform knows them.</summary>
    public async Task<IReadOnlyDictionary<string, string>> NamesAsync() =>
        (await sandbox.GetAsync($"customers/line?destination={_destination}&take=1000000"))["customers"]!.AsArray()
        .ToDictionary(c => (string)c!["userId"]!, c => (string)c!["name"]!, StringComparer.Ordinal);

    private async Task<IReadOnlyList<string>> BlockAsync(bool silent, params int[] places)
    {
        var answer = await sandbox.PostAsync("customers/line/block", new { Indexes = places.Select(Place), Destination = _destination, Silent = silent });
        return [.. answer["userIds"]!.AsArray().Select(u => (string)u!)];
    }

    private int Place(int place) => _first + (place % options.Customers);
}
