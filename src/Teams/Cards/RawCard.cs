using System.Text.Json;
using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>未能解讀: what a platform sent and we could not make out, as it came, but for what one could act with.</summary>
internal static class RawCard
{
    private const int Longest = 1_500,
        MostDepth = 32;

    private static readonly JsonSerializerOptions Written = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static JsonObject Draw(Phrases phrases, CustomerKey customer, IReadOnlyList<string> raw)
    {
        var card = new Card(phrases).Title("Raw_Title");
        card.Hint(raw.Count == 0 ? "Raw_None" : "Raw_Hint");
        foreach (var json in raw)
            card.Quote(Markdown.Clip(Tidy(json), Longest / Math.Max(1, raw.Count) * 2));
        return card.Action(Card.Button(Verbs.TeamConversation, phrases["Button_Back"], new(customer))).Build();
    }

    private static string Tidy(string json)
    {
        try
        {
            var node = JsonNode.Parse(json, documentOptions: new() { MaxDepth = MostDepth });
            Disarm(node);
            return node?.ToJsonString(Written) ?? json;
        }
        catch (Exception odd) when (odd is JsonException or ArgumentException or InvalidOperationException)
        {
            // Cut, or not JSON: what could act in it cannot be told.
            return "…";
        }
    }

    /// <summary>Tokens go: whoever has one may answer in our name.</summary>
    private static void Disarm(JsonNode? node)
    {
        if (node is JsonArray list)
        {
            foreach (var item in list)
                Disarm(item);
        }
        else if (node is JsonObject members)
        {
            foreach (var (name, _) in members.Where(member => member.Key.EndsWith("token", StringComparison.OrdinalIgnoreCase)).ToList())
                members.Remove(name);
            foreach (var (_, value) in members)
                Disarm(value);
        }
    }
}
