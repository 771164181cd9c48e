using System.Text.Json;
using OmoBroadcast.Adapters.Wire;
using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Adapters.Line;

/// <summary>Authenticates one webhook body and takes it apart; what its events mean is <see cref="LineEvents"/>' affair.</summary>
/// <seealso href="https://developers.line.biz/en/reference/messaging-api/#webhooks"/>
/// <seealso href="https://developers.line.biz/en/docs/messaging-api/receiving-messages/"/>
internal sealed class LineWebhook(LineAccounts accounts)
{
    /// <summary>More cannot be real events: LINE's smallest has some 250 bytes, and a body at most 1 MiB.</summary>
    private const int MostEvents = 5000;

    public WebhookReading Read(WebhookRequest request)
    {
        if (!string.Equals(request.Method, "POST", StringComparison.OrdinalIgnoreCase))
            return new WebhookReading.Refused(405, "LINE only posts");
        if (RequestHeaders.Find(request, LineSignature.Header) is not { } signature)
            return new WebhookReading.Refused(401, "no signature");

        // The destination only says whose secrets to try. Until one fits, nothing in the body is believed.
        LineAccount? account;
        if (Destination(request.Body.Span) is { } destination)
        {
            account = accounts.Find(destination);

            // Which accounts there are is told to those only who hold the secret of one.
            if (account is null)
                return Signers(signature, request.Body.Span).Count > 0
                    ? new WebhookReading.Refused(404, "unknown destination")
                    : new WebhookReading.Refused(401, "wrong signature");
            if (!LineSignature.Fits(signature, account.Secrets, request.Body.Span))
                return new WebhookReading.Refused(401, "wrong signature");
        }
        else
        {
            account = Signer(signature, request.Body.Span);
            if (account is null)
                return new WebhookReading.Refused(401, "wrong signature");
        }

        return Understand(account, request.Body);
    }

    private static WebhookReading Understand(LineAccount account, ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = ShallowJson.Parse(body);
            if (
                document.RootElement.ValueKind != JsonValueKind.Object
                || !document.RootElement.TryGetProperty("events"u8, out var events)
                || events.ValueKind != JsonValueKind.Array
            )
                return new WebhookReading.Refused(400, "no events array");
            var count = events.GetArrayLength();
            return count > MostEvents
                ? new WebhookReading.Refused(413, "too many events")
                : new WebhookReading.Events(LineEvents.Read(account.Key, events, count));
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException or ArgumentException)
        {
            return new WebhookReading.Refused(400, "not a webhook body");
        }
    }

    /// <summary>For a body without destination: the one account whose secret fits. If two share a secret nobody can say which.</summary>
    private LineAccount? Signer(string signature, ReadOnlySpan<byte> body) => Signers(signature, body) is [var only] ? only : null;

    private List<LineAccount> Signers(string signature, ReadOnlySpan<byte> body)
    {
        var signers = new List<LineAccount>();
        foreach (var account in accounts.All)
            if (LineSignature.Fits(signature, account.Secrets, body))
                signers.Add(account);
        return signers;
    }

    private static string? Destination(ReadOnlySpan<byte> body)
    {
        try
        {
            // Read from front to back, so depth costs nothing here.
            var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = int.MaxValue });
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return null;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var found = reader.ValueTextEquals("destination"u8);
                reader.Read();
                if (found)
                    return reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
                reader.Skip();
            }

            return null;
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
