using Microsoft.Net.Http.Headers;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Storage.Media;

namespace OmoBroadcast.Webhooks.Files;

/// <summary>
/// GET and HEAD /media/{id}: what staff attached, for the platforms that fetch it and for the customers they show it to. Whoever knows the
/// id may see the file; nothing lists ids. A file never changes, so it may be kept for ever.
/// </summary>
internal static partial class MediaEndpoint
{
    public static IEndpointRouteBuilder MapMedia(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/media/{id}", ServeAsync);
        routes.MapMethods("/media/{id}", [HttpMethods.Head], ServeAsync);
        return routes;
    }

    private static async Task<IResult> ServeAsync(
        string id,
        MediaShelf shelf,
        Lookups lookups,
        HttpContext context,
        ILogger<MediaShelf> log
    )
    {
        try
        {
            if (
                !MediaShelf.IsId(id)
                || await lookups.RunAsync(() => shelf.FindAsync(id, context.RequestAborted), context.RequestAborted) is not { } item
                || await shelf.OpenAsync(item, context.RequestAborted) is not { } content
            )
                return Results.NotFound();
            var headers = context.Response.Headers;
            headers.CacheControl = "public, max-age=31536000, immutable";
            var disposition = new ContentDispositionHeaderValue(item.Kind == MediaKind.File ? "attachment" : "inline");
            disposition.SetHttpFileName(item.FileName);
            headers.ContentDisposition = disposition.ToString();
            return Results.Stream(
                content,
                item.ContentType,
                lastModified: item.KeptAt,
                entityTag: new EntityTagHeaderValue($"\"{item.Hash}\""),
                enableRangeProcessing: true
            );
        }
        catch (Exception away) when (away is not OperationCanceledException)
        {
            LogNotServed(log, away);
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
    }

    [LoggerMessage(LogLevel.Warning, "A media file could not be served")]
    private static partial void LogNotServed(ILogger log, Exception away);
}
