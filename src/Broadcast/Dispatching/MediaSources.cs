using System.Collections.Concurrent;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Storage.Media;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Broadcast.Dispatching;

/// <summary>
/// Where a platform gets the media of a content: our public address of it and, where the platform takes media beforehand, the id of an
/// upload made once per account. Two nodes may both upload at first; both ids are good, and one is kept.
/// </summary>
public sealed class MediaSources(
    Uploads uploads,
    MediaShelf shelf,
    IEnumerable<IUploads> ports,
    BroadcastOptions options,
    TimeProvider clock
)
{
    private const int Most = 1_000;
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    private readonly Dictionary<ChannelId, IUploads> ports = ports.ToDictionary(port => port.Id);
    private readonly ConcurrentDictionary<(AccountKey, string), Lazy<Task<(UploadOutcome Outcome, DateTimeOffset Until)>>> known = new();

    /// <summary>A source for each message, null for one without media; or, as <paramref name="Not"/>, why the content cannot be sent now or
    /// ever.</summary>
    public sealed record Sources(IReadOnlyList<MediaSource?> Media, SendOutcome? Not);

    private static readonly Sources None = new([], null);

    /// <summary>Throws what the stores throw when they are away.</summary>
    public async ValueTask<Sources> OfAsync(AccountKey account, Content content)
    {
        if (!content.Messages.Any(message => MediaOf(message) is not null))
            return None;
        var sources = new MediaSource?[content.Messages.Count];
        for (var i = 0; i < sources.Length; i++)
        {
            if (MediaOf(content.Messages[i]) is not { } media)
                continue;
            var (source, not) = await SourceAsync(account, media);
            if (not is not null)
                return new([], not);
            sources[i] = source;
        }

        return new(sources, null);
    }

    private async Task<(MediaSource? Source, SendOutcome? Not)> SourceAsync(AccountKey account, OutboundMessage.Media media)
    {
        string? platformId = null;
        if (ports.TryGetValue(account.Channel, out var port))
        {
            switch (await UploadedAsync(port, account, media))
            {
                case UploadOutcome.Done done:
                    platformId = done.PlatformId;
                    break;
                case UploadOutcome.Later later:
                    return (null, new SendOutcome.Throttled(later.RetryAfter, ThrottleScope.Recipient));
                case UploadOutcome.Refused refused:
                    return (null, new SendOutcome.Refused(refused.Scope, refused.Code, refused.Reason));
            }
        }

        if (options.MediaUrl(media.MediaId) is { } url)
            return (new(url, media.PreviewId is { } preview ? options.MediaUrl(preview) : null, platformId), null);
        return platformId is null
            ? (
                null,
                new SendOutcome.Refused(
                    RefusalScope.Content,
                    "no_public_url",
                    "Omo:PublicUrl is not set, so the platform cannot fetch media"
                )
            )
            : (new(new Uri($"urn:media:{media.MediaId}"), null, platformId), null);
    }

    /// <summary>The platform no longer knows the upload: the next time it is uploaded again.</summary>
    public async Task ForgetAsync(AccountKey account, OutboundMessage message, MediaSource? source)
    {
        if (MediaOf(message) is not { } media || source?.PlatformId is not { } platformId)
            return;
        known.TryRemove((account, media.MediaId), out _);
        await uploads.ForgetAsync(account, media.MediaId, platformId, CancellationToken.None);
    }

    private static OutboundMessage.Media? MediaOf(OutboundMessage message) =>
        message switch
        {
            OutboundMessage.Media media => media,
            OutboundMessage.Template template => template
                .Parameters.Select(parameter => parameter.Media)
                .FirstOrDefault(media => media is not null),
            _ => null,
        };

    /// <summary>
    /// Of this node's callers one uploads and the others wait for it. What did not work is not tried again by each of them, but when its
    /// time has come.
    /// </summary>
    private async Task<UploadOutcome> UploadedAsync(IUploads port, AccountKey account, OutboundMessage.Media media)
    {
        var key = (account, media.MediaId);
        if (known.Count > Most)
            known.Clear();
        if (
            known.TryGetValue(key, out var old)
            && old is { IsValueCreated: true, Value.IsCompletedSuccessfully: true }
            && (await old.Value).Until <= clock.GetUtcNow()
        )
            known.TryRemove(new(key, old));
        var asked = known.GetOrAdd(key, _ => new(() => FindOrUploadAsync(port, account, media)));
        try
        {
            return (await asked.Value).Outcome;
        }
        catch
        {
            known.TryRemove(new(key, asked));
            throw;
        }
    }

    private async Task<(UploadOutcome, DateTimeOffset)> FindOrUploadAsync(IUploads port, AccountKey account, OutboundMessage.Media media)
    {
        var now = clock.GetUtcNow();
        // Looked up again at least every minute: another node may have found out that the platform forgot it.
        var look = now + TimeSpan.FromMinutes(1);
        if (await uploads.FindAsync(account, media.MediaId, now, CancellationToken.None) is { } there)
            return (new UploadOutcome.Done(there), look);
        var outcome = await UploadAsync(port, account, media);
        if (outcome is UploadOutcome.Later later)
            return (outcome, clock.GetUtcNow() + later.RetryAfter);
        if (outcome is not UploadOutcome.Done done)
            return (outcome, look);
        return (
            new UploadOutcome.Done(
                await uploads.SaveAsync(account, media.MediaId, done.PlatformId, now, now + port.Lifetime, CancellationToken.None)
            ),
            look
        );
    }

    private async Task<UploadOutcome> UploadAsync(IUploads port, AccountKey account, OutboundMessage.Media media)
    {
        var item = await shelf.FindAsync(media.MediaId, CancellationToken.None);
        try
        {
            await using var bytes = item is null ? null : await shelf.OpenAsync(item, CancellationToken.None);
            return bytes is null
                ? new UploadOutcome.Refused(RefusalScope.Content, "media_missing", "the file is no longer kept")
                : await port.UploadAsync(account, media, () => Rewound(bytes), CancellationToken.None);
        }
        // Where the files lie is away, and the database is not: what needs none of them is sent meanwhile.
        catch (Exception away) when (away is IOException or UnauthorizedAccessException)
        {
            return new UploadOutcome.Later(Soon, "the file cannot be read now");
        }
    }

    private static LentStream Rewound(Stream bytes)
    {
        bytes.Position = 0;
        return new(bytes);
    }
}
