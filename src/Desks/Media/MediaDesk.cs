using OmoBroadcast.Broadcast;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Media;
using OmoBroadcast.Storage.Redis;

namespace OmoBroadcast.Desks.Media;

/// <summary>The files that staff send, and where they can look at those that customers sent. Throws what the stores throw when they are
/// away.</summary>
public sealed class MediaDesk(MediaShelf shelf, ReceivedLinks links, BroadcastOptions options)
{
    /// <summary>Whether the service has a public address, without which nothing of ours can be looked at.</summary>
    public bool HasAddress => options.PublicUrl.Length > 0;

    /// <summary>Reads a file to its end, or as far as its kind may be long, and keeps it.</summary>
    /// <param name="name">As it came; only its stem is believed.</param>
    public Task<MediaResult> KeepAsync(Stream content, string? name, CancellationToken cancellationToken) =>
        shelf.KeepAsync(content, name, cancellationToken);

    /// <summary>Who knows the id of a file may use it; null when there is none.</summary>
    public Task<MediaItem?> FindAsync(string mediaId, CancellationToken cancellationToken) => shelf.FindAsync(mediaId, cancellationToken);

    /// <summary>Where a file of ours can be looked at; null while there is no address for it that all clients reach.</summary>
    public Uri? AddressOf(string mediaId) => options.MediaUrl(mediaId) is { Scheme: "https" } url ? url : null;

    /// <summary>A new short-lived address of what a customer sent; null without a public address.</summary>
    /// <param name="media">As the platform called it.</param>
    /// <param name="preview">The small picture of it.</param>
    public async Task<Uri?> ReceivedAsync(CustomerKey customer, string media, bool preview, CancellationToken cancellationToken) =>
        options.ReceivedUrl(await links.MakeAsync(new(customer.Account, media, preview) { UserId = customer.UserId }, cancellationToken));
}
