using OmoBroadcast.Adapters.Wire;
using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Adapters.Line;

/// <summary>Makes one push or multicast and says what became of it.</summary>
internal sealed class LineSender(LineAccounts accounts, TimeProvider time)
{
    /// <summary>From the first step to the last byte of the answer.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    private readonly LineBody composer = new();

    public async Task<SendOutcome> SendAsync(Outbound outbound, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (accounts.Find(outbound.Account) is not { } account)
            return new SendOutcome.Refused(RefusalScope.Account, "account", "No such account is configured");
        if (outbound.Recipients.Count == 0) return new SendOutcome.Refused(RefusalScope.Recipients, "empty", "Nobody to send to");

        byte[] body;
        try
        {
            body = composer.Compose(outbound.Recipients, outbound.Content);
        }
        catch (Exception wrong) when (wrong is NotSupportedException or ArgumentException)
        {
            return new SendOutcome.Refused(RefusalScope.Content, "content", wrong.Message);
        }

        using var content = new OnceContent(body);
        using var deadline = new CancellationTokenSource(Deadline, time);
        using var stop = cancellation.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), deadline);
        try
        {
            var key = outbound.RequestId.ToString("D");
            var single = outbound.Recipients.Count == 1;
            using var response = await (single
                ? account.Api.PushAsync(content, account.Authorization, key, deadline.Token)
                : account.Api.MulticastAsync(content, account.Authorization, key, deadline.Token)).ConfigureAwait(false);
            using var answer = await Answer.ReadAsync(response, deadline.Token).ConfigureAwait(false);
            return LineAnswer.Understand(response, answer, single, time.GetUtcNow());
        }
        catch (Exception wrong)
        {
            if (content.Begun) return new SendOutcome.Unknown(deadline.IsCancellationRequested ? "no answer in time" : Reason(wrong));
            cancellation.ThrowIfCancellationRequested();
            return new SendOutcome.Unavailable(deadline.IsCancellationRequested ? "no connection in time" : Reason(wrong));
        }
    }

    private static string Reason(Exception wrong)
    {
        for (var cause = wrong; cause is not null; cause = cause.InnerException)
        {
            if (cause is HttpIOException broken) return broken.HttpRequestError.ToString();
            if (cause is HttpRequestException { HttpRequestError: not HttpRequestError.Unknown } request) return request.HttpRequestError.ToString();
            if (cause is System.Net.Sockets.SocketException socket) return socket.SocketErrorCode.ToString();
        }

        return wrong.GetType().Name;
    }
}
