using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Domain.Channels;

/// <summary>One HTTP call to make.</summary>
/// <param name="RequestId">The id of the ledger's row, the same in every attempt: the platform's retry key or, with
/// <paramref name="Part"/>, its callback data.</param>
/// <param name="Account">The account to send from.</param>
/// <param name="Recipients">User ids; one, or up to <see cref="ChannelLimits.RecipientsPerRequest"/> for a batch.</param>
/// <param name="Content">The messages. One instance is shared by all requests of a campaign whose content does not differ by
/// person.</param>
/// <param name="Part">
/// The first message of the content to send. A channel that takes several messages in a request sends all from there on, which is always 0;
/// one that takes a single one (<see cref="ChannelLimits.MessagesPerRequest"/> is 1) sends that one, and is called again for the next when
/// it was accepted.
/// </param>
/// <param name="Media">For each message of the content where its media is to be had; null for one without. Empty where no message has
/// any.</param>
public sealed record Outbound(
    Guid RequestId,
    AccountKey Account,
    IReadOnlyList<string> Recipients,
    Content Content,
    int Part,
    IReadOnlyList<MediaSource?> Media
)
{
    public Outbound(Guid requestId, AccountKey account, IReadOnlyList<string> recipients, Content content)
        : this(requestId, account, recipients, content, 0, []) { }

    /// <summary>
    /// To be asked, where there is one, at the last moment: just before the first byte of the body leaves. False: it must not, for the
    /// right to send it is gone. Then no byte of it may, and whatever the adapter answers does not count.
    /// </summary>
    public Func<bool>? Onset { get; init; }

    public Correlation Correlation => new(RequestId, Part);
}

/// <summary>Where a platform gets a message's media.</summary>
/// <param name="Url">Our own public address of it.</param>
/// <param name="Preview">The same of its preview image, where it has one.</param>
/// <param name="PlatformId">What the platform called it when it was uploaded (<see cref="IUploads"/>); null where it was not.</param>
public sealed record MediaSource(Uri Url, Uri? Preview, string? PlatformId);
