using System.Buffers;
using OmoBroadcast.Sandbox.Ledger;
using OmoBroadcast.Sandbox.Platform;
using OmoBroadcast.Sandbox.Weather;

namespace OmoBroadcast.Sandbox.Line;

/// <summary>Push, multicast, reply and their validation: checked in LINE's order, written down, then answered.</summary>
internal sealed class SendDesk(LineEndpoint endpoint, SendReader reader, ReplyTokens replies, WeatherStation weather, HoldRoom room)
{
    private const int MaxBody = 2 * 1024 * 1024;

    public async Task HandleAsync(HttpContext http, CallKind kind)
    {
        var visit = endpoint.Enter(http, kind);
        if (visit.Account is not { } account)
        {
            await endpoint.AnswerAsync(http, visit, Answer.BadToken);
            return;
        }

        var fate = kind == CallKind.Validate ? default : weather.LineCall();
        if (Early(http, visit, account, fate.What) is { } early)
        {
            await endpoint.AnswerAsync(http, visit, early);
            return;
        }

        var (body, length) = await ReadAsync(http);
        try
        {
            await DecideAsync(http, visit, account, body.AsMemory(0, length), fate);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The caller went away while it was kept waiting; what was accepted stays accepted.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(body);
        }
    }

    private async Task DecideAsync(HttpContext http, Visit visit, LineAccount account, ReadOnlyMemory<byte> body, Fate fate)
    {
        // Who has the whole request decides on it, whether the caller waits or not.
        if (fate.Before > TimeSpan.Zero)
            await Task.Delay(fate.Before, endpoint.Clock.Time, CancellationToken.None);
        if (visit.Kind != CallKind.Validate)
            await room.PassAsync(Channel.Line, Moment.Before, fate.Early, CancellationToken.None);
        var (answer, send, accepted, silent) =
            body.Length > MaxBody ? (Answer.TooLarge, null, false, null) : Decide(visit, account, body.Span, fate.Fault);
        endpoint.Record(visit, answer.Status, accepted, send, silent);
        if (fate.After > TimeSpan.Zero)
            await Task.Delay(fate.After, endpoint.Clock.Time, http.RequestAborted);
        if (accepted)
            await room.PassAsync(Channel.Line, Moment.After, fate.Early, http.RequestAborted);
        await endpoint.WriteAsync(http, answer, accepted ? fate.Fault : Fault.None);
    }

    private Answer? Early(HttpContext http, Visit visit, LineAccount account, Happening what)
    {
        if (what.Fault == Fault.Status401)
            return Answer.BadToken;
        if (!account.TryTake(visit.Kind, visit.At, weather.Line) || what.Fault == Fault.Status429)
            return Answer.TooFast;
        if (what.Error is { } error)
            return Answer.Scripted(error);
        if (visit.RetryKey.IsBad && visit.Kind is CallKind.Push or CallKind.Multicast)
            return endpoint.Violate(visit, "retryKey.notUuid", Answer.BadRetryKey);
        if ((visit.RetryKey.IsBad || visit.Key is not null) && visit.Kind is CallKind.Reply or CallKind.Validate)
            return endpoint.Violate(visit, "retryKey.unsupported", Answer.RetryKeyNotSupported);
        return http.Request.HasJsonContentType() ? null : Answer.NotJson;
    }

    private (Answer Answer, Send? Send, bool Accepted, UInt128[]? Silent) Decide(
        Visit visit,
        LineAccount account,
        ReadOnlySpan<byte> body,
        Fault fault
    )
    {
        var (send, refusal) = reader.Read(visit.Kind, body, account.Id, visit.At);
        if (send is null)
            return (refusal!, null, false, null);
        if (visit.Kind == CallKind.Validate)
            return (Answer.Empty, send, false, null);
        if (Before(fault) is { } storm)
        {
            account.Note(visit.Key, send, visit.At);
            return (storm, send, false, null);
        }

        if (visit.Kind == CallKind.Reply)
        {
            if (replies.Use(send.ReplyToken!, visit.At, weather.Line.ReplyTokenSeconds) is not { } customer)
                return (endpoint.Violate(visit, "replyToken.invalid", Answer.BadReplyToken), send, false, null);
            send = send with { To = new Recipients(customer) };
        }

        var verdict = account.Decide(visit, send, weather.Line);
        return (
            verdict.Accepted || verdict.Answer.Status == 409 ? After(fault, send) ?? verdict.Answer : verdict.Answer,
            send,
            verdict.Accepted,
            verdict.Silent
        );
    }

    private static Answer? Before(Fault fault) =>
        fault switch
        {
            Fault.Status500Before => Answer.ServerError,
            Fault.ResetBefore => Answer.Cut,
            Fault.JunkBefore => Answer.JunkHtml,
            _ => null,
        };

    private static Answer? After(Fault fault, Send send) =>
        fault switch
        {
            Fault.Status500After => Answer.ServerError,
            Fault.ResetAfter => Answer.Cut,
            Fault.JunkAfter => send.Body % 2 == 0 ? Answer.JunkHtml : Answer.JunkJson,
            _ => null,
        };

    /// <summary>Reads at most one byte more than is allowed; the buffer is the pool's.</summary>
    private static async Task<(byte[] Buffer, int Length)> ReadAsync(HttpContext http)
    {
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(http.Request.ContentLength ?? 4_096, 1, MaxBody) + 1);
        var length = 0;
        while (length <= MaxBody)
        {
            var read = await http.Request.Body.ReadAsync(buffer.AsMemory(length), http.RequestAborted);
            if (read == 0)
                break;
            length += read;
            if (length < buffer.Length)
                continue;
            var bigger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
            buffer.AsSpan(0, length).CopyTo(bigger);
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = bigger;
        }

        return (buffer, length);
    }
}
