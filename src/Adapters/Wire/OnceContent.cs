using System.Net;
using System.Net.Http.Headers;

namespace OmoBroadcast.Adapters.Wire;

/// <summary>
/// A JSON body that leaves at most once and knows whether it has begun to. Until then the platform cannot have the request, whatever went
/// wrong; from then on only its answer can tell. A layer that tried to repeat the request would fail here instead.
/// </summary>
internal sealed class OnceContent : HttpContent
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private readonly ReadOnlyMemory<byte> body;
    private readonly Func<bool>? onset;
    private int begun;

    /// <param name="onset">As <see cref="Domain.Channels.Outbound.Onset"/>.</param>
    public OnceContent(ReadOnlyMemory<byte> body, Func<bool>? onset = null)
    {
        this.body = body;
        this.onset = onset;
        Headers.ContentType = Json;
    }

    public bool Begun => Volatile.Read(ref begun) != 0;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, default);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        // The connection stands and the call is about to be made: it may have taken long to come so far.
        if (onset?.Invoke() == false)
            throw new HttpRequestException("The right to send it is gone");
        if (Interlocked.Exchange(ref begun, 1) != 0)
            throw new HttpRequestException("A request leaves once");
        return stream.WriteAsync(body, cancellationToken).AsTask();
    }

    protected override bool TryComputeLength(out long length)
    {
        length = body.Length;
        return true;
    }
}
