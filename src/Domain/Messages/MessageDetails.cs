namespace OmoBroadcast.Domain.Messages;

/// <summary>What a message is besides its kind and its words; <see cref="MessageJson"/> writes it, and bounds it.</summary>
public sealed record MessageDetails
{
    /// <summary>The products of an order, the cards of a contact message, the answers of a form.</summary>
    public IReadOnlyList<MessageItem> Items { get; init; } = [];

    public IReadOnlyList<MessageMedia> Media { get; init; } = [];

    public MessagePlace? Place { get; init; }

    /// <summary>The platform's id of the message that this one answers. Its words are looked up where they are shown, so that no copy
    /// outlives them.</summary>
    public string? Quoted { get; init; }

    public MessageReferral? Referral { get; init; }

    /// <summary>What happened, of a <see cref="MessageKind.System"/> line; null for what the person said.</summary>
    public SystemEvent? Event { get; init; }

    /// <summary>Items and media that there were more.</summary>
    public int Omitted { get; init; }

    /// <summary>Null without an address.</summary>
    public static MessageDetails? OfMedia(MessageKind kind, string? at, string? type = null) =>
        at is null ? null : new() { Media = [new(kind, at, type)] };

    /// <summary>Null where nothing stands.</summary>
    public MessageDetails? OrNull() => Equals(Nothing) ? null : this;

    private static readonly MessageDetails Nothing = new();

    public bool Equals(MessageDetails? other) =>
        other is not null
        && (Place, Quoted, Referral, Event, Omitted) == (other.Place, other.Quoted, other.Referral, other.Event, other.Omitted)
        && Items.SequenceEqual(other.Items)
        && Media.SequenceEqual(other.Media);

    public override int GetHashCode() => HashCode.Combine(Items.Count, Media.Count, Place, Quoted, Referral, Event);
}

/// <summary>One of several things in a message.</summary>
/// <param name="Title">What it is: a product, a name, a question.</param>
/// <param name="Detail">A number, an address, an answer.</param>
/// <param name="Amount">How many, and at what price.</param>
public sealed record MessageItem(string Title, string? Detail = null, string? Amount = null);

/// <param name="At">Where the platform keeps it: an id of the platform's or an https address.</param>
/// <param name="Type">Its MIME type as the platform tells it; null where it does not.</param>
public sealed record MessageMedia(MessageKind Kind, string At, string? Type = null);

/// <param name="Latitude">In degrees; null where only an address is told.</param>
/// <param name="Longitude">In degrees.</param>
public sealed record MessagePlace(double? Latitude, double? Longitude, string? Name, string? Address);

/// <summary>What a person came by, or what they speak of.</summary>
/// <param name="Title">Of the advertisement, the product or the link.</param>
/// <param name="Picture">An https address of its picture.</param>
public sealed record MessageReferral(ReferralSource Source, string? Title = null, string? Url = null, string? Picture = null);

/// <summary>What a message refers to.</summary>
public enum ReferralSource
{
    Link,
    Ad,
    Product,
    Story,
    Post,
}

/// <summary>What a line says happened, where nobody said anything.</summary>
public enum SystemEvent
{
    /// <summary>Something that has no line of its own; the words are the platform's.</summary>
    Other,
    Reaction,

    /// <summary>A button of ours without words.</summary>
    Pressed,
    BroadcastsStopped,
    BroadcastsResumed,
    AccountLinked,
    AccountUnlinked,
    AccountLinkFailed,
    MembershipJoined,
    MembershipRenewed,
    MembershipLeft,
    VideoWatched,
    IdentityChanged,
    NumberChanged,
    MenuChanged,
    Beacon,

    /// <summary>By a link, an advertisement or a product.</summary>
    CameBy,

    /// <summary>Another responder has the conversation.</summary>
    HandedOver,
    HandedBack,
    CallMissed,
    CallEnded,
    CallsAllowed,
    CallsDeclined,
    Payment,

    /// <summary>One of us changed the person's tags.</summary>
    Tagged,
}
