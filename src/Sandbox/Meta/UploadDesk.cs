using System.Globalization;
using System.Text.Json.Nodes;
using OmoBroadcast.Sandbox.Ledger;
using OmoBroadcast.Sandbox.Platform;
using OmoBroadcast.Sandbox.Weather;

namespace OmoBroadcast.Sandbox.Meta;

/// <summary>Uploads, and the way back to their bytes.</summary>
internal sealed class UploadDesk(GraphEndpoint endpoint, UploadBook uploads, Fetcher fetcher, WeatherStation weather, MetaAccounts accounts)
{
    private const long Megabyte = 1024 * 1024;

    // What WhatsApp takes, by the first part of the MIME type or all of it.
    private static readonly (string[] Types, string Kind, long Most)[] WhatsAppTakes =
    [
        (["image/jpeg", "image/png"], "image", 5 * Megabyte),
        (["video/mp4", "video/3gp", "video/3gpp"], "video", 16 * Megabyte),
        (["audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"], "audio", 16 * Megabyte),
        (["image/webp"], "sticker", 500 * 1024),
        (["text/plain", "application/"], "document", 100 * Megabyte),
    ];

    /// <summary>POST …/message_attachments of Messenger and Instagram.</summary>
    public async Task AttachAsync(HttpContext http, GraphVisit visit)
    {
        visit.Kind = CallKind.Upload;
        if (visit.Account is not { } account || await GraphBody.ReadAsync(http) is not { } body)
        {
            await endpoint.AnswerAsync(http, visit, (visit.Account is null ? GraphErrors.NoSuchObject : GraphErrors.NotJson).Answer());
            return;
        }

        await FinishAsync(http, visit, () => AttachAsync(account, body, http.RequestAborted));
    }

    /// <summary>POST …/media of WhatsApp.</summary>
    public async Task StoreAsync(HttpContext http, GraphVisit visit)
    {
        visit.Kind = CallKind.Upload;
        if (visit.Account is not { } account || await GraphBody.ReadAsync(http) is not { } body)
        {
            await endpoint.AnswerAsync(http, visit, (visit.Account is null ? GraphErrors.NoSuchObject : GraphErrors.NotJson).Answer());
            return;
        }

        await FinishAsync(http, visit, async () =>
        {
            if (GraphBody.Text(body.Fields["messaging_product"]) != "whatsapp")
                return (null, GraphError.Parameter("The parameter messaging_product is required."));
            if (body.File is not { } file)
                return (null, GraphError.Parameter("The parameter file is required."));
            var type = (GraphBody.Text(body.Fields["type"]) ?? file.Headers.ContentType.ToString()).Split(';')[0].Trim();
            if (
                Array.Find(WhatsAppTakes, t =>
                    Array.Exists(t.Types, p => type == p || (p.EndsWith('/') && type.StartsWith(p, StringComparison.Ordinal)))
                )
                is not { Kind: not null } taken
            )
                return (
                    null,
                    GraphError.Parameter(
                        $"Param file must be a file with one of the following types: image/jpeg, … Received file of type '{type}'."
                    )
                );
            if (file.Length > taken.Most)
                return (null, GraphErrors.WhatsApp(131_053, "Media upload error", $"The file is larger than {taken.Most} bytes."));
            return (uploads.Keep(account, new(taken.Kind, type, await BytesAsync(file)), days: 30), null);
        });
    }

    /// <summary>GET and DELETE of a WhatsApp media id.</summary>
    public Task MediumAsync(HttpContext http, GraphVisit visit)
    {
        visit.Kind = CallKind.Media;
        var owner = visit.Accounts.FirstOrDefault(a => uploads.Find(a, visit.Node) is not null);
        if (owner is null)
            return endpoint.AnswerAsync(http, visit, GraphErrors.NoSuchObject.Answer());
        if (HttpMethods.IsDelete(http.Request.Method))
        {
            uploads.Delete(owner, visit.Node);
            return endpoint.AnswerAsync(http, visit, GraphAnswer.Success);
        }

        var upload = uploads.Find(owner, visit.Node)!;
        return endpoint.AnswerAsync(
            http,
            visit,
            GraphAnswer.Json(
                new JsonObject
                {
                    ["url"] = uploads.Address(upload, TimeSpan.FromMinutes(5)),
                    ["mime_type"] = upload.ContentType,
                    ["sha256"] = upload.Sha256,
                    ["file_size"] = upload.Bytes.Length,
                    ["id"] = upload.Id,
                    ["messaging_product"] = "whatsapp",
                }
            )
        );
    }

