using OmoBroadcast.Desks.Media;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Domain.Texts;
using OmoBroadcast.Teams.Cards;

namespace OmoBroadcast.Teams.Flows;

/// <summary>
/// Where staff can look at what customers sent. Some platforms tell an address that anybody may open, which the client of whoever looks
/// fetches by itself, and we never; the others give it to our token only, so that a short-lived link of ours passes it on.
/// </summary>
internal sealed class MediaViews(MediaDesk desk, IEnumerable<IReceived> sources)
{
    public async Task<IReadOnlyDictionary<string, MediaView>> OfAsync(
        CustomerKey customer,
        IReadOnlyList<TranscriptEntry> entries,
        CancellationToken cancellationToken
    )
    {
        var views = new Dictionary<string, MediaView>(StringComparer.Ordinal);
        var source = sources.FirstOrDefault(source => source.Id == customer.Account.Channel);
        foreach (var (kind, media, _) in entries.SelectMany(entry => entry.Media))
        {
            if (views.ContainsKey(media))
                continue;
            if (Public(media) is { } address)
                views[media] = new(kind is MessageKind.Image or MessageKind.Sticker ? address : null, address);
            else if (source is not null && !media.Contains(':', StringComparison.Ordinal) && desk.HasAddress)
                views[media] = new(
                    source.HasPreview(kind) ? await desk.ReceivedAsync(customer, media, preview: true, cancellationToken) : null,
                    await desk.ReceivedAsync(customer, media, preview: false, cancellationToken)
                );
        }

        // What a message refers to lies where anybody may look, or nowhere.
        foreach (var from in entries.Select(entry => entry.Details?.Referral).OfType<MessageReferral>())
        {
            if (from.Picture is { } picture && Public(picture) is { } seen)
                views[picture] = new(seen, seen);
            if (from.Url is { } link && !views.ContainsKey(link) && Public(link) is { } url)
                views[link] = new(null, url);
        }

        return views;
    }

    // By name, on the usual port: an address of somebody's own network is not what a platform tells.
    private static Uri? Public(string media) =>
        WebAddress.TryRead(media, out var url)
        && url is { Scheme: "https", IsDefaultPort: true, HostNameType: UriHostNameType.Dns, UserInfo: "" }
        && url.Host.Contains('.', StringComparison.Ordinal)
            ? url
            : null;
}
