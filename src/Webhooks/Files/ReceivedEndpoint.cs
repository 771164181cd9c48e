using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Redis;

namespace OmoBroadcast.Webhooks.Files;

/// <summary>
/// GET /received/{code}: what a customer sent, passed on from the platform as it comes, to whoever knows the short-lived code on a card of
/// ours. Our token stays here; what could act in a browser is handed over as a file.
/// </summary>
internal static class ReceivedEndpoint
{
    /// <summary>Longer than any platform takes from a customer.</summary>
    private const long MostBytes = 300L * 1024 * 1024;

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    private static readonly HashSet<string> Shown = new(StringComparer.OrdinalIgnoreCase)
    {
        "image/jpeg",
        "image/png",
        "image/gif",
        "image/webp",
        "video/mp4",
        "video/3gpp",
        "audio/mp4",
        "audio/x-m4a",
        "audio/aac",
        "audio/mpeg",
        "audio/ogg",
        "audio/amr",
    };

    public static IEndpointRouteBuilder MapReceived(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/received/{code}", ServeAsync);
        return routes;
    }

    private static async Task ServeAsync(
        string code,
        ReceivedLookup found,
        IEnumerable<IReceived> sources,
        TimeProvider time,
        HttpContext context
    )
    {
        using var longest = new CancellationTokenSource(Longest, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(longest.Token, context.RequestAborted);
        var response = context.Response;
        try
        {
            var link = await found.FindAsync(code, stop.Token);
            var source = link is null ? null : sources.FirstOrDefault(source => source.Id == link.Account.Channel);
            await using var received = source is null ? null : await source.OpenAsync(link!.Account, link.Media, link.Preview, stop.Token);
            if (received is null)
            {
                response.StatusCode = StatusCodes.Status404NotFound;
                return;
            }

            Describe(response, received.ContentType);
            await CopyAsync(received.Content, response.Body, stop.Token);
        }
        catch (Exception away) when (away is StackExchange.Redis.RedisException or TimeoutException && !response.HasStarted)
        {
            response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        }
        catch (Exception cut) when (cut is OperationCanceledException or IOException or HttpRequestException)
        {
            // Half a picture must not pass for a whole one.
            if (response.HasStarted)
                context.Abort();
            else
                response.StatusCode = StatusCodes.Status504GatewayTimeout;
        }
    }

    private static void Describe(HttpResponse response, string contentType)
    {
        var shown = Shown.Contains(contentType);
        response.ContentType = shown ? contentType : "application/octet-stream";
        response.Headers.ContentDisposition = shown ? "inline" : Named(contentType);
        response.Headers.CacheControl = "private, max-age=300";
    }

    /// <summary>A picture that no browser draws is handed over under a name by which programs know it.</summary>
    private static string Named(string type) =>
        type.ToUpperInvariant() switch
        {
            "IMAGE/HEIC" => "attachment; filename=\"received.heic\"",
            "IMAGE/HEIF" => "attachment; filename=\"received.heif\"",
            "IMAGE/AVIF" => "attachment; filename=\"received.avif\"",
            "IMAGE/TIFF" => "attachment; filename=\"received.tiff\"",
            "APPLICATION/PDF" => "attachment; filename=\"received.pdf\"",
            _ => "attachment",
        };

    private static async Task CopyAsync(Stream from, Stream to, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        var length = 0L;
        while (await from.ReadAsync(buffer, cancellationToken) is var read and > 0)
        {
            if ((length += read) > MostBytes)
                throw new IOException("Longer than anything a customer can send");
            await to.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }
    }
}

/// <summary>What a code leads to, asked for with the others.</summary>
internal sealed class ReceivedLookup(ReceivedLinks links, Conversations conversations, Lookups lookups)
{
    public Task<ReceivedLink?> FindAsync(string code, CancellationToken cancellationToken) =>
        lookups.RunAsync(
            async () =>
            {
                var link = await links.FindAsync(code, cancellationToken);
                // What was taken back is shown no more.
                return link?.UserId is { } user && !await conversations.StandsAsync(new(link.Account, user), link.Media) ? null : link;
            },
            cancellationToken
        );
}
