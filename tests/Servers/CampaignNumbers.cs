using System.Text.Json;
using System.Text.Json.Nodes;

namespace OmoBroadcast.Tests.Servers;

/// <summary>How a campaign stands, as its card tells.</summary>
public sealed record CampaignNumbers(
    long Campaign,
    string State,
    long Chosen,
    long Accepted,
    long Skipped,
    long Refused,
    long Unknown,
    long Cancelled,
    long Expired,
    long Waiting
)
{
    public bool IsFinal => State is "done" or "cancelled" && Waiting == 0;

    public bool AddsUp => Chosen == Accepted + Skipped + Refused + Unknown + Cancelled + Expired + Waiting;

    public static CampaignNumbers Read(JsonObject numbers) => numbers.Deserialize<CampaignNumbers>(JsonSerializerOptions.Web)!;
}
