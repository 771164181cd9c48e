using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace OmoBroadcast.Tests.Servers;

/// <summary>What a test asks of the sandbox: who is there, what the weather is, what arrived.</summary>
public sealed class SandboxClient(Uri address) : IDisposable
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private readonly HttpClient http = new() { BaseAddress = address, Timeout = TimeSpan.FromMinutes(5) };

    /// <summary>Makes the account known: its secret, its one good token, and where its webhooks go. Redelivery is switched on.</summary>
    /// <param name="recipientsFirst">What LINE looks at first in a repeated request: its recipients, or its retry key.</param>
    /// <param name="refuseUnknownInMulticast">Whether an unknown id refuses a whole multicast.</param>
    public Task DeclareAsync(LineAccountSeed account, Uri webhook, bool recipientsFirst = false, bool refuseUnknownInMulticast = false) =>
        SendAsync<JsonNode>(
            HttpMethod.Put,
            "accounts/line",
            new
            {
                account.Destination,
                account.Token,
                account.Secret,
                webhookUrl = webhook,
                redeliverAfterMs = 500,
                recipientsFirst,
                refuseUnknownInMulticast,
            }
        );

    /// <summary>Introduces somebody to the connector; the token that what they do comes with.</summary>
    public async Task<string> ArriveAsync(string staffId, string serviceUrl)
    {
        await SendAsync<JsonNode>(HttpMethod.Post, "teams/people", new { aadObjectId = staffId, name = "測試人員" });
        return (string)
            (await SendAsync<JsonNode>(HttpMethod.Post, "teams/token", new { audience = TeamsAppSeed.AppId, serviceUrl }))["token"]!;
    }

    public Task DeclareAsync(MetaAccountSeed account, Uri webhook) =>
        SendAsync<JsonNode>(
            HttpMethod.Put,
            $"accounts/{account.Channel}",
            new
            {
                account.Id,
                MetaAccountSeed.Token,
                MetaAccountSeed.Secret,
                MetaAccountSeed.VerifyToken,
                MetaAccountSeed.AppId,
                MetaAccountSeed.Waba,
                phone = "886255550199",
                webhookUrl = webhook,
                redeliverAfterMs = 500,
            }
        );

    /// <summary>New customers who write in through signed webhooks; answers with what the service said to those.</summary>
    public Task<WebhookReport> WriteInAsync(CustomersWish wish, string channel = "line") =>
        SendAsync<WebhookReport>(HttpMethod.Post, $"customers/{channel}", wish);

    /// <summary>The customers of the account, in order of creation.</summary>
    public async Task<IReadOnlyList<SandboxCustomer>> CustomersAsync(string channel = "line") =>
        (await SendAsync<CustomerList>(HttpMethod.Get, $"customers/{channel}?take=100000")).Customers;

    /// <summary>Waits until no echo, receipt or status is on its way. Throws <see cref="TimeoutException"/> when some still are.</summary>
    public async Task ToldAllAsync(TimeSpan within)
    {
        var answer = await SendAsync<JsonNode>(HttpMethod.Get, $"webhooks/idle?timeoutMs={Text((long)within.TotalMilliseconds)}");
        if (!answer["idle"]!.GetValue<bool>())
            throw new TimeoutException($"Webhooks are still on their way: {answer.ToJsonString()}");
    }

    /// <summary>One event of one customer, see the sandbox's README; the answer of the service is in <c>status</c>.</summary>
    public Task<JsonNode> SayAsync(object say) => SendAsync<JsonNode>(HttpMethod.Post, "customers/line/say", say);

    /// <summary>The customers block the account; silent: and the webhook about it is lost.</summary>
    public Task BlockAsync(IReadOnlyList<int> indexes, bool silent = false) =>
        SendAsync<JsonNode>(HttpMethod.Post, "customers/line/block", new { indexes, silent });

    /// <summary>Everything left out is calm; nothing at all is calm weather.</summary>
    public Task WeatherAsync(object weather) => SendAsync<JsonNode>(HttpMethod.Put, "weather", weather);

    /// <summary>Waits until so many answers are held back. False: they were not in time.</summary>
    public async Task<bool> HeldAsync(int atLeast, TimeSpan within) =>
        (
            await SendAsync<JsonNode>(
                HttpMethod.Get,
                $"weather/held?atLeast={Text(atLeast)}&timeoutMs={Text((int)within.TotalMilliseconds)}"
            )
        )["reached"]!.GetValue<bool>();

    public Task ReleaseAsync() => SendAsync<JsonNode>(HttpMethod.Post, "weather/release");

    /// <summary>What the platform received of messages that contain <paramref name="words"/>.</summary>
    public Task<LedgerSummary> SummaryAsync(string words) =>
        SendAsync<LedgerSummary>(HttpMethod.Get, $"ledger/summary?contains={Uri.EscapeDataString(words)}");

    /// <summary>Every call with messages that contain <paramref name="words"/>, in the order they were decided.</summary>
    public Task<IReadOnlyList<CallLine>> CallsAsync(string words) =>
        SendAsync<IReadOnlyList<CallLine>>(HttpMethod.Get, $"ledger?contains={Uri.EscapeDataString(words)}");

    /// <summary>Accepted messages that contain <paramref name="words"/>, by recipient.</summary>
    public async Task<IReadOnlyList<DeliveryLine>> DeliveriesAsync(string words) =>
        (await SendAsync<DeliveryList>(HttpMethod.Get, $"ledger/deliveries?contains={Uri.EscapeDataString(words)}")).Deliveries;

    /// <summary>Waits on the sandbox's own bell until so many recipients were accepted in all.</summary>
    public async Task<LedgerTotals> AcceptedAsync(long recipients, TimeSpan within) =>
        await SendAsync<LedgerTotals>(
            HttpMethod.Get,
            $"ledger/wait?recipients={Text(recipients)}&timeoutMs={Text((long)within.TotalMilliseconds)}"
        );

    public Task<LedgerTotals> TotalsAsync() => AcceptedAsync(0, TimeSpan.Zero);

    /// <summary>What the bot did in a conversation after <paramref name="sequence"/>; waits for the first of it.</summary>
    public Task<TeamsEvents> TeamsAsync(string conversation, long sequence, TimeSpan within) =>
        SendAsync<TeamsEvents>(
            HttpMethod.Get,
            $"teams/wait?conversation={Uri.EscapeDataString(conversation)}&after={Text(sequence)}&timeoutMs={Text((long)within.TotalMilliseconds)}"
        );

    /// <summary>Anything else of the sandbox's README.</summary>
    public Task<JsonNode> DoAsync(HttpMethod method, string path, object? body) => SendAsync<JsonNode>(method, path, body);

    public void Dispose() => http.Dispose();

    private async Task<T> SendAsync<T>(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = JsonContent.Create(body, body.GetType(), options: Web);
        using var answer = await http.SendAsync(request);
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException(
                $"The sandbox answered {(int)answer.StatusCode} to {method} {path}: {await answer.Content.ReadAsStringAsync()}"
            );
        return (await answer.Content.ReadFromJsonAsync<T>(Web))!;
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private sealed record CustomerList(int Total, IReadOnlyList<SandboxCustomer> Customers);

    private sealed record DeliveryList(IReadOnlyList<DeliveryLine> Deliveries);
}
