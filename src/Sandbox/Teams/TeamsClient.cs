using System.Text.Json;
using System.Text.Json.Nodes;

namespace OmoBroadcast.Sandbox.Teams;

/// <summary>Types for a person and tells what the bot showed in return.</summary>
internal sealed class TeamsClient(TeamsBook book, TeamsFiles files, SandboxClock clock) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(15) };

    public async Task<object> SayAsync(Uri bot, TeamsPerson person, string serviceUrl, TeamsSayRequest say, CancellationToken cancel)
    {
        var before = book.After(null, long.MaxValue).Sequence;
        var activity = ActivityWriter.Message(person, serviceUrl, Playground.BotId, say.Locale, DateTimeOffset.FromUnixTimeMilliseconds(clock.Millis), say.Text);
        activity["entities"]![0]!["platform"] = say.Platform;
        if (say.Attachments is { Count: > 0 } attached) activity["attachments"] = new JsonArray([.. attached.Select(file => files.Attach(file, serviceUrl))]);
        using var response = await _http.PostAsJsonAsync(bot, activity, cancel);
        await book.Changed.UntilAsync(
            () => Shown().Any(), TimeSpan.FromMilliseconds(response.IsSuccessStatusCode ? say.WaitMs : 0), clock.Time, cancel);
        return new { Status = (int)response.StatusCode, Shows = Shown().SelectMany(Lines).ToArray() };

        IEnumerable<TeamsEvent> Shown() => book.After(person.ConversationId, before).Events.Where(e => e.Kind is "post" or "update");
    }

    /// <returns>The status and what the bot answers, as Teams would read it.</returns>
    public async Task<object> SearchAsync(Uri bot, TeamsPerson person, string serviceUrl, TeamsSearchRequest search, CancellationToken cancel)
    {
        var at = DateTimeOffset.FromUnixTimeMilliseconds(clock.Millis);
        using var response = await _http.PostAsJsonAsync(bot, ActivityWriter.Search(person, serviceUrl, Playground.BotId, search.Locale, at, search.Dataset, search.Text), cancel);
        var body = await response.Content.ReadAsStringAsync(cancel);
        return new { Status = (int)response.StatusCode, Answer = response.IsSuccessStatusCode && body.Length > 0 ? JsonNode.Parse(body) : null };
    }

    public void Dispose() => _http.Dispose();

    private static IEnumerable<string> Lines(TeamsEvent shown)
    {
        var activity = JsonObject.Create(shown.Activity ?? JsonDocument.Parse("{}").RootElement)!;
        return CardReading.CardOf(activity) is { } card ? CardReading.Lines(card) : [activity["text"]?.GetValue<string>() ?? ""];
    }
}
