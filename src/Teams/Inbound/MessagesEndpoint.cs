using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace OmoBroadcast.Teams.Inbound;

/// <summary>POST /api/messages: who is it, what is it, written down or answered.</summary>
internal sealed class MessagesEndpoint(Door door, Invokes invokes, Arrivals arrivals, IOptions<TeamsOptions> teams, ILogger<MessagesEndpoint> log)
{
    public const int MostBytes = 256 * 1024;

    public async Task<IResult> TakeAsync(HttpContext context)
    {
        if (!teams.Value.IsConfigured)
            return TurnAway("not_configured", StatusCodes.Status503ServiceUnavailable, $"Teams is not configured: set {TeamsOptions.Section}:AppId.");
        Caller? caller;
        try
        {
            caller = await door.AuthenticateAsync(context);
        }
        catch (Exception trouble) when (trouble is not OperationCanceledException)
        {
            // The channel sends it again later.
            log.LogError(trouble, "A token could not be judged: the signing keys cannot be had from {Address}", teams.Value.MetadataAddress);
            return TurnAway("keys", StatusCodes.Status503ServiceUnavailable);
        }
        if (caller is null) return TurnAway("token", StatusCodes.Status401Unauthorized);
        if (await ReadAsync(context.Request, context.RequestAborted) is not { } body) return TurnAway("size", StatusCodes.Status413PayloadTooLarge);
        if (ActivityReader.Read(body) is not { } activity) return TurnAway("body", StatusCodes.Status400BadRequest);
        if (door.Objection(caller, activity) is { } objection) return TurnAway(objection, StatusCodes.Status403Forbidden);
        Sight.Activities.Add(1, new KeyValuePair<string, object?>("type", activity.Type is "message" or "invoke" or "conversationUpdate" or "installationUpdate" ? activity.Type : "other"));
        return await TakeAsync(activity, context.RequestAborted);
    }

    private async Task<IResult> TakeAsync(Activity activity, CancellationToken ct)
    {
        if (activity.Type == "invoke")
            return await invokes.AnswerAsync(activity) is { } answer
                ? Results.Text(answer.ToJsonString(Json.Relaxed), "application/json")
                : Results.StatusCode(StatusCodes.Status501NotImplemented);
        // Edits, deletions, reactions, typing and what is not yet invented are read by nobody.
        if (activity.Type != "message" && !activity.AddsUs && !activity.RemovesUs) return Results.Ok();
        try
        {
            await arrivals.WriteDownAsync(activity, ct);
            return Results.Ok();
        }
        catch (Exception trouble) when (trouble is not OperationCanceledException)
        {
            log.LogError(trouble, "An activity could not be written down");
            return TurnAway("inbox", StatusCodes.Status503ServiceUnavailable);
        }
    }

    private IResult TurnAway(string reason, int status, string? hint = null)
    {
        Sight.TurnedAway.Add(1, new KeyValuePair<string, object?>("reason", reason));
        log.LogInformation("An activity was turned away: {Reason}", reason);
        return hint is null ? Results.StatusCode(status) : Results.Problem(hint, statusCode: status);
    }

    // Null when it is longer than we read.
    private static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        if (request.ContentLength > MostBytes) return null;
        using var body = new MemoryStream((int)(request.ContentLength ?? 4096));
        var buffer = new byte[16 * 1024];
        while (await request.Body.ReadAsync(buffer, ct) is var read and > 0)
        {
            if (body.Length + read > MostBytes) return null;
            body.Write(buffer, 0, read);
        }
        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }
}
