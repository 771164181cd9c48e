using System.Text.Json.Nodes;

namespace OmoBroadcast.Sandbox.Meta;

/// <summary>An answer of the Graph API.</summary>
/// <param name="Status">HTTP status; 0 cuts the connection.</param>
/// <param name="Body">The bytes.</param>
/// <param name="ContentType">JSON, but for junk and media.</param>
/// <param name="Error">Code and subcode, if it is an error.</param>
internal sealed record GraphAnswer(
    int Status,
    ReadOnlyMemory<byte> Body,
    string ContentType = "application/json; charset=UTF-8",
    (int Code, int Subcode) Error = default
)
{
    public static readonly GraphAnswer Cut = new(0, default);
    public static readonly GraphAnswer JunkHtml = new(
        200,
        "<!DOCTYPE html><html><body>Sorry, something went wrong.</body></html>"u8.ToArray(),
        "text/html; charset=utf-8"
    );
    public static readonly GraphAnswer JunkJson = new(200, "{\"recipient_id\":\"62\""u8.ToArray());

    public static GraphAnswer Json(JsonNode body) => new(200, GraphJson.Write(body));

    public static GraphAnswer Success => Json(new JsonObject { ["success"] = true });
}
