using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Domain.Channels;

/// <summary>For a platform that takes media beforehand, once per account, to be named in any number of messages.</summary>
public interface IUploads
{
    ChannelId Id { get; }

    /// <summary>How long the platform keeps an upload, less a margin: after that it is uploaded again.</summary>
    TimeSpan Lifetime { get; }

    /// <summary>Uploads, which sends nothing to anybody. Throws only for cancellation.</summary>
    /// <param name="open">The file's bytes from the beginning; may be called more than once.</param>
    Task<UploadOutcome> UploadAsync(
        AccountKey account,
        OutboundMessage.Media media,
        Func<Stream> open,
        CancellationToken cancellationToken
    );
}

/// <summary>What became of an upload.</summary>
public abstract record UploadOutcome
{
    private UploadOutcome() { }

    public sealed record Done(string PlatformId) : UploadOutcome;

    /// <summary>Not now: try again after <paramref name="RetryAfter"/>.</summary>
    public sealed record Later(TimeSpan RetryAfter, string Reason) : UploadOutcome;

    /// <summary>Never: the platform does not take this file, or (<paramref name="Scope"/>) nothing from this account.</summary>
    public sealed record Refused(RefusalScope Scope, string Code, string Reason) : UploadOutcome;
}
