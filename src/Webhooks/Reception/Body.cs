using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;

namespace OmoBroadcast.Webhooks.Reception;

/// <summary>The very bytes of one request's body; valid until disposed.</summary>
internal readonly struct Body : IDisposable
{
    /// <summary>What the framing of chunks may add to a body, in bytes; the server counts it, and what is read here is measured exactly.</summary>
    public const int Framing = 64 * 1024;

    /// <summary>A large body must be here in so long; a small one is left to the server's own limits.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

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

    /// <summary>The body; or, as status, why there is none to be had: 413 too much, 503 too much together with all others, 408 too slow, 400 cut off.</summary>
    /// <param name="mostBytes">What it may have at most.</param>
    public static async ValueTask<(Body? Body, int Status)> ReadAsync(HttpRequest request, int mostBytes, BodyBudget budget, CancellationToken cancellation)
    {
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } door && door.MaxRequestBodySize < mostBytes + Framing)
            door.MaxRequestBodySize = mostBytes + Framing;
        if (request.ContentLength > mostBytes) return (null, StatusCodes.Status413PayloadTooLarge);
        var taken = 0L;
        Body? whole = null;
        CancellationTokenSource? hurry = null;
        try
        {
            var reader = request.BodyReader;
            while (true)
            {
                var result = await reader.ReadAsync(hurry?.Token ?? cancellation);
                var more = result.Buffer.Length - BodyBudget.Small - taken;
                var tooMuch = result.Buffer.Length > mostBytes;
                if (tooMuch || (more > 0 && !budget.TryTake(more)))
                {
                    reader.AdvanceTo(result.Buffer.End);
                    return (null, tooMuch ? StatusCodes.Status413PayloadTooLarge : StatusCodes.Status503ServiceUnavailable);
                }

                taken += Math.Max(0, more);
                if (result.IsCompleted)
                {
                    whole = new Body(reader, result.Buffer, budget, taken);
                    return (whole, StatusCodes.Status200OK);
                }

                reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
                if (taken > 0 && hurry is null)
                {
                    hurry = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
                    hurry.CancelAfter(Patience);
                }
            }
        }
        catch (BadHttpRequestException wrong)
        {
            return (null, wrong.StatusCode);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return (null, StatusCodes.Status408RequestTimeout);
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            return (null, StatusCodes.Status400BadRequest);
        }
        finally
        {
            hurry?.Dispose();
            if (whole is null) budget.Return(taken);
        }
    }

    public void Dispose()
    {
        reader?.AdvanceTo(end);
        if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
        budget.Return(taken);
    }
}
