using System.Collections.Frozen;
using Microsoft.AspNetCore.Connections.Features;
using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Webhooks.Reception;

/// <summary>
/// <c>/webhooks/{channel}</c>, and below it where the channel wants that: bounded bytes → read → written down → 200. Not a word is answered
/// in the body but for a handshake, and nothing is logged per call.
/// </summary>
internal sealed class WebhookEndpoint(Roster roster, WebhookAcceptor acceptor, BodyBudget budget, OpenConnections connections)
{
    /// <summary>Verified bodies being written down at once; beyond, a platform is better told to come again than left waiting past its two
    /// seconds.</summary>
    private const int MostAtOnce = 1000;

    private static readonly FrozenDictionary<string, string> Nothing = FrozenDictionary<string, string>.Empty;
    private int atOnce;

    public async Task PostAsync(HttpContext context)
    {
        context.Response.Headers.XContentTypeOptions = "nosniff";
        if (Find(context) is not { } channel)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var (status, outcome) = await TakeAsync(context, channel);
        WebhookMetrics.Webhooks.Add(1, new("channel", channel.Id.Value), new("outcome", outcome));
        if (context.RequestAborted.IsCancellationRequested)
            return;
        context.Response.StatusCode = status;
        context.Response.ContentLength = 0;
    }

    /// <summary>A platform's handshake.</summary>
    public async Task GetAsync(HttpContext context)
    {
        SecurityHeaders.Set(context.Response.Headers);
        if (Find(context) is not { } channel)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var query = context.Request.Query.ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var reading = channel.Read(
            new("GET", new NameView(context.Request.Headers), query, ReadOnlyMemory<byte>.Empty) { Path = Path(context) }
        );
        if (reading is WebhookReading.Challenge challenge)
        {
            context.Response.ContentType = "text/plain; charset=utf-8";
            await context.Response.WriteAsync(challenge.Text, context.RequestAborted);
            return;
        }

        context.Response.StatusCode = reading is WebhookReading.Refused refused ? refused.Status : StatusCodes.Status405MethodNotAllowed;
    }

    private async ValueTask<(int Status, string Outcome)> TakeAsync(HttpContext context, IChannel channel)
    {
        var (read, fault) = await Body.ReadAsync(context.Request, channel.Limits.WebhookBytes, budget, context.RequestAborted);
        if (read is not { } body)
        {
            // The rest of what is too much or too slow is not worth reading.
            if (context.Request.Protocol == "HTTP/1.1")
            {
                context.Response.Headers.Connection = "close";
                // To one who is gone no header is sent: without this the server would look for the next request in what is left of this
                // one.
                context.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();
            }

            return (fault, fault == StatusCodes.Status503ServiceUnavailable ? "full" : "refused");
        }

        using (body)
        {
            var request = new WebhookRequest("POST", new NameView(context.Request.Headers), Nothing, body.Bytes) { Path = Path(context) };
            return channel.Read(request) switch
            {
                WebhookReading.Events events => await WriteDownAsync(context, channel.Id, events.Items, request),
                WebhookReading.Refused refused => (refused.Status, "refused"),
                _ => (StatusCodes.Status400BadRequest, "refused"),
            };
        }
    }

    // Only who is believed takes a place here.
    private async ValueTask<(int Status, string Outcome)> WriteDownAsync(
        HttpContext context,
        ChannelId channel,
        IReadOnlyList<InboundEvent> events,
        WebhookRequest request
    )
    {
        connections.Believe(context);
        try
        {
            if (Interlocked.Increment(ref atOnce) > MostAtOnce)
                return (StatusCodes.Status503ServiceUnavailable, "busy");
            return await acceptor.TakeAsync(channel, events, request) switch
            {
                WebhookAcceptor.Taken.Applied => (StatusCodes.Status200OK, "applied"),
                WebhookAcceptor.Taken.Inboxed => (StatusCodes.Status200OK, "inboxed"),
                _ => (StatusCodes.Status503ServiceUnavailable, "away"),
            };
        }
        finally
        {
            Interlocked.Decrement(ref atOnce);
        }
    }

    private IChannel? Find(HttpContext context)
    {
        if (context.Request.RouteValues["channel"] is not string name)
            return null;
        var channel = roster.Find(new ChannelId(name)) ?? roster.Find(new ChannelId(name.ToLowerInvariant()));
        return channel is null || Path(context).Length == 0 || ChannelCatalog.Of(channel.Id).HasDeeperPaths ? channel : null;
    }

    private static string Path(HttpContext context) => context.Request.RouteValues["path"] as string ?? "";
}
