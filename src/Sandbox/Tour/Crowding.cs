using System.Text.Json.Nodes;

namespace OmoBroadcast.Sandbox.Tour;

/// <summary>The customers of all platforms on which the sandbox knows an account; LINE is always among them.</summary>
internal sealed class Crowding(SandboxClient sandbox, TourOptions options)
{
    private static readonly string[] Meta = ["messenger", "instagram", "whatsapp"];
    private readonly List<(Troupe Troupe, JsonNode? Declared)> _all = [];

    public IReadOnlyList<Troupe> Troupes => [.. _all.Select(a => a.Troupe)];

    /// <summary>Looks who is there, and has Meta's webhooks verified.</summary>
    public async Task GatherAsync()
    {
        var found = new List<(string Channel, string Account, JsonNode? Declared)>();
        var line = await sandbox.ListAsync("accounts/line");
        found.Add(("line", (string?)line.FirstOrDefault()?["destination"] ?? options.Destination, line.FirstOrDefault()));
        foreach (var channel in Meta)
        {
            if ((await sandbox.ListAsync($"accounts/{channel}")).FirstOrDefault() is not { } account)
                continue;
            found.Add((channel, (string)account["id"]!, account));
            await VerifyAsync(channel, (string)account["id"]!);
        }

        foreach (var (channel, account, declared) in found)
        {
            var share = options.Customers / found.Count;
            _all.Add(
                (
                    new Troupe(
                        sandbox,
                        options,
                        channel,
                        account,
                        channel == "line" ? options.Customers - (share * (found.Count - 1)) : share
                    ),
                    declared
                )
            );
        }
    }

    private async Task VerifyAsync(string channel, string account)
    {
        await sandbox.PostAsync(
            $"customers/{channel}",
            new
            {
                Count = 0,
                Destination = account,
                WebhookUrl = new Uri(options.Service, $"webhooks/{channel}"),
                WroteAgoMs = -1,
            }
        );
        var verified = await sandbox.PostAsync($"accounts/{channel}/verify", new { });
        if (!(bool)verified["verified"]!)
            throw new TourException($"The webhook of {channel} was not verified: {verified["status"]}");
    }

    /// <returns>How many webhooks that took, and the slowest of them.</returns>
    public async Task<(int Webhooks, double MaxMs)> WriteInAsync()
    {
        var calls = (int)(await sandbox.GetAsync("ledger/wait?timeoutMs=0"))["calls"]!;
        var (webhooks, slowest) = (0, 0.0);
        foreach (var (troupe, declared) in _all)
        {
            var report = await troupe.WriteInAsync(declared, troupe.IsLine ? 0 : Math.Min(4, troupe.Count / 3));
            webhooks += (int)report["webhooks"]! + troupe.Outside.Count;
            slowest = Math.Max(slowest, (double)report["maxMs"]!);
        }

        // The service asks for each new customer's name, where the webhook does not bring it; who broadcasts at once would greet them
        // without.
        var asked = Troupes.Where(t => t.Channel != "whatsapp").Sum(t => t.Count);
        await sandbox.GetAsync($"ledger/wait?calls={calls + asked}&timeoutMs=10000");
        return (webhooks, slowest);
    }

    public async Task LeaveAsync()
    {
        foreach (var (troupe, _) in _all)
            await troupe.LeaveAsync();
    }
}
