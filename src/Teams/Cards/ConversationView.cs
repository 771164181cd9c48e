using OmoBroadcast.Desks.Inbox;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Domain.Staff;

namespace OmoBroadcast.Teams.Cards;

/// <summary>All that a card of one conversation is drawn from.</summary>
/// <param name="Who">Whoever looks.</param>
/// <param name="Action">The one-time id of what this card can do.</param>
internal sealed record ConversationView(OpenConversation Open, StaffMember Who, Guid Action)
{
    /// <summary>Saved replies to answer with.</summary>
    public IReadOnlyList<SavedReply> Replies { get; init; } = [];

    public Care Care { get; init; } = Care.None;

    /// <summary>Something they said since the last answer sounds as if they wanted no more broadcasts.</summary>
    public bool SoundsLikeStop { get; init; }

    /// <summary>Where what the customer sent can be seen, by the platform's name for it.</summary>
    public IReadOnlyDictionary<string, MediaView> Media { get; init; } = new Dictionary<string, MediaView>();
}

/// <summary>Addresses that the clients of staff can reach; null where there is none.</summary>
/// <param name="Picture">To be shown in the card.</param>
/// <param name="Whole">To be opened.</param>
internal sealed record MediaView(Uri? Picture, Uri? Whole);
