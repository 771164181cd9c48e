using System.Text.Json.Nodes;
using OmoBroadcast.Sandbox.Customers;
using OmoBroadcast.Sandbox.Ledger;
using OmoBroadcast.Sandbox.Platform;
using OmoBroadcast.Sandbox.Weather;

namespace OmoBroadcast.Sandbox.Meta;

/// <summary>Sends: checked in the platform's order, written down, told and answered.</summary>
internal sealed class MessageDesk(
    GraphEndpoint endpoint,
    SendAdmission admission,
    WeatherStation weather,
    HoldRoom room,
    Aftermath aftermath
)
{
    public async Task HandleAsync(HttpContext http, GraphVisit visit)
    {
        visit.Kind = CallKind.Send;
        var fate = weather.MetaSend(visit.Channel);
        if (visit.Account is not { } account)
        {
            await endpoint.AnswerAsync(http, visit, GraphErrors.NoSuchObject.Answer());
            return;
        }

        var body = await GraphBody.ReadAsync(http);
        // Who has the whole request decides on it, whether the caller waits or not.
        if (fate.Before > TimeSpan.Zero)
            await Task.Delay(fate.Before, endpoint.Clock.Time, CancellationToken.None);
        await room.PassAsync(visit.Channel, Moment.Before, fate.Early, CancellationToken.None);
        var (answer, taken) = await DecideAsync(visit, account, body, fate.What);
        // Counted before the answer: who asks whether all webhooks have left must not come in between.
        if (taken is not null)
            aftermath.Begin();
        try
        {
            await AnswerAsync(http, visit, fate, answer, taken);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The caller went away while it was kept waiting; what was accepted stays accepted.
        }
        finally
        {
            if (taken is not null)
            {
                aftermath.AfterAnswer(taken);
                aftermath.End();
            }
        }
    }

    private async Task AnswerAsync(HttpContext http, GraphVisit visit, Fate fate, GraphAnswer answer, Taken? taken)
    {
        if (taken is not null)
            await aftermath.BeforeAnswerAsync(taken);
        if (fate.After > TimeSpan.Zero)
            await Task.Delay(fate.After, endpoint.Clock.Time, http.RequestAborted);
        if (taken is not null)
            await room.PassAsync(visit.Channel, Moment.After, fate.Early, http.RequestAborted);
        await endpoint.WriteAsync(
            http,
            taken is not null && weather.Meta(visit.Channel).Telling == Telling.Instead ? GraphAnswer.Cut : answer,
            taken is null ? Fault.None : fate.Fault
        );
        await http.Response.CompleteAsync();
    }

    private async Task<(GraphAnswer Answer, Taken? Taken)> DecideAsync(
        GraphVisit visit,
        MetaAccount account,
        GraphBody? body,
        Happening what
    )
    {
        var sky = weather.Meta(visit.Channel);
        var (send, error) = admission.Read(visit, account, body);
        visit.Kind = send?.Counts ?? CallKind.Send;
        if (!account.TryTake(visit.Kind, visit.At, sky))
            return Say(Storm.TooFast(visit.Channel, sky));
        if (Storm.Before(what, visit.Channel, sky) is { } storm)
            return Say(storm);
        if (send is null)
        {
            endpoint.Violate(visit, "body.invalid", error!.Details ?? error.Message);
            return Say(error.Answer());
        }

        if (send.IsAction)
            return Say(
                visit.Channel == Channel.WhatsApp ? GraphAnswer.Success : GraphAnswer.Json(new JsonObject { ["recipient_id"] = send.To })
            );

        var (customer, refusal, failure, upload) = await admission.DecideAsync(account, send, body!, visit.At, CancellationToken.None);
        if (refusal is not null)
            return Say(refusal.Answer());
        var taken = new Taken(account, customer, send, MetaIds.Message(visit.Channel), failure);
        var answer = Storm.After(what.Fault, visit.Channel) ?? Accepted(taken, upload);
        endpoint.Record(visit, send, answer, taken);
        return (answer, taken);

        (GraphAnswer, Taken?) Say(GraphAnswer said)
        {
            endpoint.Record(visit, send, said, null);
            return (said, null);
        }
    }

    private static GraphAnswer Accepted(Taken taken, Upload? upload)
    {
        var (send, id) = (taken.Send, taken.MessageId);
        if (taken.Account.Channel != Channel.WhatsApp)
        {
            var sent = new JsonObject { ["recipient_id"] = send.To, ["message_id"] = id };
            if (upload is not null && send.Reusable)
                sent["attachment_id"] = upload.Id;
            return GraphAnswer.Json(sent);
        }

        var contact = new JsonObject { ["input"] = send.Input };
        if (taken.Customer is not { Hidden: true } && !send.To.Contains('.', StringComparison.Ordinal))
            contact["wa_id"] = taken.Customer?.Address ?? send.To;
        if (taken.Customer?.Bsuid is { } bsuid)
            contact["user_id"] = bsuid;
        var message = new JsonObject { ["id"] = id };
        if (send.Template is { } template)
            message["message_status"] = template.Held ? "held_for_quality_assessment" : "accepted";
        return GraphAnswer.Json(
            new JsonObject
            {
                ["messaging_product"] = "whatsapp",
                ["contacts"] = new JsonArray(contact),
                ["messages"] = new JsonArray(message),
            }
        );
    }
}
