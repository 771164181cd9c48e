using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OmoBroadcast.Sandbox.Customers;
using OmoBroadcast.Sandbox.Ledger;
using OmoBroadcast.Sandbox.Platform;
using OmoBroadcast.Sandbox.Weather;

namespace OmoBroadcast.Sandbox.Meta;

/// <summary>What every call to Meta has in common: version, token, proof, the pool of calls, the ledger.</summary>
internal sealed partial class GraphEndpoint(SandboxClock clock, MetaAccounts accounts, CallBook ledger, MetaBooks books)
{
    private const int OldestLive = 21;
    private const int Newest = 26;
    private const int ShownFrom = 10;

    public SandboxClock Clock => clock;

    /// <summary>Either a visit, or the answer that refuses it.</summary>
    public (GraphVisit? Visit, GraphAnswer? Refusal) Enter(HttpContext http, Channel channel, string path, MetaWeather weather)
    {
        var at = clock.Micros;
        if (Segments(path, at) is not { Count: 1 or 2 } segments)
            return Refuse(GraphErrors.UnknownPath);

        var token = Token(http, at);
        if (string.IsNullOrEmpty(token) || accounts.With(channel, token) is not [_, ..] opened)
            return Refuse(GraphErrors.BadToken);
        var proof = (string?)http.Request.Query["appsecret_proof"];
        if (proof is not null && !opened.Any(a => a.Proves(proof, token)))
            return Refuse(GraphErrors.BadProof);
        if (proof is null && opened[0].RequireProof)
            return Refuse(GraphErrors.ProofRequired);
        var visit = new GraphVisit(at, channel, segments[0], segments.ElementAtOrDefault(1), token, opened);
        return Pool(http, visit, weather) is { } full ? Refuse(full, visit) : (visit, null);

        (GraphVisit?, GraphAnswer?) Refuse(GraphError error, GraphVisit? known = null)
        {
            ledger.Add(
                new Call(at, CallKind.Other, known?.Account?.Id ?? "", null, (short)error.Status, false, 0, default, null)
                {
                    Channel = channel,
                    Error = (error.Code, error.Subcode),
                }
            );
            return (null, error.Answer());
        }
    }

    /// <summary>The path without its version; null if there is no such version.</summary>
    private List<string>? Segments(string path, long at)
    {
        var segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries).ToList();
        var version =
            segments is [var first, ..] && Version().Match(first) is { Success: true } found
                ? int.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture)
                : 0;
        if (version > Newest)
            return null;
        if (version == 0)
            books.Violations.Add(at, "", "version.missing", path);
        else if (version < OldestLive)
            books.Violations.Add(at, "", "version.dead", segments[0]);
        if (version > 0)
            segments.RemoveAt(0);
        return segments;
    }

    public void Violate(GraphVisit visit, string kind, string detail) =>
        books.Violations.Add(visit.At, visit.Account?.Id ?? visit.Node, kind, detail);

    public void Record(GraphVisit visit, GraphAnswer answer, string? messageId = null) =>
        ledger.Add(
            new Call(visit.At, visit.Kind, visit.Account?.Id ?? visit.Node, null, (short)answer.Status, false, 0, default, null)
            {
                Channel = visit.Channel,
                Error = answer.Error,
                MessageId = messageId,
            }
        );

    /// <summary>A send, whether it was taken or not.</summary>
    public void Record(GraphVisit visit, MetaSend? send, GraphAnswer answer, Taken? taken)
    {
        ulong digest = 0;
        if (send is { IsAction: false })
        {
            var content = send.Content();
            digest = Fingerprint.Of(content);
            ledger.Contents.TryAdd(digest, content);
        }

        var to = send is { IsAction: false } ? new Recipients(taken?.Customer?.Id ?? books.Addresses.Key(send.To)) : default;
        var arrives = taken is { Failure: null, Customer: { Blocked: false } or null };
        ledger.Add(
            new Call(
                visit.At,
                visit.Kind,
                visit.Account!.Id,
                null,
                (short)answer.Status,
                taken is not null,
                digest,
                to,
                taken is null || arrives ? null : [to[0]]
            )
            {
                Channel = visit.Channel,
                Correlation = send?.Correlation,
                MessageId = taken?.MessageId,
                Error = answer.Error,
            }
        );
    }

    public Task AnswerAsync(HttpContext http, GraphVisit visit, GraphAnswer answer)
    {
        Record(visit, answer);
        return WriteAsync(http, answer);
    }

    public static Task WriteAsync(HttpContext http, GraphAnswer answer) => WriteAsync(http, answer, Fault.None, TimeProvider.System);

    /// <param name="http">The call.</param>
    /// <param name="answer">What is said.</param>
    /// <param name="odd">In what odd way, if any.</param>
    public Task WriteAsync(HttpContext http, GraphAnswer answer, Fault odd) => WriteAsync(http, answer, odd, clock.Time);

    private static async Task WriteAsync(HttpContext http, GraphAnswer answer, Fault odd, TimeProvider time)
    {
        if (answer.Status == 0)
        {
            http.Abort();
            return;
        }

        http.Response.StatusCode = answer.Status;
        http.Response.ContentType = answer.ContentType;
        http.Response.ContentLength = answer.Body.Length;
        http.Response.Headers["facebook-api-version"] = "v25.0";
        if (OddAnswer.Is(odd))
            await OddAnswer.WriteAsync(http, answer.Body, odd, time);
        else
            await http.Response.BodyWriter.WriteAsync(answer.Body, http.RequestAborted);
    }

    private string? Token(HttpContext http, long at)
    {
        var header = (string?)http.Request.Headers.Authorization;
        if (header is not null && header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
            return header["Bearer ".Length..].Trim();
        if ((string?)http.Request.Query["access_token"] is not { Length: > 0 } token)
            return null;
        books.Violations.Add(at, "", "token.inQuery", http.Request.Path);
        return token;
    }

    /// <summary>Counts the call, tells how full the pool is, and refuses when it is empty.</summary>
    private GraphError? Pool(HttpContext http, GraphVisit visit, MetaWeather weather)
    {
        if (visit.Account is not { } account || (weather.CallPool is null && weather.KnowEveryone))
            return null;
        var (percent, minutes) = account.Pool.Count(visit.At, weather.CallPool ?? Math.Max(1, books.Customers.Count(account)) * 200L);
        if (visit.Channel == Channel.WhatsApp && weather.CallPool is null)
            return null;
        if (percent >= ShownFrom)
        {
            var share = new JsonObject
            {
                ["call_count"] = percent,
                ["total_time"] = percent / 2,
                ["total_cputime"] = percent / 3,
            };
            http.Response.Headers["X-App-Usage"] = share.ToJsonString();
            var use = new JsonObject
            {
                ["type"] = visit.Channel.Name(),
                ["call_count"] = percent,
                ["total_cputime"] = percent / 3,
                ["total_time"] = percent / 2,
                ["estimated_time_to_regain_access"] = percent > 100 ? minutes : 0,
            };
            if (visit.Channel != Channel.WhatsApp)
                http.Response.Headers["X-Business-Use-Case-Usage"] = new JsonObject { [account.Id] = new JsonArray(use) }.ToJsonString();
        }

        if (percent <= 100)
            return null;
        return GraphErrors.TooFast(
            visit.Channel switch
            {
                Channel.Messenger => 80_006,
                Channel.Instagram => 80_002,
                _ => 4,
            },
            400
        );
    }

    [GeneratedRegex(@"^v(\d{1,3})\.\d+$")]
    private static partial Regex Version();
}
