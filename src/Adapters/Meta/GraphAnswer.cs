using System.Globalization;
using System.Text.Json;
using OmoBroadcast.Adapters.Wire;
using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Adapters.Meta;

/// <summary>What an answer of the Graph API to a send means.</summary>
/// <seealso href="https://developers.facebook.com/docs/graph-api/guides/error-handling"/>
internal static class GraphAnswer
{
    /// <summary>Told to be too fast in no words we know.</summary>
    private static readonly TimeSpan UsualWait = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    /// <param name="id">Finds the message's id in a good answer.</param>
    public static SendOutcome Understand(
        HttpResponseMessage response,
        Answer answer,
        ErrorTable table,
        Func<JsonElement, string?> id,
        DateTimeOffset now
    ) => Outcome(response, answer, table, id, now) with { Usage = UsageHeaders.Read(response) };

    private static SendOutcome Outcome(
        HttpResponseMessage response,
        Answer answer,
        ErrorTable table,
        Func<JsonElement, string?> id,
        DateTimeOffset now
    )
    {
        var status = (int)response.StatusCode;
        var code = status.ToString(CultureInfo.InvariantCulture);
        if (status is >= 200 and < 300)
            return !answer.TooLong && Id(answer, id) is { } found
                ? new SendOutcome.Accepted(found)
                : new SendOutcome.Unknown($"{code} without the message's id");
        if (status < 400)
            return new SendOutcome.Unknown(code);
        if (GraphError.OfAnswer(answer) is { } error)
            return table.Understand(error, status, Wait);
        return status switch
        {
            >= 500 or 408 => new SendOutcome.Unknown(code),
            429 => new SendOutcome.Throttled(Wait(UsualWait), ThrottleScope.Pace),
            401 or 403 => new SendOutcome.Refused(RefusalScope.Account, code, response.StatusCode.ToString()),
            _ => new SendOutcome.Refused(RefusalScope.Content, code, response.StatusCode.ToString()),
        };

        TimeSpan Wait(TimeSpan usual) =>
            UsageHeaders.Regain(response) is { } regain
                ? regain > LongestWait
                    ? LongestWait
                    : regain
                : RetryAfter.Read(response.Headers.RetryAfter, now, usual, LongestWait);
    }

    public static string? Id(Answer answer, Func<JsonElement, string?> id)
    {
        try
        {
            using var document = JsonDocument.Parse(answer.Body);
            return document.RootElement.ValueKind == JsonValueKind.Object && id(document.RootElement) is { Length: > 0 and <= 512 } found
                ? found
                : null;
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
