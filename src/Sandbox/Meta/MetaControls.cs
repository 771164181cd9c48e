using OmoBroadcast.Sandbox.Customers;
using OmoBroadcast.Sandbox.Platform;

namespace OmoBroadcast.Sandbox.Meta;

/// <summary>What tests and people set about Meta's platforms.</summary>
internal static class MetaControls
{
    public static WebApplication MapMetaControls(this WebApplication app)
    {
        foreach (var channel in ChannelNames.OfMeta)
        {
            Map(app.MapGroup($"/accounts/{channel.Name()}"), channel);
            app.MapPut($"/customers/{channel.Name()}/habits", (Habits habits, MetaAccounts accounts) =>
            {
                if (accounts.Find(channel, habits.Destination) is not { } account)
                    return Results.NotFound(new { Message = "no such account" });
                account.Habits = habits;
                return Results.Ok(habits);
            });
        }

        app.MapPut("/accounts/whatsapp/templates", (TemplatesRequest wanted, Registrar registrar) =>
            new { Templates = registrar.Replace(wanted) }
        );
        app.MapGet("/accounts/whatsapp/templates", (string waba, TemplateBook book) =>
            new { Templates = book.Of(waba).Select(t => t.Json(null)) }
        );
        app.MapPost("/accounts/whatsapp/templates/status", async (TemplateStatusRequest wanted, Registrar registrar) =>
            Found(await registrar.ChangeAsync(wanted))
        );

        app.MapGet("/uploads", (UploadBook book) => new { Uploads = book.All.Select(Tell) });
        app.MapPost("/uploads/expire", (UploadBook book, string? id) => new { Expired = book.Expire(id) });
        app.MapGet("/webhooks/idle", IdleAsync);
        return app;
    }

    private static object Tell(Upload upload) =>
        new
        {
            upload.Id,
            Channel = upload.Channel.Name(),
            upload.Owner,
            upload.Kind,
            upload.ContentType,
            Size = upload.Bytes.Length,
            upload.Sha256,
            upload.Url,
            upload.Inbound,
        };

    private static async Task<object> IdleAsync(
        Outbox outbox,
        WebhookSender sender,
        SandboxClock clock,
        int? timeoutMs,
        CancellationToken cancel
    )
    {
        var most = TimeSpan.FromMilliseconds(timeoutMs ?? 10_000);
        var idle =
            await outbox.Changed.UntilAsync(() => outbox.Pending == 0, most, clock.Time, cancel)
            && await sender.Changed.UntilAsync(() => sender.Late == 0, most, clock.Time, cancel);
        return new
        {
            Idle = idle,
            Pending = outbox.Pending + sender.Late,
            Sent = outbox.Results.Report(0, 0),
        };
    }

    private static void Map(RouteGroupBuilder group, Channel channel)
    {
        group.MapMethods("/", ["PUT", "POST"], (MetaAccountRequest wanted, MetaAccounts accounts) =>
            Results.Ok(new { accounts.Declare(channel, wanted).Id })
        );
        group.MapGet("/", (MetaAccounts accounts) => accounts
                .Of(channel)
                .Select(a => new
                {
                    a.Id,
                    a.Name,
                    WebhookUrl = a.Webhook,
                    a.Subscribed,
                    a.AppId,
                    Waba = channel == Channel.WhatsApp ? a.Waba : null,
                    Phone = channel == Channel.WhatsApp ? a.Phone : null,
                }));
        group.MapPost("/verify", async (VerifyRequest wanted, Registrar registrar, CancellationToken cancel) =>
            Found(await registrar.VerifyAsync(channel, wanted, cancel))
        );
        group.MapPost("/tell", async (TellRequest wanted, Registrar registrar) => Found(await registrar.TellAsync(channel, wanted)));
    }

    private static IResult Found(object? found) =>
        found is null ? Results.NotFound(new { Message = "no such thing, or no webhook address" }) : Results.Ok(found);
}
