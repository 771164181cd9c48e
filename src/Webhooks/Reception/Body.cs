using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;

namespace OmoBroadcast.Webhooks.Reception;

/// <summary>The very bytes of one request's body; valid until disposed.</summary>
internal readonly struct Body : IDisposable
{
    /// <summary>What the framing of chunks may add to a body, in bytes; the server counts it, and what is read here is measured
    /// exactly.</summary>
    public const int Framing = 64 * 1024;

    private readonly PipeReader? reader;
    private readonly SequencePosition end;
    private readonly byte[]? rented;
    private readonly BodyBudget budget;
    private readonly long taken;

    private Body(PipeReader reader, ReadOnlySequence<byte> buffer, BodyBudget budget, long taken)
    {
        (this.budget, this.taken) = (budget, taken);
        if (buffer.IsSingleSegment)
        {
            (this.reader, end) = (reader, buffer.End);
            Bytes = buffer.First;
            return;
        }

        rented = ArrayPool<byte>.Shared.Rent((int)buffer.Length);
        buffer.CopyTo(rented);
        Bytes = rented.AsMemory(0, (int)buffer.Length);
        // Not held twice.
        reader.AdvanceTo(buffer.End);
    }

    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>
    /// The body; or, as status, why there is none to be had: 413 too much, 503 no room for it among all others, 408 too slow, 400 cut off.
    /// </summary>
    /// <param name="mostBytes">What it may have at most.</param>
    public static async ValueTask<(Body? Body, int Status)> ReadAsync(
        HttpRequest request,
        int mostBytes,
        BodyBudget budget,
        CancellationToken cancellationToken
    )
    {
        Allow(request, mostBytes + Framing);
        if (request.ContentLength > mostBytes)
            return (null, StatusCodes.Status413PayloadTooLarge);
        try
        {
            // Not TryRead: of a body that was cut off it leaves a read open within the server.
            var reader = request.BodyReader;
            var first = reader.ReadAsync(CancellationToken.None);
            if (!first.IsCompleted)
                return await WaitAsync(request.HttpContext, first, mostBytes, budget, cancellationToken);
            var result = await first;
            // Nearly all bodies are here with their headers, and take nobody's place.
            if (result.IsCompleted && result.Buffer.Length <= Math.Min(mostBytes, BodyBudget.Small))
                return (new Body(reader, result.Buffer, budget, 0), StatusCodes.Status200OK);
            reader.AdvanceTo(result.Buffer.Start);
            return await WaitAsync(request.HttpContext, reader.ReadAsync(CancellationToken.None), mostBytes, budget, cancellationToken);
        }
        catch (BadHttpRequestException wrong)
        {
            return (null, wrong.StatusCode);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, StatusCodes.Status408RequestTimeout);
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            // Of a connection that was reset the server would read the rest, and stumble over it.
            request.HttpContext.Abort();
            return (null, StatusCodes.Status400BadRequest);
        }
    }

    private static void Allow(HttpRequest request, int bytes)
    {
        if (
            request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit
            && limit.MaxRequestBodySize < bytes
        )
            limit.MaxRequestBodySize = bytes;
    }

    public void Dispose()
    {
        reader?.AdvanceTo(end);
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented);
        budget.Return(taken);
    }

    private static async ValueTask<(Body? Body, int Status)> WaitAsync(
        HttpContext context,
        ValueTask<ReadResult> first,
        int mostBytes,
        BodyBudget budget,
        CancellationToken cancellationToken
    )
    {
        var reader = context.Request.BodyReader;
        using var underway = budget.Begin(cancellationToken);
        // Not by the token itself: a read that a token ends stays open within the server, which then stumbles over it once for each caller.
        await using var ending = underway.Stop.UnsafeRegister(static pending => ((PipeReader)pending!).CancelPendingRead(), reader);
        try
        {
            return await CollectAsync(reader, await first, mostBytes, budget, underway);
        }
        catch (OperationCanceledException) when (underway.HasEnded)
        {
            // Pushed out by another: the connection is wanted too.
            context.Abort();
            return (null, StatusCodes.Status503ServiceUnavailable);
        }
        finally
        {
            budget.Abandon(underway);
        }
    }

    private static async ValueTask<(Body? Body, int Status)> CollectAsync(
        PipeReader reader,
        ReadResult result,
        int mostBytes,
        BodyBudget budget,
        BodyReading underway
    )
    {
        var counted = 0L;
        while (true)
        {
            if (result.IsCanceled && underway.Stop.IsCancellationRequested)
            {
                reader.AdvanceTo(result.Buffer.End);
                underway.Stop.ThrowIfCancellationRequested();
            }

            var more = result.Buffer.Length - BodyBudget.Small - counted;
            var tooMuch = result.Buffer.Length > mostBytes;
            if (tooMuch || (more > 0 && !budget.TryTake(underway, more)))
            {
                reader.AdvanceTo(result.Buffer.End);
                return (null, tooMuch ? StatusCodes.Status413PayloadTooLarge : StatusCodes.Status503ServiceUnavailable);
            }

            counted += Math.Max(0, more);
            if (!result.IsCompleted)
            {
                reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
                result = await reader.ReadAsync(CancellationToken.None);
                continue;
            }

            if (budget.Complete(underway) is { } taken)
                return (new Body(reader, result.Buffer, budget, taken), StatusCodes.Status200OK);
            reader.AdvanceTo(result.Buffer.End);
            return (null, StatusCodes.Status503ServiceUnavailable);
        }
    }
}
