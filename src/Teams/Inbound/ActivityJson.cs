using System.Text.Json;

namespace OmoBroadcast.Teams.Inbound;

/// <summary>Reads JSON that may be of any shape: what is missing, or of another kind than expected, is nothing.</summary>
internal static class ActivityJson
{
    private const int LongestId = 1024;

    public static JsonElement Child(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var child) ? child : default;

    public static JsonElement.ArrayEnumerator Items(JsonElement parent, string name) =>
        Child(parent, name) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : default;

    public static string? String(JsonElement parent, string name) =>
        Child(parent, name) is { ValueKind: JsonValueKind.String } text ? Safe(text) : null;

    public static string? Id(JsonElement parent, string name) =>
        String(parent, name) is { Length: > 0 and <= LongestId } text ? text : null;

    /// <summary>A lone surrogate has no text; JSON may hold one, nobody writes one.</summary>
    public static string? Safe(JsonElement text)
    {
        try
        {
            return text.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
