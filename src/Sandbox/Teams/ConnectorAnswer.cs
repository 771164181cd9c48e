namespace OmoBroadcast.Sandbox.Teams;

/// <summary>An answer of the connector.</summary>
/// <param name="Status">HTTP status; 0 cuts the connection.</param>
/// <param name="Body">Null = empty.</param>
/// <param name="Html">Some refusals are web pages, not JSON.</param>
/// <param name="RetryAfter">Seconds.</param>
internal sealed record ConnectorAnswer(int Status, object? Body = null, bool Html = false, int? RetryAfter = null)
{
    public static readonly ConnectorAnswer Cut = new(0);
    public static readonly ConnectorAnswer NotJson = new(
        400,
        "<!DOCTYPE html><html><body><pre>Bad Request</pre></body></html>",
        Html: true
    );
    public static readonly ConnectorAnswer TooLarge = new(
        413,
        "<!DOCTYPE html><html><body><pre>Payload Too Large</pre></body></html>",
        Html: true
    );
    public static readonly ConnectorAnswer NoConversation = Error(404, "ConversationNotFound", "Conversation not found.");
    public static readonly ConnectorAnswer NoActivity = Error(
        404,
        "ActivityNotFoundInConversation",
        "The activity was not found in the conversation."
    );
    public static readonly ConnectorAnswer NoMember = Error(
        404,
        "MemberNotFoundInConversation",
        "The member was not found in the conversation."
    );
    public static readonly ConnectorAnswer NotInRoster = Error(
        403,
        "BotNotInConversationRoster",
        "The bot is not part of the conversation roster."
    );
    public static readonly ConnectorAnswer BadToken = Error(401, "BotNotRegistered", "No bot is registered with this token.");
    public static readonly ConnectorAnswer Precondition = Error(412, "PreconditionFailed", "Precondition failed, please retry.");
    public static readonly ConnectorAnswer BadGateway = Error(502, "ServiceError", "Bad gateway.");
    public static readonly ConnectorAnswer EmptyMessage = Error(
        400,
        "BadSyntax",
        "Activity resulted into multiple skype activities or into none."
    );
    public static readonly ConnectorAnswer NoType = Error(400, "BadArgument", "Missing required property 'type'.");
    public static readonly ConnectorAnswer BadCreation = Error(400, "BadSyntax", "Incorrect conversation creation parameters");

    public static ConnectorAnswer Throttled(int? retryAfter) =>
        Error(429, "Throttled", "Too many requests.") with
        {
            RetryAfter = retryAfter,
        };

    /// <summary>As a script names it: the status and the code, for example <c>403 BotDisabledByAdmin</c>.</summary>
    public static ConnectorAnswer Scripted(string error, int? retryAfter)
    {
        var parts = error.Split(' ', 2);
        var status = int.Parse(parts[0], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture);
        var code =
            parts.Length > 1
                ? parts[1]
                : status switch
                {
                    403 => "BotNotInConversationRoster",
                    404 => "ConversationNotFound",
                    412 => "PreconditionFailed",
                    413 => "MessageSizeTooBig",
                    429 => "Throttled",
                    < 500 => "BadArgument",
                    _ => "ServiceError",
                };
        return Error(status, code, code) with { RetryAfter = status is 429 or 503 ? retryAfter : null };
    }

    private static ConnectorAnswer Error(int status, string code, string message) => new(status, new { error = new { code, message } });
}
