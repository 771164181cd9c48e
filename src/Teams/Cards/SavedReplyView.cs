using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Domain.Staff;

namespace OmoBroadcast.Teams.Cards;

/// <summary>A page of saved replies, as whoever looks at it may use them.</summary>
/// <param name="More">Whether others follow.</param>
internal sealed record SavedReplyPage(StaffMember Who, IReadOnlyList<SavedReply> Replies, int Skip, bool More);

/// <summary>A saved reply as it stands in the form.</summary>
internal sealed record SavedReplyEntry(string Name, IReadOnlyList<OutboundMessage> Messages, Sharing Sharing)
{
    /// <summary>The one to change; null for a new one.</summary>
    public SavedReply? Reply { get; init; }

    /// <summary>The messages are the saved ones.</summary>
    public bool Saved { get; init; }
}

/// <summary>The form, as whoever fills it in may.</summary>
/// <param name="Stores">Those on offer.</param>
/// <param name="Action">The one-time id of the act of saving a new one.</param>
internal sealed record SavedReplyView(StaffMember Who, SavedReplyEntry Entry, IReadOnlyList<NamedStore> Stores, Guid Action);
