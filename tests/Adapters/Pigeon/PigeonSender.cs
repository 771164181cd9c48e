using System.Globalization;
using System.Text.Json;
using OmoBroadcast.Adapters.Wire;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Tests.Adapters.Pigeon;

/// <summary>Makes one call with all messages for one person, and says what became of it.</summary>
internal sealed class PigeonSender(PigeonAccounts accounts, TimeProvider time)
{
    private readonly SendOnce call = new(time);

    public async Task<SendOutcome> SendAsync(Outbound outbound, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (accounts.Find(outbound.Account) is not { } account)
            return new SendOutcome.Refused(RefusalScope.Account, "account", "No such account is configured");
        if (outbound.Recipients is not [var to])
            return new SendOutcome.Refused(RefusalScope.Recipients, "content", "A pigeon flies to one person");
        using var once = new OnceContent(Compose(account, to, outbound.Content), outbound.Onset);
        return await call.MakeAsync(
            once,
            SendOnce.Deadline,
            (content, stop) => account.PostAsync(content, outbound.RequestId, stop),
            Understand,
            cancellationToken
        );
    }

    private static byte[] Compose(PigeonAccount account, string to, Content content) =>
        JsonBody.Write(json =>
        {
            json.WriteString("to", to);
            json.WriteString("ring", account.Ring);
            json.WriteStartArray("words");
            foreach (var message in content.Messages.OfType<OutboundMessage.Text>())
                json.WriteStringValue(message.Words);
            json.WriteEndArray();
        });

    private SendOutcome Understand(HttpResponseMessage response, Answer answer)
    {
        var status = (int)response.StatusCode;
        var code = status.ToString(CultureInfo.InvariantCulture);
        var wait = TimeSpan.FromSeconds(5);
        return status switch
        {
            200 => Said(answer, "letter") is { } id ? new SendOutcome.Accepted(id) : new SendOutcome.Unknown("200 without the letter's id"),
            < 400 or >= 500 => new SendOutcome.Unknown(code),
            401 or 403 => new SendOutcome.Refused(RefusalScope.Account, code, "The token is refused"),
            429 => new SendOutcome.Throttled(
                RetryAfter.Read(response.Headers.RetryAfter, time.GetUtcNow(), wait, TimeSpan.FromMinutes(1)),
                ThrottleScope.Pace
            ),
            _ => new SendOutcome.Refused(RefusalScope.Content, Said(answer, "error") ?? code, "The pigeon does not fly"),
        };
    }

    private static string? Said(Answer answer, string name)
    {
        try
        {
            using var document = JsonDocument.Parse(answer.Body);
            var root = document.RootElement;
            return
                !answer.TooLong
                && root.ValueKind == JsonValueKind.Object
                && root.TryGetProperty(name, out var said)
                && said.ValueKind == JsonValueKind.String
                ? said.GetString()
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
