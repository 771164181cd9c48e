using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Domain.Channels;

/// <summary>What a platform allows, as far as the rest of the house must know before it calls.</summary>
public sealed record ChannelLimits
{
    /// <summary>Message objects in one request.</summary>
    public required int MessagesPerRequest { get; init; }

    /// <summary>Length of one text, in <see cref="TextUnit"/>s.</summary>
    public required int TextLength { get; init; }

    /// <summary>How long a text may be, in UTF-16 units, that goes with a picture, a video or a file as one message; null where it never
    /// does.</summary>
    public int? CaptionLength { get; init; }

    /// <summary>What <see cref="TextLength"/> counts.</summary>
    public TextUnit TextUnit { get; init; } = TextUnit.Utf16;

    /// <summary>For how long after a customer's last message anything but a template may be sent to them; null where the platform does not
    /// care.</summary>
    public TimeSpan? Window { get; init; }

    /// <summary>A limit of its own for each recipient, where the platform has one.</summary>
    public PairLimit? Pair { get; init; }

    /// <summary>How many of the account's slots a message takes: more than one where the platform allows fewer of its kind in a
    /// second.</summary>
    public Func<OutboundMessage, int> Slots { get; init; } = static _ => 1;

    /// <summary>The media it takes, by kind; a kind that is not there cannot be sent.</summary>
    public IReadOnlyDictionary<MediaKind, MediaLimit> Media { get; init; } = new Dictionary<MediaKind, MediaLimit>();

    /// <summary>The platform tells later what became of a message (receipts, echoes): the id it gave each is kept.</summary>
    public bool Reports { get; init; }

    /// <summary>Its echoes give our name for a message back. Where they do not, an echo is known as ours by its recipient, its content and
    /// its time.</summary>
    public bool NamesEchoes { get; init; } = true;

    /// <summary>Recipients of one request when all get the same content; 1 where the platform has no such call.</summary>
    public required int RecipientsPerRequest { get; init; }

    /// <summary>Requests a second to one recipient each.</summary>
    public required int SinglePerSecond { get; init; }

    /// <summary>Requests a second to several recipients each.</summary>
    public required int BatchPerSecond { get; init; }

    /// <summary>
    /// How long a request may be repeated under its own key without a second message, or null where the platform has no such key:
    /// there a lost answer stays unknown.
    /// </summary>
    public required TimeSpan? RetryKeyLifetime { get; init; }

    /// <summary>Says of a code with which a recipient was refused whether the same would be refused again, whatever is sent and
    /// whenever.</summary>
    public Func<string, bool> IsLasting { get; init; } = static _ => false;

    /// <summary>The largest webhook body, in bytes, that can be the platform's.</summary>
    public int WebhookBytes { get; init; } = 1024 * 1024;

    /// <summary>Says whether an id can be sent to at all; a malformed one would refuse a whole batch.</summary>
    public required Func<string, bool> IsRecipientId { get; init; }
}

/// <summary>What the length of a text is counted in.</summary>
public enum TextUnit
{
    Utf16,
    Utf8Bytes,
}

/// <summary>At most one message in <paramref name="Every"/> to one person in the long run, and <paramref name="Burst"/> at once.</summary>
public sealed record PairLimit(TimeSpan Every, int Burst);

/// <summary>The largest file of a kind, in bytes, and the MIME types taken.</summary>
public sealed record MediaLimit(long MostBytes, IReadOnlySet<string> ContentTypes);
