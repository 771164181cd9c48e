using System.Net.Sockets;
using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Adapters.Wire;

/// <summary>Makes one call that sends something and tells apart what never left from what nobody can know.</summary>
internal sealed class SendOnce(TimeProvider time)
{
    /// <summary>From the first step to the last byte of the answer.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    /// <param name="content">The JSON to send.</param>
    /// <param name="call">Makes the request with this content.</param>
    /// <param name="understand">What an answer means.</param>
    public async Task<SendOutcome> MakeAsync(
        OnceContent content,
        TimeSpan patience,
        Func<HttpContent, CancellationToken, Task<HttpResponseMessage>> call,
        Func<HttpResponseMessage, Answer, SendOutcome> understand,
        CancellationToken cancellationToken
    )
    {
        using var deadline = new CancellationTokenSource(patience, time);
        using var stop = cancellationToken.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), deadline);
        try
        {
            using var response = await call(content, deadline.Token).ConfigureAwait(false);
            using var answer = await Answer.ReadAsync(response, deadline.Token).ConfigureAwait(false);
            return understand(response, answer);
        }
        catch (Exception wrong)
        {
            if (content.Begun)
                return new SendOutcome.Unknown(deadline.IsCancellationRequested ? "no answer in time" : Reason(wrong));
            cancellationToken.ThrowIfCancellationRequested();
            return new SendOutcome.Unavailable(deadline.IsCancellationRequested ? "no connection in time" : Reason(wrong));
        }
    }

    public static string Reason(Exception wrong)
    {
        for (var cause = wrong; cause is not null; cause = cause.InnerException)
        {
            if (cause is HttpIOException broken)
                return broken.HttpRequestError.ToString();
            if (cause is HttpRequestException { HttpRequestError: not HttpRequestError.Unknown } request)
                return request.HttpRequestError.ToString();
            if (cause is SocketException socket)
                return socket.SocketErrorCode.ToString();
        }

        return wrong.GetType().Name;
    }
}
