using System.Text;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Texts;

namespace OmoBroadcast.Domain.Conversations;

/// <summary>What is known at present of one customer and the conversation with them.</summary>
public sealed record Customer(CustomerKey Key)
{
    /// <summary>The name the platform shows; null until it has been told.</summary>
    public string? Name { get; init; }

    public ConversationState State { get; init; } = ConversationState.Pending;

    /// <summary>The staff member whose conversation it is, by staff id; only while in progress.</summary>
    public string? Assignee { get; init; }

    /// <summary>The staff member who closed it last; null if nobody has.</summary>
    public string? LastOwner { get; init; }

    /// <summary>Since when they wait for an answer; null when they do not. In progress: since their first message after the last
    /// answer.</summary>
    public DateTimeOffset? WaitingSince { get; init; }

    /// <summary>When staff last decided whose it is; null where they have not, or it is not known.</summary>
    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>When it was closed; only while closed.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>The last message from the customer, or whatever else opens the platform's window for free messages
    /// (<see cref="ServiceWindow"/>).</summary>
    public DateTimeOffset? LastMessageAt { get; init; }

    /// <summary>The last message itself.</summary>
    public DateTimeOffset? LastSaidAt { get; init; }

    /// <summary>The beginning of that message, for lists; null for one without words.</summary>
    public string? LastText { get; init; }

    /// <summary>The same to be shown: marked where it may have been cut, and without a letter that may have been cut through.</summary>
    public string? LastWords =>
        LastText is { Length: >= MostKept / 4 } text && Encoding.UTF8.GetByteCount(text) > MostKept - 4
            ? ClippedText.Doubtful(text)
            : LastText;

    /// <summary>Of <see cref="LastText"/>, in bytes, to the last whole character; see <c>head</c> in <c>customer.lua</c>.</summary>
    private const int MostKept = 240;

    /// <summary>The last answer by a member of staff; null if never answered.</summary>
    public DateTimeOffset? LastAnsweredAt { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The newest sign that another responder has the conversation on the platform; null when it came back to us since, or never
    /// was elsewhere.</summary>
    public DateTimeOffset? ElsewhereAt { get; init; }

    /// <summary>Whether another responder has the conversation. On every platform a conversation is nobody's again when nothing was said in
    /// it for 24 hours.</summary>
    public bool IsElsewhere(DateTimeOffset now) => ElsewhereAt is { } at && at + OwnershipEnds > now;

    private static readonly TimeSpan OwnershipEnds = TimeSpan.FromHours(24);

    /// <summary>Whether it is in progress and this staff member's.</summary>
    public bool IsOf(string staffId) =>
        State == ConversationState.InProgress && string.Equals(Assignee, staffId, StringComparison.OrdinalIgnoreCase);
}
