using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace OmoBroadcast.Sandbox.Line;

/// <summary>An answer of the LINE platform, with its exact words.</summary>
/// <param name="Status">HTTP status; 0 cuts the connection.</param>
/// <param name="Body">UTF-8.</param>
/// <param name="AcceptedRequest">Goes into x-line-accepted-request-id.</param>
/// <param name="ContentType">JSON, but for junk.</param>
internal sealed record Answer(int Status, ReadOnlyMemory<byte> Body, Guid? AcceptedRequest = null, string ContentType = "application/json")
{
    public static readonly Answer Empty = Json(200, "{}");
    public static readonly Answer Cut = new(0, default);
    public static readonly Answer BadToken = Message(
        401,
        "Authentication failed due to the following reason: invalid token. Confirm that the access token in the authorization header is valid."
    );
    public static readonly Answer NotFound = Message(404, "Not found");
    public static readonly Answer TooLarge = Message(413, "Request Entity Too Large");
    public static readonly Answer NotJson = Message(415, "The media type of the request is not supported");
    public static readonly Answer TooFast = Message(429, "The API rate limit has been exceeded. Try again later.");
    public static readonly Answer MonthlyLimit = Message(429, "You have reached your monthly limit.");
    public static readonly Answer ServerError = Message(500, "Internal server error");
    public static readonly Answer UnknownRecipient = Message(400, "Failed to send messages");
    public static readonly Answer BadReplyToken = Message(400, "Invalid reply token");
    public static readonly Answer BadRetryKey = Message(400, "The retry key is invalid");
    public static readonly Answer RetryKeyNotSupported = Message(400, "The retry key is not supported by this API");
    public static readonly Answer BadUserId = Message(400, "The value for the 'userId' parameter is invalid");
    public static readonly Answer BadTo = Message(400, "The property, 'to', in the request body is invalid (line: -, column: -)");
    public static readonly Answer Gone = Message(410, "Gone");
    public static readonly Answer Preparing = Json(202, "{}");
    public static readonly Answer NoPreview = Message(400, "The message has no such content");
    public static readonly Answer JunkHtml = new(200, "<html><body><h1>502 Bad Gateway</h1></body></html>"u8.ToArray(), null, "text/html");
    public static readonly Answer JunkJson = Json(200, "{\"sentMessages\":[{\"id\":\"4612");

    public static Answer Json(int status, string body) => new(status, Encoding.UTF8.GetBytes(body));

    public static Answer Message(int status, string message) => Json(status, $"{{\"message\":\"{message}\"}}");

    /// <summary>As a script names it: the status, and what LINE says if it is not the usual thing.</summary>
    public static Answer Scripted(string error)
    {
        var status = int.Parse(error.AsSpan(0, Math.Min(3, error.Length)), NumberStyles.None, CultureInfo.InvariantCulture);
        if (error.Length > 4)
            return Json(status, new JsonObject { ["message"] = error[4..] }.ToJsonString());
        return status switch
        {
            400 => UnknownRecipient,
            401 => BadToken,
            403 => Message(403, "Access to this API is not available for your account"),
            404 => NotFound,
            409 => Message(409, "The retry key is already accepted"),
            413 => TooLarge,
            415 => NotJson,
            429 => TooFast,
            500 => ServerError,
            _ => Message(status, status < 500 ? "Refused" : "Service unavailable"),
        };
    }

    public static Answer BadToAt(int index) =>
        Message(
            400,
            string.Create(CultureInfo.InvariantCulture, $"The property, to[{index}], in the request body is invalid (line: -, column: -)")
        );

    public static Answer Unparsable(long line, long column) =>
        Message(
            400,
            string.Create(CultureInfo.InvariantCulture, $"The request body could not be parsed as JSON (line: {line}, column: {column})")
        );

    public static Answer Invalid(IReadOnlyList<(string Message, string Property)> errors)
    {
        var details = string.Join(',', errors.Select(e => $"{{\"message\":\"{e.Message}\",\"property\":\"{e.Property}\"}}"));
        return Json(
            400,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{{\"message\":\"The request body has {errors.Count} error(s)\",\"details\":[{details}]}}"
            )
        );
    }

    public static Answer Sent(Receipt receipt) => Json(200, $"{{{SentMessages(receipt)}}}");

    public static Answer AlreadyAccepted(Receipt receipt, bool withMessages)
    {
        const string message = "\"message\":\"The retry key is already accepted\"";
        return Json(409, withMessages ? $"{{{message},{SentMessages(receipt)}}}" : $"{{{message}}}") with
        {
            AcceptedRequest = receipt.Request,
        };
    }

    private static string SentMessages(Receipt receipt)
    {
        var text = new StringBuilder("\"sentMessages\":[");
        for (var i = 0; i < receipt.Messages; i++)
        {
            if (i > 0)
                text.Append(',');
            text.Append(CultureInfo.InvariantCulture, $"{{\"id\":\"{receipt.FirstMessage + i}\"");
            if ((receipt.Quotable & (1 << i)) != 0)
                text.Append(CultureInfo.InvariantCulture, $",\"quoteToken\":\"q3Plxr4AgKd_{receipt.FirstMessage + i:x}\"");
            text.Append('}');
        }

        return text.Append(']').ToString();
    }
}
