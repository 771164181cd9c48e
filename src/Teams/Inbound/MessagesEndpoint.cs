using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OmoBroadcast.Teams.Activities;

namespace OmoBroadcast.Teams.Inbound;

/// <summary>POST /api/messages: who is it, what is it, written down or answered.</summary>
internal sealed partial class MessagesEndpoint(
    TokenCheck tokens,
    Invokes invokes,
    Arrivals arrivals,
    IOptions<TeamsOptions> teams,
    ILogger<MessagesEndpoint> log
)
{
    public async Task<IResult> TakeAsync(HttpContext context)
    {
        if (!teams.Value.IsConfigured)
            return TurnAway(
                "not_configured",
                StatusCodes.Status503ServiceUnavailable,
                $"Teams is not configured: set {TeamsOptions.Section}:AppId."
            );
        Caller? caller;
        try
        {
            caller = await tokens.AuthenticateAsync(context);
        }
        catch (Exception trouble) when (trouble is not OperationCanceledException)
        {
            // The channel sends it again later.
            LogNoKeys(trouble, teams.Value.MetadataAddress);
            return TurnAway("keys", StatusCodes.Status503ServiceUnavailable);
        }

        return caller is null ? TurnAway("token", StatusCodes.Status401Unauthorized) : await ReadAsync(context, caller);
    }

    private async Task<IResult> ReadAsync(HttpContext context, Caller caller)
    {
        var (body, fault) = await ActivityBody.ReadAsync(context.Request, context.RequestAborted);
        if (fault != 0)
            return TurnAwayBody(context, fault);
        if (ActivityReader.Read(body) is not { } activity)
            return TurnAway("body", StatusCodes.Status400BadRequest);
        if (tokens.Objection(caller, activity) is { } objection)
            return TurnAway(objection, StatusCodes.Status403Forbidden);
        StaffMetrics.Activities.Add(
            1,
            new KeyValuePair<string, object?>(
                "type",
                activity.Type is "message" or "invoke" or "conversationUpdate" or "installationUpdate" ? activity.Type : "other"
            )
        );
        return await TakeAsync(activity, context.RequestAborted);
    }

    private IResult TurnAwayBody(HttpContext context, int fault)
    {
        // The rest of what is too much, too slow or cut off is not worth reading.
        if (context.Request.Protocol == "HTTP/1.1")
        {
            context.Response.Headers.Connection = "close";
            // To one who is gone no header is sent: without this the server would look for the next request in what is left of this one.
            context.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();
        }

        return TurnAway(
            fault switch
            {
                StatusCodes.Status408RequestTimeout => "slow",
                StatusCodes.Status413PayloadTooLarge => "size",
                _ => "body",
            },
            fault
        );
    }

    private async Task<IResult> TakeAsync(Activity activity, CancellationToken cancellationToken)
    {
        // Without a name nobody knows what is wanted, and without an address nobody could be answered.
        if (activity is { Type: "invoke", Name: null } or { Type: "invoke", Address: null })
            return TurnAway("body", StatusCodes.Status400BadRequest);
        if (activity.Type == "invoke")
            return await invokes.AnswerAsync(activity) is { } answer
                ? Results.Text(answer.Write(), "application/json")
                : Results.StatusCode(StatusCodes.Status501NotImplemented);
        // Edits, deletions, reactions, typing and what is not yet invented are read by nobody.
        if (activity.Type != "message" && !activity.AddsUs && !activity.RemovesUs)
            return Results.Ok();
        try
        {
            await arrivals.WriteDownAsync(activity, cancellationToken);
            return Results.Ok();
        }
        catch (Exception trouble) when (trouble is not OperationCanceledException)
        {
            LogNotWritten(trouble);
            return TurnAway("inbox", StatusCodes.Status503ServiceUnavailable);
        }
    }

    private IResult TurnAway(string reason, int status, string? hint = null)
    {
        StaffMetrics.TurnedAway.Add(1, new KeyValuePair<string, object?>("reason", reason));
        LogTurnedAway(reason);
        return hint is null ? Results.StatusCode(status) : Results.Problem(hint, statusCode: status);
    }

    [LoggerMessage(LogLevel.Error, "A token could not be judged: the signing keys cannot be had from {Address}")]
    private partial void LogNoKeys(Exception trouble, string? address);

    [LoggerMessage(LogLevel.Error, "An activity could not be written down")]
    private partial void LogNotWritten(Exception trouble);

    [LoggerMessage(LogLevel.Information, "An activity was turned away: {Reason}")]
    private partial void LogTurnedAway(string reason);
}
