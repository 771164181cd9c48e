using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OmoBroadcast.Sandbox.Meta;

/// <summary>A call's body: JSON, or a form whose fields may hold JSON, with or without a file.</summary>
internal sealed record GraphBody(JsonObject Fields, IFormFile? File)
{
    public static async Task<GraphBody?> ReadAsync(HttpContext http)
    {
        try
        {
            if (!http.Request.HasFormContentType)
            {
                using var copy = new MemoryStream();
                await http.Request.Body.CopyToAsync(copy, http.RequestAborted);
                return JsonNode.Parse(copy.GetBuffer().AsSpan(0, (int)copy.Length)) is JsonObject json ? new GraphBody(json, null) : null;
            }

            var form = await http.Request.ReadFormAsync(http.RequestAborted);
            var fields = new JsonObject();
            foreach (var (name, value) in form)
                fields[name] = value.ToString() is ['{' or '[', ..] nested ? JsonNode.Parse(nested) : JsonValue.Create(value.ToString());
            return new GraphBody(fields, form.Files.Count > 0 ? form.Files[0] : null);
        }
        catch (Exception e) when (e is JsonException or InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>A string, or a number as one; null for anything else.</summary>
    public static string? Text(JsonNode? node) =>
        node is not JsonValue value
            ? null
            : value.GetValueKind() switch
            {
                JsonValueKind.String => value.GetValue<string>(),
                JsonValueKind.Number => Convert.ToString(value.ToString(), CultureInfo.InvariantCulture),
                _ => null,
            };

    public static bool IsAddress(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address) && (address.Scheme == "http" || address.Scheme == "https");
}
