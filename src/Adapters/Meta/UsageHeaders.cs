using System.Text.Json;
using OmoBroadcast.Adapters.Wire;
using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Adapters.Meta;

/// <summary>
/// <c>X-App-Usage</c> and <c>X-Business-Use-Case-Usage</c>: how much of an hour's calls is used up, and when there are calls again. They
/// come only after enough calls.
/// </summary>
/// <seealso href="https://developers.facebook.com/docs/graph-api/overview/rate-limiting/"/>
internal static class UsageHeaders
{
    private const string App = "X-App-Usage",
        Business = "X-Business-Use-Case-Usage";

    private const int LongestMinutes = 1440,
        MostPercent = 10_000;

    /// <summary>The highest share that either header tells; null when none does.</summary>
    public static Usage? Read(HttpResponseMessage response)
    {
        var percent = -1L;
        Look(response, App, use => percent = Math.Max(percent, Percent(use)));
        Look(response, Business, use => percent = Math.Max(percent, Percent(use)));
        return percent < 0 ? null : new((int)Math.Min(percent, MostPercent), Regain(response));
    }

    /// <summary>The longest wait that any part of the header tells, in its minutes; null when none does.</summary>
    public static TimeSpan? Regain(HttpResponseMessage response)
    {
        var minutes = 0L;
        Look(response, Business, use => minutes = Math.Max(minutes, LooseJson.Number(use, "estimated_time_to_regain_access"u8) ?? 0));
        return minutes > 0 ? TimeSpan.FromMinutes(Math.Min(minutes, LongestMinutes)) : null;
    }

    private static long Percent(JsonElement use) =>
        // Advertising and forms have pools of their own, which sending neither fills nor needs.
        LooseJson.Text(use, "type"u8)
            is { } type
        && (type.StartsWith("ads", StringComparison.Ordinal) || type is "leadgen" or "custom_audience")
            ? -1
            : Math.Max(
                LooseJson.Number(use, "call_count"u8) ?? -1,
                Math.Max(LooseJson.Number(use, "total_time"u8) ?? -1, LooseJson.Number(use, "total_cputime"u8) ?? -1)
            );

    // The one is an object, the other an object of arrays of them.
    private static void Look(HttpResponseMessage response, string header, Action<JsonElement> look)
    {
        if (!response.Headers.NonValidated.TryGetValues(header, out var values))
            return;
        try
        {
            using var document = JsonDocument.Parse(values.ToString());
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                return;
            if (header == App)
            {
                look(document.RootElement);
                return;
            }

            foreach (
                var business in document.RootElement.EnumerateObject().Where(business => business.Value.ValueKind == JsonValueKind.Array)
            )
            foreach (var use in business.Value.EnumerateArray().Where(use => use.ValueKind == JsonValueKind.Object))
                look(use);
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            // A header that cannot be read says nothing.
        }
    }
}
