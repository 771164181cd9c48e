using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;

namespace OmoBroadcast.Teams.Inbound;

/// <summary>The bytes of an activity, bounded in length and time.</summary>
internal static class ActivityBody
{
    private const int MostBytes = 256 * 1024;

    /// <summary>Teams sends a body in one go, and gives up an invoke after a few seconds.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>A fault other than 0 is the status that says why there is none: 413 too much, 408 too slow, 400 cut off.</summary>
    public static async Task<(ReadOnlyMemory<byte> Body, int Fault)> ReadAsync(HttpRequest request, CancellationToken aborted)
    {
        if (request.ContentLength > MostBytes)
            return (default, StatusCodes.Status413PayloadTooLarge);
        try
        {
            return await WaitAsync(request.BodyReader, aborted);
        }
        catch (BadHttpRequestException wrong)
        {
            return (default, wrong.StatusCode);
        }
        catch (OperationCanceledException) when (!aborted.IsCancellationRequested)
        {
            return (default, StatusCodes.Status408RequestTimeout);
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            // Of a connection that was reset the server would read the rest, and stumble over it.
            request.HttpContext.Abort();
            return (default, StatusCodes.Status400BadRequest);
        }
    }

    private static async Task<(ReadOnlyMemory<byte> Body, int Fault)> WaitAsync(PipeReader reader, CancellationToken aborted)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        // Not by the token itself: a read that a token ends stays open within the server, which then stumbles over it once for each caller.
        await using var ending = stop.Token.UnsafeRegister(static pending => ((PipeReader)pending!).CancelPendingRead(), reader);
        stop.CancelAfter(Patience);
        while (true)
        {
            var result = await reader.ReadAsync(CancellationToken.None);
            if (result.Buffer.Length > MostBytes || (result.IsCanceled && stop.IsCancellationRequested))
            {
                reader.AdvanceTo(result.Buffer.End);
                stop.Token.ThrowIfCancellationRequested();
                return (default, StatusCodes.Status413PayloadTooLarge);
            }

            if (result.IsCompleted)
            {
                var body = result.Buffer.ToArray();
                reader.AdvanceTo(result.Buffer.End);
                return (body, 0);
            }

            reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }
}
