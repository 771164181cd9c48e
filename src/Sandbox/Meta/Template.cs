using System.Text.Json.Nodes;

namespace OmoBroadcast.Sandbox.Meta;

/// <summary>A message template of a WABA; name and language make it one.</summary>
internal sealed record Template(string Name, string Language, JsonArray Components)
{
    public string Id { get; init; } = "";

    public string Category { get; init; } = "MARKETING";

    /// <summary>APPROVED, PENDING, REJECTED, PAUSED, DISABLED …</summary>
    public string Status { get; init; } = "APPROVED";

    /// <summary>POSITIONAL or NAMED.</summary>
    public string Format { get; init; } = "POSITIONAL";

    /// <summary>Sends are taken and held for quality assessment: no status follows.</summary>
    public bool Held { get; init; }

    public bool IsMarketing => Category == "MARKETING";

    public JsonObject Json(IReadOnlyCollection<string>? fields)
    {
        var all = new JsonObject
        {
            ["id"] = Id,
            ["name"] = Name,
            ["status"] = Status,
            ["category"] = Category,
            ["language"] = Language,
            ["parameter_format"] = Format,
            ["components"] = Components.DeepClone(),
            ["quality_score"] = new JsonObject { ["score"] = "GREEN", ["date"] = 1_790_000_000 },
        };
        if (Status == "REJECTED")
            all["rejected_reason"] = "INVALID_FORMAT";
        if (fields is null)
            return all;
        foreach (var name in all.Select(f => f.Key).Where(f => f != "id" && !fields.Contains(f)).ToArray())
            all.Remove(name);
        return all;
    }
}
