using OmoBroadcast.Sandbox.Ledger;
using OmoBroadcast.Sandbox.Platform;
using OmoBroadcast.Sandbox.Weather;

namespace OmoBroadcast.Sandbox.Line;

/// <summary>What every call to LINE has in common: the clock, the request id, the token, the ledger.</summary>
internal sealed class LineEndpoint(SandboxClock clock, LineAccounts accounts, CallBook book, Violations violations, Viewer viewer)
{
    public SandboxClock Clock => clock;

    public Visit Enter(HttpContext http, CallKind kind)
    {
        var at = clock.Micros;
        var request = Guid.NewGuid();
        http.Response.Headers["x-line-request-id"] = request.ToString();
        return new Visit(kind, at, request, accounts.Authenticate(http.Request.Headers.Authorization), RetryKey.Of(http));
    }

    public Answer Violate(Visit visit, string kind, Answer answer)
    {
        violations.Add(visit.At, visit.Account?.Id ?? "", kind, visit.Key?.ToString() ?? "");
        return answer;
    }

    public void Record(Visit visit, int status, bool accepted = false, Send? send = null, UInt128[]? silent = null)
    {
        book.Add(
            new Call(
                visit.At,
                visit.Kind,
                visit.Account?.Id ?? "",
                visit.Key,
                (short)status,
                accepted,
                send?.Content ?? 0,
                send?.To ?? default,
                silent
            )
        );
        if (accepted && send is not null)
            viewer.Open(send.Content);
    }

    public Task AnswerAsync(HttpContext http, Visit visit, Answer answer)
    {
        Record(visit, answer.Status);
        return WriteAsync(http, answer);
    }

    public Task WriteAsync(HttpContext http, Answer answer) => WriteAsync(http, answer, Fault.None);

    /// <param name="http">The call.</param>
    /// <param name="answer">What is said.</param>
    /// <param name="odd">In what odd way, if any.</param>
    public async Task WriteAsync(HttpContext http, Answer answer, Fault odd)
    {
        if (answer.Status == 0)
        {
            http.Abort();
            return;
        }

        var response = http.Response;
        response.StatusCode = answer.Status;
        response.ContentType = answer.ContentType;
        response.ContentLength = answer.Body.Length;
        if (answer.AcceptedRequest is { } accepted)
            response.Headers["x-line-accepted-request-id"] = accepted.ToString();
        if (OddAnswer.Is(odd))
            await OddAnswer.WriteAsync(http, answer.Body, odd, clock.Time);
        else
            await response.BodyWriter.WriteAsync(answer.Body, http.RequestAborted);
    }
}
