using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using OmoBroadcast.Sandbox.Platform;

namespace OmoBroadcast.Sandbox.Teams;

/// <summary>Types for a person and tells what the bot showed in return.</summary>
internal sealed class TeamsClient(TeamsBook book, TeamsFiles files, BotTokens tokens, Issuer issuer, SandboxClock clock) : IDisposable
{
    /// <summary>An activity that was not answered within so long comes again, with the same id.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private const int MostTimes = 3;

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public async Task<object> SayAsync(Uri bot, TeamsPerson person, string serviceUrl, TeamsSayRequest say, CancellationToken cancel)
    {
        var before = book.After(null, long.MaxValue).Sequence;
        var activity = new ActivityWriter(person, serviceUrl, say.Locale).Message(
            DateTimeOffset.FromUnixTimeMilliseconds(clock.Millis),
            say.Text
        );
        activity["entities"]![0]!["platform"] = say.Platform;
        if (say.Attachments is { Count: > 0 } attached)
            activity["attachments"] = new JsonArray([.. attached.Select(file => files.Attach(file, serviceUrl))]);
        using var response = await PostAsync(bot, activity, serviceUrl, cancel);
        await book.Changed.UntilAsync(
            () => Shown().Any(),
            TimeSpan.FromMilliseconds(response.IsSuccessStatusCode ? say.WaitMs : 0),
            clock.Time,
            cancel
        );
        return new { Status = (int)response.StatusCode, Shows = Shown().SelectMany(Lines).ToArray() };

        IEnumerable<TeamsEvent> Shown() => book.After(person.ConversationId, before).Events.Where(e => e.Kind is "post" or "update");
    }

    /// <returns>The status and what the bot answers, as Teams would read it.</returns>
    public async Task<object> SearchAsync(
        Uri bot,
        TeamsPerson person,
        string serviceUrl,
        TeamsSearchRequest search,
        CancellationToken cancel
    )
    {
        var at = DateTimeOffset.FromUnixTimeMilliseconds(clock.Millis);
        using var response = await PostAsync(
            bot,
            new ActivityWriter(person, serviceUrl, search.Locale).Search(at, search.Dataset, search.Text),
            serviceUrl,
            cancel
        );
        var body = await response.Content.ReadAsStringAsync(cancel);
        return new
        {
            Status = (int)response.StatusCode,
            Answer = response.IsSuccessStatusCode && body.Length > 0 ? JsonNode.Parse(body) : null,
        };
    }

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> PostAsync(Uri bot, JsonObject activity, string serviceUrl, CancellationToken cancel)
    {
        for (var times = 1; ; times++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, bot) { Content = JsonContent.Create(activity) };
            if (tokens.App is { } app)
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", issuer.Mint(new TokenRequest(app, serviceUrl)));
            using var deadline = new CancellationTokenSource(Patience, clock.Time);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel, deadline.Token);
            try
            {
                return await _http.SendAsync(request, limit.Token);
            }
            catch (OperationCanceledException) when (!cancel.IsCancellationRequested && times < MostTimes)
            {
                // Not answered in time: again.
            }
        }
    }

    private static IEnumerable<string> Lines(TeamsEvent shown)
    {
        var activity = JsonObject.Create(shown.Activity ?? JsonDocument.Parse("{}").RootElement)!;
        return CardReading.CardOf(activity) is { } card ? CardReading.Lines(card) : [activity["text"]?.GetValue<string>() ?? ""];
    }
}
