using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace OmoBroadcast.Sandbox.Meta;

/// <summary>An error as the Graph API words it.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Code">What callers decide by.</param>
/// <param name="Message">For people.</param>
/// <param name="Subcode">0 = none.</param>
/// <param name="Details">WhatsApp's.</param>
internal sealed record GraphError(int Status, int Code, string Message, int Subcode = 0, string? Details = null)
{
    public bool Transient { get; init; }

    public static GraphError Parameter(string message, int subcode = 0) => new(400, 100, $"(#100) {message}", subcode);

    public GraphAnswer Answer()
    {
        var error = new JsonObject
        {
            ["message"] = Message,
            ["type"] = "OAuthException",
            ["code"] = Code,
        };
        if (Subcode != 0)
            error["error_subcode"] = Subcode;
        if (Transient)
            error["is_transient"] = true;
        if (Details is not null)
            error["error_data"] = new JsonObject { ["messaging_product"] = "whatsapp", ["details"] = Details };
        error["fbtrace_id"] = "A" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(15)).Replace('+', '-').Replace('/', '_');
        return new GraphAnswer(Status, GraphJson.Write(new JsonObject { ["error"] = error }), Error: (Code, Subcode));
    }

    /// <summary>As it stands in a failed status.</summary>
    public JsonObject InStatus()
    {
        var title = Message[(Message.IndexOf(") ", StringComparison.Ordinal) is var at and >= 0 ? at + 2 : 0)..];
        return new JsonObject
        {
            ["code"] = Code,
            ["title"] = title,
            ["message"] = title,
            ["error_data"] = new JsonObject { ["details"] = Details ?? title },
            ["href"] = "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/",
        };
    }
}
