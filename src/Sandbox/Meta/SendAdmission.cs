using OmoBroadcast.Sandbox.Customers;
using OmoBroadcast.Sandbox.Platform;
using OmoBroadcast.Sandbox.Weather;

namespace OmoBroadcast.Sandbox.Meta;

/// <summary>Whether a send is taken: its body, the person, the window, the pair, the media.</summary>
internal sealed class SendAdmission(MetaBooks books, Portfolio portfolio, WeatherStation weather, UploadDesk uploads, Fetcher fetcher)
{
    private const long Day = 86_400_000;

    public (MetaSend? Send, GraphError? Error) Read(GraphVisit visit, MetaAccount account, GraphBody? body)
    {
        if (body is null)
            return (null, GraphErrors.NotJson);
        var notes = new List<(string Kind, string Detail)>();
        var read =
            account.Channel == Channel.WhatsApp
                ? WhatsAppRules.Read(account, body.Fields, books.Templates.Of(account.Waba), notes)
                : PageRules.Read(account.Channel, body, notes);
        foreach (var (kind, detail) in notes)
            books.Violations.Add(visit.At, account.Id, kind, detail);
        return read;
    }

    /// <returns>The person; why it is refused; why it will fail although it is taken; the upload it became.</returns>
    public async Task<(Customer? Customer, GraphError? Refusal, GraphError? Failure, Upload? Upload)> DecideAsync(
        MetaAccount account,
        MetaSend send,
        GraphBody body,
        long now,
        CancellationToken cancel
    )
    {
        var sky = weather.Meta(account.Channel);
        var customer = books.Customers.Find(account.Channel, send.To) is { } found && found.Account == account.Id ? found : null;
        if (account.Channel != Channel.WhatsApp)
        {
            var (upload, wrong) = await AttachmentAsync(account, send, body, sky, cancel);
            return (customer ?? Stranger(send), wrong ?? Person(account, send, customer, now, sky), null, upload);
        }

        if (!account.Pairs.TryTake(books.Addresses.Key(customer?.Address ?? send.To), now, sky.PairSeconds, sky.PairBurst))
            return (customer, GraphErrors.PairLimit, null, null);
        if (
            send.Template is not null
            && customer is not null
            && !InWindow(customer, now, Day)
            && !portfolio.TryOpen(customer.Id, now, sky.Tier)
        )
            return (customer, GraphErrors.TierReached, null, null);
        if (send.MediaId is { } medium && books.Uploads.Find(account, medium) is null)
        {
            var where = send.Template is null ? send.Kind : "header";
            var details = $"Param {where}['id'] is not a valid whatsapp business account media attachment ID";
            return (customer, GraphError.Parameter(details) with { Details = details }, null, null);
        }

        var failure = await FailureAsync(send, customer, now, sky, cancel);
        return failure is not null && sky.RefuseAtOnce ? (customer, failure, null, null) : (customer, null, failure, null);
    }

    private async Task<(Upload? Upload, GraphError? Error)> AttachmentAsync(
        MetaAccount account,
        MetaSend send,
        GraphBody body,
        MetaWeather sky,
        CancellationToken cancel
    )
    {
        if (send.MediaId is { } id && books.Uploads.Find(account, id) is null)
            return (null, GraphErrors.UnknownAttachment);
        if (send.HasFile || (send.Url is not null && send.Reusable))
            return await uploads.KeepAsync(account, send, body.File, cancel);
        foreach (var url in send.Url?.Split(' ').Where(GraphBody.IsAddress) ?? [])
        {
            if (!(await fetcher.FetchAsync(url, send.Kind, sky.Fetch, cancel)).Good)
                return (null, GraphErrors.CouldNotFetch);
        }

        return (null, null);
    }

    private static GraphError? Person(MetaAccount account, MetaSend send, Customer? customer, long now, MetaWeather sky)
    {
        if (customer is null)
            return sky.KnowEveryone ? null : GraphErrors.NoMatchingUser;
        if (customer.Blocked)
            return sky.BlockedIs551 ? GraphErrors.Blocked551 : GraphErrors.Blocked;
        if (customer.Elsewhere)
            return account.Channel == Channel.Instagram ? GraphErrors.AnotherAppInstagram : GraphErrors.AnotherApp;
        if (InWindow(customer, now, send.ByHuman ? 7 * Day : Day))
            return null;
        return account.Channel == Channel.Instagram ? GraphErrors.OutsideWindowInstagram : GraphErrors.OutsideWindow;
    }

    private async Task<GraphError?> FailureAsync(MetaSend send, Customer? customer, long now, MetaWeather sky, CancellationToken cancel)
    {
        if (customer is null && !sky.KnowEveryone)
            return GraphErrors.Undeliverable;
        if (customer is not null && send.Template is null && !InWindow(customer, now, Day))
            return GraphErrors.WindowClosed;
        if (customer is { Stopped: true } && send.Template is { IsMarketing: true })
            return GraphErrors.Stopped;
        return send.Url is { } url && !(await fetcher.FetchAsync(url, send.Kind, sky.Fetch, cancel)).Good ? GraphErrors.MediaUpload : null;
    }

    private static bool InWindow(Customer customer, long now, long length) =>
        customer.Wrote > long.MinValue && (now / 1_000) - customer.Wrote <= length;

    /// <summary>Somebody taken for a customer because everybody is.</summary>
    private Customer Stranger(MetaSend send) => new(books.Addresses.Key(send.To), send.To, 0, 0, "");
}