    /// <summary>The bytes behind such an address. WhatsApp's want the token, the others are signed.</summary>
    public async Task DownloadAsync(HttpContext http, Channel channel)
    {
        var good = long.TryParse(http.Request.Query["ext"], NumberStyles.None, CultureInfo.InvariantCulture, out var until);
        var upload = good ? uploads.Open((string)http.GetRouteValue("id")!, until, http.Request.Query["hash"]) : null;
        if (channel == Channel.WhatsApp)
        {
            var bearer = ((string?)http.Request.Headers.Authorization)?.Split(' ')[^1] ?? "";
            if (bearer.Length == 0 || accounts.With(channel, bearer).Count == 0)
            {
                await GraphEndpoint.WriteAsync(http, GraphErrors.BadToken.Answer());
                return;
            }
        }

        http.Response.StatusCode =
            upload is not null ? 200
            : channel == Channel.WhatsApp ? 404
            : 403;
        if (upload is null)
            return;
        http.Response.ContentType = upload.ContentType;
        await http.Response.Body.WriteAsync(upload.Bytes, http.RequestAborted);
    }

    /// <summary>The upload that an attachment with <c>is_reusable</c> or <c>filedata</c> becomes.</summary>
    public async Task<(Upload? Upload, GraphError? Error)> KeepAsync(
        MetaAccount account,
        MetaSend send,
        IFormFile? file,
        CancellationToken cancel
    )
    {
        if (file is not null)
        {
            var type = file.Headers.ContentType.ToString();
            if (type.Length == 0 || !Suits(send.Kind, type))
                return (null, GraphErrors.TypeMismatch);
            if (file.Length > Most(account.Channel, send.Kind))
                return (null, GraphErrors.TooBig);
            return (uploads.Keep(account, new(send.Kind, type, await BytesAsync(file)), days: 90), null);
        }

        var found = await fetcher.FetchAsync(send.Url!, send.Kind, weather.Meta(account.Channel).Fetch, cancel);
        if (!found.Good)
            return (null, GraphErrors.CouldNotFetch);
        if (!found.ContentType.EndsWith('*') && !Suits(send.Kind, found.ContentType))
            return (null, GraphErrors.TypeMismatch);
        return found.Bytes.Length > Most(account.Channel, send.Kind)
            ? (null, GraphErrors.TooBig)
            : (uploads.Keep(account, new(send.Kind, found.ContentType, found.Bytes), days: 90, send.Url), null);
    }

    private async Task<(Upload? Upload, GraphError? Error)> AttachAsync(MetaAccount account, GraphBody body, CancellationToken cancel)
    {
        if (body.Fields["message"]?["attachment"] is not JsonObject attachment)
            return (null, GraphError.Parameter("The parameter message[attachment] is required."));
        var (send, error) = PageRules.Attachment(account.Channel, attachment, "", body.File is not null);
        if (send is null)
            return (null, error);
        return send.Url is null && !send.HasFile
            ? (null, GraphError.Parameter("There is nothing to upload."))
            : await KeepAsync(account, send, body.File, cancel);
    }

    private async Task FinishAsync(HttpContext http, GraphVisit visit, Func<Task<(Upload? Upload, GraphError? Error)>> keep)
    {
        var what = weather.MetaUpload(visit.Channel);
        if (Storm.Before(what, visit.Channel, weather.Meta(visit.Channel)) is { } storm)
        {
            await endpoint.AnswerAsync(http, visit, storm);
            return;
        }

        var (upload, error) = await keep();
        var name = visit.Channel == Channel.WhatsApp ? "id" : "attachment_id";
        var answer = error?.Answer() ?? Storm.After(what.Fault, visit.Channel) ?? GraphAnswer.Json(new JsonObject { [name] = upload!.Id });
        endpoint.Record(visit, answer, upload?.Id);
        await endpoint.WriteAsync(http, answer, upload is null ? Fault.None : what.Fault);
    }

    private static long Most(Channel channel, string kind) => (channel == Channel.Instagram && kind == "image" ? 8 : 25) * Megabyte;

    private static bool Suits(string kind, string type) => kind == "file" || type.StartsWith(kind + "/", StringComparison.Ordinal);

    private static async Task<byte[]> BytesAsync(IFormFile file)
    {
        using var copy = new MemoryStream();
        await file.CopyToAsync(copy);
        return copy.ToArray();
    }
}
