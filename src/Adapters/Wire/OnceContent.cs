using System.Net;
using System.Net.Http.Headers;

namespace OmoBroadcast.Adapters.Wire;

/// <summary>
/// A JSON body that leaves at most once and knows whether it has begun to. Until then the platform cannot have the request, whatever went wrong;
/// from then on only its answer can tell. A layer that tried to repeat the request would fail here instead.
/// </summary>
internal sealed class OnceContent : HttpContent
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private readonly ReadOnlyMemory<byte> body;
    private int begun;

    public OnceContent(ReadOnlyMemory<byte> body)
    {
        this.body = body;
        Headers.ContentType = Json;
    }

    public bool Begun => Volatile.Read(ref begun) != 0;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, default);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref begun, 1) != 0) throw new HttpRequestException("A request leaves once");
        return stream.WriteAsync(body, cancellationToken).AsTask();
    }

    protected override bool TryComputeLength(out long length)
    {
        length = body.Length;
        return true;
    }
}
