using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;

namespace OmoBroadcast.Webhooks.Reception;

/// <summary>The very bytes of one request's body; valid until disposed.</summary>
internal readonly struct Body : IDisposable
{
    /// <summary>What the framing of chunks may add to a body, in bytes; the server counts it, and what is read here is measured exactly.</summary>
    public const int Framing = 64 * 1024;

    private readonly PipeReader reader;
    private readonly SequencePosition end;
    private readonly byte[]? rented;

    private Body(PipeReader reader, ReadOnlySequence<byte> buffer)
    {
        this.reader = reader;
        end = buffer.End;
        if (buffer.IsSingleSegment)
        {
            Bytes = buffer.First;
            return;
        }

        rented = ArrayPool<byte>.Shared.Rent((int)buffer.Length);
        buffer.CopyTo(rented);
        Bytes = rented.AsMemory(0, (int)buffer.Length);
    }

    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The body; or, as status, why there is none to be had.</summary>
    /// <param name="mostBytes">What it may have at most.</param>
    public static async ValueTask<(Body? Body, int Status)> ReadAsync(HttpRequest request, int mostBytes, CancellationToken cancellation)
    {
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } door && door.MaxRequestBodySize < mostBytes + Framing)
            door.MaxRequestBodySize = mostBytes + Framing;
        if (request.ContentLength > mostBytes) return (null, StatusCodes.Status413PayloadTooLarge);
        try
        {
            var reader = request.BodyReader;
            while (true)
            {
                var result = await reader.ReadAsync(cancellation);
                if (result.Buffer.Length > mostBytes)
                {
                    reader.AdvanceTo(result.Buffer.End);
                    return (null, StatusCodes.Status413PayloadTooLarge);
                }

                if (result.IsCompleted) return (new Body(reader, result.Buffer), StatusCodes.Status200OK);
                reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            }
        }
        catch (BadHttpRequestException wrong)
        {
            return (null, wrong.StatusCode);
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            return (null, StatusCodes.Status400BadRequest);
        }
    }

    public void Dispose()
    {
        reader.AdvanceTo(end);
        if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
    }
}
