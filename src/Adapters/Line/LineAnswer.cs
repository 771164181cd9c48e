using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using OmoBroadcast.Adapters.Wire;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Adapters.Line;

/// <summary>What LINE's answer to a push or multicast means. Statuses decide; texts, which LINE calls unstable, only tell cases of one
/// status apart.</summary>
/// <seealso href="https://developers.line.biz/en/reference/messaging-api/#status-codes"/>
/// <seealso href="https://developers.line.biz/en/reference/messaging-api/#error-responses"/>
/// <seealso href="https://developers.line.biz/en/docs/messaging-api/retrying-api-request/"/>
internal static class LineAnswer
{
    /// <summary>LINE documents no Retry-After; the pace evens out within a second, the monthly limit is looked at again after a
    /// while.</summary>
    /// <seealso href="https://developers.line.biz/en/reference/messaging-api/#rate-limits"/>
    private static readonly TimeSpan PaceWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPaceWait = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan QuotaWait = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LongestQuotaWait = TimeSpan.FromHours(1);

    /// <param name="single">A push to one recipient; else a multicast, of which one fault refuses all.</param>
    public static SendOutcome Understand(HttpResponseMessage response, Answer answer, bool single, DateTimeOffset now)
    {
        var status = (int)response.StatusCode;
        switch (status)
        {
            case >= 200 and < 300:
                // Repeating under the same key is free of risk and brings a 409 if LINE has it.
                return !answer.TooLong && IsObject(answer.Body.Span)
                    ? new SendOutcome.Accepted(Header(response, "x-line-request-id"))
                    : new SendOutcome.Unknown($"{status} with an unreadable body");
            case < 400 or >= 500 or 408:
                return new SendOutcome.Unknown(status.ToString(CultureInfo.InvariantCulture));
        }

        var (message, places) = Read(answer);
        return status switch
        {
            409 => Known(message, Header(response, "x-line-accepted-request-id")),
            429 => Throttled(message, response.Headers.RetryAfter, now),
            _ => Refused(response.StatusCode, message, places, single),
        };
    }

    private static SendOutcome Known(string message, string? accepted) =>
        accepted is not null || message.Contains("retry key", StringComparison.OrdinalIgnoreCase)
            ? new SendOutcome.Accepted(accepted)
            : new SendOutcome.Unknown("409 that does not speak of our key");

    private static SendOutcome.Throttled Throttled(string message, RetryConditionHeaderValue? retryAfter, DateTimeOffset now)
    {
        var quota = message.Contains("monthly", StringComparison.OrdinalIgnoreCase);
        return new SendOutcome.Throttled(
            RetryAfter.Read(retryAfter, now, quota ? QuotaWait : PaceWait, quota ? LongestQuotaWait : LongestPaceWait),
            quota ? ThrottleScope.Quota : ThrottleScope.Pace
        );
    }

    private static SendOutcome Refused(HttpStatusCode status, string message, string places, bool single)
    {
        var code = ((int)status).ToString(CultureInfo.InvariantCulture);
        var reason = message.Length == 0 ? status.ToString() : Words.Tidy(message);
        switch ((int)status)
        {
            case 401 or 403:
                return new SendOutcome.Refused(RefusalScope.Account, code, reason);
            case 400
                when !places.Contains("messages", StringComparison.Ordinal)
                    && !message.Contains("parsed as JSON", StringComparison.OrdinalIgnoreCase):
                if (!single)
                    return new SendOutcome.Refused(RefusalScope.Recipients, code, reason);
                return AboutRecipient(message, places)
                    ? new SendOutcome.Unreachable(code, reason)
                    : new SendOutcome.Refused(RefusalScope.Content, code, reason);
            default:
                return new SendOutcome.Refused(RefusalScope.Content, code, reason);
        }
    }

    /// <summary>"The property, 'to', in the request body is invalid", newer "The property, to[1], …", or "Failed to send messages" for an
    /// id LINE does not know here.</summary>
    private static bool AboutRecipient(string message, string places) =>
        message.Contains("Failed to send", StringComparison.OrdinalIgnoreCase)
        || message.Contains("property, 'to'", StringComparison.OrdinalIgnoreCase)
        || message.Contains("property, to", StringComparison.OrdinalIgnoreCase)
        || places.StartsWith("to", StringComparison.Ordinal);

    private static bool IsObject(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            return reader.Read() && reader.TokenType == JsonTokenType.StartObject && reader.TrySkip() && !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>The message with its details, and the properties the details name.</summary>
    private static (string Message, string Places) Read(Answer answer)
    {
        try
        {
            using var document = JsonDocument.Parse(answer.Body);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                return ("", "");
            var message = new StringBuilder(LooseJson.Text(document.RootElement, "message"u8));
            var places = new StringBuilder();
            if (document.RootElement.TryGetProperty("details"u8, out var details) && details.ValueKind == JsonValueKind.Array)
            {
                foreach (var detail in details.EnumerateArray().Where(detail => detail.ValueKind == JsonValueKind.Object).Take(8))
                {
                    var place = LooseJson.Text(detail, "property"u8);
                    places.Append(place).Append(' ');
                    message.Append("; ").Append(place).Append(": ").Append(LooseJson.Text(detail, "message"u8));
                }
            }

            return (message.ToString(), places.ToString());
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            return ("", "");
        }
    }

    /// <summary>The first of that name: some front ends write headers twice.</summary>
    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.NonValidated.TryGetValues(name, out var values) && values.FirstOrDefault() is { Length: > 0 and <= 200 } value
            ? value
            : null;
}
