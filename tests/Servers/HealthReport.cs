using System.Text.Json.Nodes;

namespace OmoBroadcast.Tests.Servers;

/// <summary>What <c>/health/ready</c> answers.</summary>
public sealed record HealthReport(int Status, JsonObject Body)
{
    public IReadOnlyList<string> Away => [.. Body["away"]!.AsArray().Select(engine => (string)engine!)];

    public long InboxWaiting => (long)Body["inbox"]!["waiting"]!;

    public long Quarantined => (long)Body["inbox"]!["quarantined"]!;

    public string DiskLevel => (string)Body["disk"]!["level"]!;

    /// <summary>Null when nothing is wrong with it.</summary>
    public string? ReasonOf(string engine) =>
        (string?)Body["faults"]!.AsArray().FirstOrDefault(fault => (string?)fault!["engine"] == engine)?["reason"];

    public DateTimeOffset? SinceOf(string engine) =>
        (DateTimeOffset?)Body["faults"]!.AsArray().FirstOrDefault(fault => (string?)fault!["engine"] == engine)?["since"];

    public static async Task<HealthReport> AskAsync(HttpClient http, Uri? service = null)
    {
        using var answer = await http.GetAsync(
            service is null ? new Uri("/health/ready", UriKind.Relative) : new Uri(service, "health/ready")
        );
        return new((int)answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsObject());
    }

    public override string ToString() => $"{Status} {Body.ToJsonString()}";
}
