using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace OmoBroadcast.Sandbox.Teams;

/// <summary>Files attached in chats: pictures lie with the connector and want the bot's token, files lie in the person's storage behind an
/// address that is permission enough.</summary>
internal sealed class TeamsFiles
{
    private const string FileDownload = "application/vnd.microsoft.teams.file.download.info";

    // A white dot, and the shortest page.
    private static readonly byte[] Picture = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg=="
    );
    private static readonly byte[] Paper =
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj 3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"u8.ToArray();

    private readonly ConcurrentDictionary<string, TeamsFile> _files = new(StringComparer.Ordinal);

    /// <summary>The attachment as it stands in the activity.</summary>
    public JsonObject Attach(TeamsFile file, string connector)
    {
        var id = RandomNumberGenerator.GetHexString(24, lowercase: true);
        _files[id] = file;
        if (!file.AsFile && file.ContentType.StartsWith("image/", StringComparison.OrdinalIgnoreCase))
            return new JsonObject
            {
                ["contentType"] = file.ContentType,
                ["contentUrl"] = $"{connector}/v3/attachments/{id}/views/original",
                ["name"] = file.Name,
            };
        return new JsonObject
        {
            ["contentType"] = FileDownload,
            ["contentUrl"] = $"https://contoso.sharepoint.com/personal/files/{id}",
            ["name"] = file.Name,
            ["content"] = new JsonObject
            {
                ["downloadUrl"] = $"{connector}/files/{id}",
                ["uniqueId"] = id,
                ["fileType"] = Path.GetExtension(file.Name).TrimStart('.'),
            },
        };
    }

    /// <param name="id">As in the address.</param>
    /// <param name="pasted">Asked for as a picture of the connector.</param>
    public IResult Serve(string id, bool pasted)
    {
        if (!_files.TryGetValue(id, out var file) || pasted == (file.AsFile || !IsImage(file)))
            return Results.NotFound();
        return Results.Bytes(file.Bytes ?? (IsImage(file) ? Picture : Paper), file.ContentType);
    }

    private static bool IsImage(TeamsFile file) => file.ContentType.StartsWith("image/", StringComparison.OrdinalIgnoreCase);
}
