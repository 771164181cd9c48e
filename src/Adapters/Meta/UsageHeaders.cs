using System.Text.Json;
using OmoBroadcast.Adapters.Wire;

namespace OmoBroadcast.Adapters.Meta;

/// <summary><c>X-Business-Use-Case-Usage</c>: how much of an hour's calls is used up, and when there are calls again.</summary>
internal static class UsageHeaders
{
    private const string Header = "X-Business-Use-Case-Usage";

    /// <summary>The longest wait that any part of the header tells, in its minutes; null when none does.</summary>
    public static TimeSpan? Regain(HttpResponseMessage response)
    {
        if (!response.Headers.NonValidated.TryGetValues(Header, out var values)) return null;
        try
        {
            using var document = JsonDocument.Parse(values.ToString());
            if (document.RootElement.ValueKind != JsonValueKind.Object) return null;
            var minutes = 0L;
            foreach (var business in document.RootElement.EnumerateObject().Where(business => business.Value.ValueKind == JsonValueKind.Array))
                foreach (var use in business.Value.EnumerateArray().Where(use => use.ValueKind == JsonValueKind.Object))
                    minutes = Math.Max(minutes, LooseJson.Number(use, "estimated_time_to_regain_access"u8) ?? 0);
            return minutes > 0 ? TimeSpan.FromMinutes(Math.Min(minutes, 1440)) : null;
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
