using System.Text.Json;
using System.Text.Json.Nodes;

namespace OmoBroadcast.Sandbox.Tour;

/// <summary>How a broadcast stands, as its card's metadata tells.</summary>
internal sealed record Standing(
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
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    public bool Ended => State is "done" or "cancelled" or "expired" or "failed";

    public long Settled => Accepted + Skipped + Refused + Unknown + Cancelled + Expired;

    public bool AddsUp => Chosen == Settled + Waiting;

    public static Standing? Of(JsonObject? card) =>
        (card?["metadata"] as JsonObject)?["omo"] is JsonObject omo ? omo.Deserialize<Standing>(Web) : null;
}
