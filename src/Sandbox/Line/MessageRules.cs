using System.Globalization;
using System.Text.Json;

namespace OmoBroadcast.Sandbox.Line;

/// <summary>What LINE asks of message objects.</summary>
internal static class MessageRules
{
    private const int MaxText = 5_000;
    private const int MaxQuickReplies = 13;
    private const int MostTracking = 100;

    private static readonly Dictionary<string, (string Name, int Max)[]> Required = new(StringComparer.Ordinal)
    {
        ["text"] = [("text", MaxText)],
        ["textV2"] = [("text", MaxText)],
        ["sticker"] = [("packageId", 0), ("stickerId", 0)],
        ["image"] = [("originalContentUrl", 2_000), ("previewImageUrl", 2_000)],
        ["video"] = [("originalContentUrl", 2_000), ("previewImageUrl", 2_000)],
        ["audio"] = [("originalContentUrl", 2_000), ("duration", 0)],
        ["location"] = [("title", 100), ("address", 100), ("latitude", 0), ("longitude", 0)],
        ["imagemap"] = [("baseUrl", 2_000), ("altText", 1_500), ("baseSize", 0), ("actions", 0)],
        ["template"] = [("altText", 1_500), ("template", 0)],
        ["flex"] = [("altText", 1_500), ("contents", 0)],
        ["coupon"] = [("couponId", 0)],
    };

    public static bool GetsQuoteToken(string? type) =>
        type is "text" or "textV2" or "sticker" or "image" or "video" or "template" or "flex";

    public static bool IsUnitName(string name) => name.Length is >= 1 and <= 30 && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    public static void Check(JsonElement messages, List<(string Message, string Property)> errors)
    {
        if (messages.ValueKind != JsonValueKind.Array)
        {
            errors.Add(("Must be an array", "messages"));
            return;
        }

        if (messages.GetArrayLength() is 0 or > 5)
        {
            errors.Add(("Size must be between 1 and 5", "messages"));
            return;
        }

        var index = 0;
        foreach (var message in messages.EnumerateArray())
            CheckOne(message, string.Create(CultureInfo.InvariantCulture, $"messages[{index++}]"), errors);
    }

    private static void CheckOne(JsonElement message, string path, List<(string Message, string Property)> errors)
    {
        if (
            message.ValueKind != JsonValueKind.Object
            || !message.TryGetProperty("type", out var type)
            || type.ValueKind != JsonValueKind.String
        )
        {
            errors.Add(("May not be empty", $"{path}.type"));
            return;
        }

        if (!Required.TryGetValue(type.GetString()!, out var required))
        {
            errors.Add(("Must be one of the message types", $"{path}.type"));
            return;
        }

        foreach (var (name, max) in required)
            CheckRequired(message, name, max, path, errors);
        CheckTracking(message, type.GetString()!, path, errors);
        if (
            message.TryGetProperty("quickReply", out var quick)
            && quick.TryGetProperty("items", out var items)
            && items.GetArrayLength() > MaxQuickReplies
        )
            errors.Add(("Size must be between 0 and 13", $"{path}.quickReply.items"));
    }

    private static void CheckRequired(
        JsonElement message,
        string name,
        int max,
        string path,
        List<(string Message, string Property)> errors
    )
    {
        if (
            !message.TryGetProperty(name, out var value)
            || value.ValueKind == JsonValueKind.Null
            || (value.ValueKind == JsonValueKind.String && value.GetString() == "")
        )
            errors.Add(("May not be empty", $"{path}.{name}"));
        else if (max > 0 && (value.ValueKind != JsonValueKind.String || value.GetString()!.Length > max))
            errors.Add((string.Create(CultureInfo.InvariantCulture, $"Length must be between 0 and {max}"), $"{path}.{name}"));
        else if (name.EndsWith("Url", StringComparison.Ordinal) && !value.GetString()!.StartsWith("https://", StringComparison.Ordinal))
            errors.Add(("Must be a URL that starts with https", $"{path}.{name}"));
    }

    private static void CheckTracking(JsonElement message, string type, string path, List<(string Message, string Property)> errors)
    {
        if (
            message.TryGetProperty("trackingId", out var tracking)
            && (type != "video" || tracking.ValueKind != JsonValueKind.String || tracking.GetString()!.Length is 0 or > MostTracking)
        )
            errors.Add(("Length must be between 1 and 100", $"{path}.trackingId"));
    }
}
