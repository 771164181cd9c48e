using System.Text;
using Microsoft.Net.Http.Headers;
using OmoBroadcast.Desks.Exports;
using OmoBroadcast.Desks.Words;

namespace OmoBroadcast.Webhooks.Files;

/// <summary>
/// /export/{token}: GET shows a page with one button and uses nothing up, as whatever previews links in chats follows them too; POST, which
/// only a person's press makes, downloads once. Whatever is wrong with a link is answered alike.
/// </summary>
internal sealed partial class ExportEndpoint(ExportDesk desk, Lookups lookups, IEnumerable<IExport> exports, ILogger<ExportEndpoint> log)
{
    // A style by its hash, a form to ourselves, and nothing else.
    private const string Style =
        "body{font:1.1rem/1.6 system-ui,sans-serif;margin:15vh auto;max-width:24rem;padding:0 1rem;text-align:center}button{font:inherit;padding:.6rem 1.6rem}";
    private static readonly string Policy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    private readonly Dictionary<string, IExport> kinds = exports.ToDictionary(export => export.Kind, StringComparer.Ordinal);

    public Task<IResult> ShowAsync(string token, HttpContext context) =>
        ServeAsync(async () =>
        {
            if (
                await lookups.RunAsync(() => desk.FindAsync(token, context.RequestAborted), context.RequestAborted) is not { } grant
                || !kinds.ContainsKey(grant.What.Kind)
            )
                return Results.NotFound();
            var phrases = SharedWords.For(grant.What.Locale);
            context.Response.Headers.ContentSecurityPolicy = Policy;
            context.Response.Headers["X-Robots-Tag"] = "noindex";
            return Results.Content(
                $"""
                <!doctype html><html lang="{phrases.Culture.Name}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>OmoBroadcast</title><style>{Style}</style></head>
                <body><p>{Text("Export_Page")}</p><form method="post"><button>{Text("Export_Download")}</button></form></body></html>
                """,
                "text/html; charset=utf-8"
            );

            string Text(string key) => System.Net.WebUtility.HtmlEncode(phrases[key]);
        });

    public Task<IResult> DownloadAsync(string token, HttpContext context) =>
        ServeAsync(async () =>
        {
            var ct = context.RequestAborted;
            // Looked at first: of a store that is away nothing is used up.
            if (
                await lookups.RunAsync(() => desk.FindAsync(token, ct), ct) is not { } seen
                || !kinds.TryGetValue(seen.What.Kind, out var kind)
            )
                return Results.NotFound();
            var reader = new ExportReader(seen.Who, SharedWords.For(seen.What.Locale), seen.What.Zone);
            if (await kind.OpenAsync(reader, seen.What.Arguments, ct) is not { } table)
                return Results.NotFound();
            if (await desk.TakeAsync(token, ct) is null)
                return Results.NotFound();
            var disposition = new ContentDispositionHeaderValue("attachment");
            disposition.SetHttpFileName($"{table.FileName}.csv");
            context.Response.Headers.ContentDisposition = disposition.ToString();
            return Results.Stream(stream => TableWriter.WriteAsync(stream, table, reader.Zone, ct), "text/csv; charset=utf-8");
        });

    private async Task<IResult> ServeAsync(Func<Task<IResult>> serve)
    {
        try
        {
            return await serve();
        }
        catch (Exception away) when (away is not OperationCanceledException)
        {
            LogNotServed(away);
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
    }

    [LoggerMessage(LogLevel.Warning, "An export could not be served")]
    private partial void LogNotServed(Exception away);
}
